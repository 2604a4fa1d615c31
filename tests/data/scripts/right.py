URL = "https://graph.microsoft.com/v1.0/auditLogs/provisioning"
params = {"$filter": f"activityDateTime gt {start:%Y-%m-%dT%H:%M:%SZ} and jobId eq '{job}'", "$top": 10}
text = "id eq '%s' and provisioningAction eq 'create'" % event
files = glob(filter="*.json")
nothing = "https://graph.microsoft.com/v1.0/auditLogs/provisioning/"
one = "https://graph.microsoft.com/v1.0/auditLogs/provisioning?$top=5&$filter=" + quote("jobId eq 'x'")
two = "https://graph.microsoft.com/v1.0/auditLogs/provisioning?$filter=" + quote("id eq 'x'") + "&$top=5"
users = requests.get("https://graph.microsoft.com/v1.0/users", params={"$filter": "startswith(displayName,'a')"})

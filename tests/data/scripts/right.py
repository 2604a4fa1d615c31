URL = "https://graph.microsoft.com/v1.0/auditLogs/provisioning"
params = {"$filter": f"activityDateTime gt {start:%Y-%m-%dT%H:%M:%SZ} and jobId eq '{job}'", "$top": 10}
text = "id eq '%s' and provisioningAction eq 'create'" % event
files = glob(filter="*.json")
nothing = "https://graph.microsoft.com/v1.0/auditLogs/provisioning/"

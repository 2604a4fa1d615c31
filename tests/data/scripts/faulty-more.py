url = "https://graph.microsoft.com/v1.0/auditLogs/provisioning"
one = requests.get(url, params={"$filter": (
    "jobId eq 'x' "
    "and id ne 'y'"
)})
two = "https://graph.microsoft.com/v1.0/auditLogs/provisioning?$filter=" + quote("jobId gt 'x'")
filter = """jobId ne 'x'"""
four = "https://graph.microsoft.com/v1.0/auditLogs/provisioning?$filter=" + urllib.parse.quote("jobid eq 'a'") + "&$top=0"

URL = "https://graph.microsoft.com/v1.0/auditLogs/provisioning"
one = requests.get(URL, params={"$filter": (
    "jobId eq 'x' "
    f"and id eq '{event}'"
), "$top": 5})
two = URL + "?$filter=" + quote("jobId eq 'a' and id eq 'b'") + "&$top=5"
three = f"https://graph.microsoft.com/v1.0/auditLogs/provisioning?$filter={quote('id eq 1' if x else other)}"
filter = """jobId eq 'x'"""
names = ["filter", "orderby",
         "select"]

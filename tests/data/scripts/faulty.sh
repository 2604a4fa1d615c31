curl -H "Authorization: Bearer $TOKEN" "https://graph.microsoft.com/v1.0/auditLogs/provisioning?\$filter=jobId%20eq%20%27$JOB%27&\$select=id"
az rest --url 'https://graph.microsoft.com/v1.0/auditLogs/provisioning?$filter=jobId%20eq%20'"'"'abc'"'"'%20and%20id%20eq%20"x"'

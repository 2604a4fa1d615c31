curl "https://graph.microsoft.com/v1.0/auditLogs/provisioning?\$filter=jobId%20eq%20%27${JOB}%27&\$skiptoken=$TOKEN&\$top=20"
curl 'https://graph.microsoft.com/v1.0/auditLogs/provisioning?$filter=id%20eq%20%27'"$ID"'%27'
odq filter "startswith(jobId,'a') and durationInMilliseconds add 1 gt 5" provisioning.json
curl -G https://graph.microsoft.com/v1.0/auditLogs/provisioning --data-urlencode "\$filter=jobId eq '$JOB'"
az ad user list --filter "startswith(displayName,'a')"

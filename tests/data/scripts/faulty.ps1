# What failed in the last week
$start = (Get-Date).AddDays(-7).ToString("o")
$uri = "https://graph.microsoft.com/v1.0/auditLogs/provisioning?`$filter=activityDateTime ge $start and provisioningStatusInfo/status eq '$status'&`$top=50"
Get-MgAuditLogProvisioning -Filter "jobId eq '$jobId' and startswith(targetSystem/displayName,'x')"
Get-MgUser -Filter "startswith(displayName,'x')"

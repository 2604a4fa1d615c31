Get-MgAuditLogProvisioning -Filter "jobId eq 'x'" -Top 50 -Sort "activityDateTime desc"
Get-MgAuditLogProvisioning -All `
  -Sort @("activityDateTime desc") -Top $n
Get-MgAuditLogProvisioning -Filter @"
jobId eq '$id' and provisioningAction eq 'create'
"@
$uri = "https://graph.microsoft.com/v1.0/auditLogs/provisioning?`$filter=$([uri]::EscapeDataString("jobId eq 'x'"))&`$top=5"
Get-MgUser -Top 0 -Sort "displayName"
Get-Process | Sort-Object -Top 0

Get-MgAuditLogProvisioning -Top 0 -Sort "jobId desc"
Get-MgBetaAuditLogProvisioning -All `
  -Sort @("activityDateTime desc", "jobId") -Top 5000
Get-MgAuditLogProvisioning -Filter @"
jobId ne '$id'
"@
$uri = "https://graph.microsoft.com/v1.0/auditLogs/provisioning?`$filter=$([uri]::EscapeDataString("jobId gt 'x'"))&`$top=5"
Get-MgAuditLogProvisioning -Filter "jobId in ($ids)"

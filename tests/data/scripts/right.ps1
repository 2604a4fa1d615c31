$filter = "activityDateTime gt $($start.ToString('o')) and provisioningStatusInfo/status eq 'failure'"
Get-MgAuditLogProvisioning -Filter $filter -Top 50
Get-MgAuditLogProvisioning -Filter "jobId eq '$($job.Id)' and provisioningAction eq '$action'"
Get-MgAuditLogProvisioning -Filter 'targetSystem/displayName eq ''Contoso'''
Get-ChildItem -Filter "*.json"
Invoke-MgGraphRequest "/v1.0/auditLogs/provisioning?`$filter=durationInMilliseconds%20gt%20$ms&`$orderby=$order&`$top=$n"
Get-MgBetaAuditLogProvisioning -Filter "statusInfo/status eq 'failure' and action eq 'Create'"
$next = 'https://graph.microsoft.com/v1.0/auditLogs/provisioning?$filter=' + "jobId eq '$id'"
Get-AzureADUser -Filter "startswith(userPrincipalName,'x')"

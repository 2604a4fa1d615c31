$filter = "activityDateTime gt $($start.ToString('o')) and provisioningStatusInfo/status eq 'failure'"
Get-MgAuditLogProvisioning -Filter $filter -Top 50
Get-MgAuditLogProvisioning -Filter "jobId eq '$($job.Id)' and provisioningAction eq '$action'"
Get-MgAuditLogProvisioning -Filter 'targetSystem/displayName eq ''Contoso'''
Get-ChildItem -Filter "*.json"
Invoke-MgGraphRequest "/v1.0/auditLogs/provisioning?`$filter=durationInMilliseconds%20gt%20$ms&`$orderby=$order&`$top=$n"

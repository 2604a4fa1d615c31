Get-MgAuditLogProvisioning -Filter "activityDateTime ge $start"
Get-MgAuditLogProvisioning -Filter "(jobId eq $(b $c)) ne false"
Get-MgAuditLogProvisioning -Filter "jobId eq $a and activityDateTime le ${a}"

const page = await client.api('/auditLogs/provisioning')
  .filter("jobid eq '" + id + "' and activityDateTime gt " + since)
  .orderby('cycleId desc')
  .get();
fetch(`https://graph.microsoft.com/beta/auditLogs/provisioning?$filter=statusInfo/status eq 'failed' and id eq '${id}'`);

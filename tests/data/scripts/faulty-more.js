const page = await client.api('/auditLogs/provisioning').select('id,jobId').top(0).get();
const next = await client
  .api('/auditLogs/provisioning')
  .filter("jobId eq 'x' " +
    "and activityDateTime ge 2024-05-01T00:00:00Z")
  .select(['id', 'jobId'])
  .count(true)
  .get();
const text = 'https://graph.microsoft.com/v1.0/auditLogs/provisioning?$filter=' + encodeURIComponent('jobId gt 5');

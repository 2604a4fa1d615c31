const url = `https://${host}/v1.0/auditLogs/provisioning?$filter=${filter}&$top=${top}`;
const records = logs.filter((record) => record.status === 'failure');
const page = await client.api('/auditLogs/provisioning').filter(`${path} eq '${value}'`).get();
const more = await client.api('/auditLogs/provisioning')
  .filter('contains(sourceIdentity/displayName,\'' + name + '\') and activityDateTime lt ' +
    until)
  .orderby('activityDateTime desc').get();
const people = await client.api('/users').filter("startswith(displayName,'a')").get();
const old = await client.api('/auditLogs/provisioning').version('beta').filter("action eq 'Create'").get();
const third = 'https://graph.microsoft.com/v1.0/auditLogs/provisioning?$filter=' + encodeURIComponent("jobId eq 'x'");

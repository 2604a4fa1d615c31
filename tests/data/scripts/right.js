const url = `https://${host}/v1.0/auditLogs/provisioning?$filter=${filter}&$top=${top}`;
const records = logs.filter((record) => record.status === 'failure');
const page = await client.api('/auditLogs/provisioning').filter(`${path} eq '${value}'`).get();
const more = await client.api('/auditLogs/provisioning')
  .filter('contains(sourceIdentity/displayName,\'' + name + '\') and activityDateTime lt ' +
    until)
  .orderby('activityDateTime desc').get();

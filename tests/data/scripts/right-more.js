const page = await client.api('/auditLogs/provisioning').top(50).filter("jobId eq 'x'").get();
const next = await client
  .api("https://graph.microsoft.com/v1.0/auditLogs/provisioning")
  .top(n)
  .orderby(`activityDateTime desc`)
  .get();
const users = await client.api('/users').select('id,displayName').top(0).get();
const text = "https://graph.microsoft.com/v1.0/auditLogs/provisioning?$filter=" +
  "jobId%20eq%20%27x%27";

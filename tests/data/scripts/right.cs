var page = await graph.AuditLogs.Provisioning.GetAsync(configuration =>
{
    configuration.QueryParameters.Filter = $"jobId eq '{id}' and " + "activityDateTime gt 2024-05-01T00:00:00Z";
    configuration.QueryParameters.Orderby = new [] { "activityDateTime desc" };
    configuration.QueryParameters.Top = 10;
});

var page = await graph.AuditLogs.Provisioning.GetAsync(configuration =>
{
    configuration.QueryParameters.Filter = "jobId ne 'x'";
    configuration.QueryParameters.Orderby = new string[] { "jobId desc", "activityDateTime" };
    configuration.QueryParameters.Top = 0;
});

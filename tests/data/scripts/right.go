result, err := client.AuditLogs().Provisioning().Get(ctx, &graph.RequestBuilderGetRequestConfiguration{
	QueryParameters: &graph.QueryParameters{
		Orderby: []string{"activityDateTime desc"},
	},
})
u := "https://graph.microsoft.com/v1.0/auditLogs/provisioning"
q := url.Values{}
q.Set("$filter", fmt.Sprintf("jobId eq '%s'", id))
q.Add("$filter", "jobId eq 'a'")
log.Print("filter", "jobId gt 'a'")

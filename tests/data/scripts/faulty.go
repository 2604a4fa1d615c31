result, err := client.AuditLogs().Provisioning().Get(ctx, &graph.RequestBuilderGetRequestConfiguration{
	QueryParameters: &graph.QueryParameters{
		Orderby: []string{"cycleId"},
	},
})
u := "https://graph.microsoft.com/v1.0/auditLogs/provisioning"
q := url.Values{}
q.Set("$filter", "jobId gt 'a'")

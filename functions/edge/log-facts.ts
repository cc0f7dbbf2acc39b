/** The facts of a log line: tenant, session and what it is about, by the names that docs/runbook.md searches for. */
export const logFacts = ({
  tenantId,
  sessionId,
  campaignId,
}: {
  readonly tenantId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly campaignId?: string | undefined;
}) => ({ tenant: tenantId, session: sessionId, campaign: campaignId });

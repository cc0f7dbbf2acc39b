/** Suites whose tests hold on a DynamoDB whose index lags, too, as patterns for jest. */

/** Without those of browsers, which have nothing to do with tables. */
export const harshE2e: readonly string[] = [
  "campaigns/(campaigns|kills|rules|stats)",
  "contacts/(imports|lists|opt-outs)",
  "content/(media|templates)",
  "contract/(fuzz|hostile|mistakes|refusals|section-1|strangers|tenants)",
  "journey",
  "messages/(direct|test-send)",
  "sessions/(restart|session-routes)",
  "webhooks/webhooks",
].map((name) => `test/e2e/${name}\\.test\\.ts`);

/** What is decided by who holds a session, what runs and what was just written. */
export const harshShare: readonly string[] = [
  ...["commands", "ownership"].map((name) => `test/worker/session/${name}\\.test\\.ts`),
  "test/e2e/sessions/session-routes\\.test\\.ts",
];

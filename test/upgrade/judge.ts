import { parse } from "csv-parse/sync";
import type { Environment } from "../../aws/env.ts";
import { owedEvents, progress, recipients, webhookDeliveries, webhooks } from "../../aws/open.ts";
import { rowsOf } from "../../core/campaign/audience.ts";
import type { Recipient } from "../../core/campaign/recipient.ts";
import { optOutConfirmation } from "../../core/contact/opt-out.ts";
import { brokenPromises } from "../support/promises.ts";
import type { Loss } from "./losses.ts";
import type { Done } from "./people.ts";

/** Holds what two versions left together against the promises, as tests on a fake clock do with what one version left. */

/** The tenant of the operator's own key. */
const tenantId = "default";
/** Claimed so soon after the opt-out was answered, its message was in hand. */
const inHandMs = 1_000;

export async function rowsIn(env: Environment, campaignId: string): Promise<Recipient[]> {
  const rows: Recipient[] = [];
  for await (const row of rowsOf(recipients(env), { tenantId, campaignId })) rows.push(row);
  return rows;
}

async function failedEvents(env: Environment): Promise<ReadonlyMap<string, string>> {
  const failed = new Map<string, string>();
  for (const webhook of await webhooks(env).list(tenantId)) {
    let after: string | undefined;
    do {
      const query = { limit: 100, ...(after === undefined ? {} : { after }) };
      const page = await webhookDeliveries(env).page(webhook, query);
      for (const { eventId, state } of page.items) if (state === "failed") failed.set(eventId, "failed");
      after = page.next;
    } while (after !== undefined);
  }
  return failed;
}

/** Those that still wait for a version that knows them. */
const owedIn = async (env: Environment): Promise<readonly string[]> =>
  (await owedEvents(env).page({ limit: 1_000 })).items.map(({ event }) => event.eventId);

/** Whom a session's campaigns wrote to, as a contact's history finds it: in the rows of either version. */
const wroteOf = (env: Environment, sessionId: string) => ({
  personOf: async (_: string, number: string) => {
    const rows = await recipients(env).ofNumber({ tenantId, sessionId }, number, 50);
    const wrote = rows.map(({ campaignId, claimedAt }) => ({ campaignId, sessionId, at: claimedAt }));
    return { wrote };
  },
});

/**
 * @param published ids of the events that the receiver got
 * @returns one line a broken promise
 */
export async function judge(
  env: Environment,
  done: Done,
  published: ReadonlySet<string>,
  lost: ReadonlySet<Loss>,
): Promise<string[]> {
  const broken: string[] = [];
  const deliveries = (await done.deliveries()).filter(({ body }) => body !== optOutConfirmation);
  const failed = await failedEvents(env);
  const told = [...published, ...(lost.has("owed") ? await owedIn(env) : [])];
  for (const campaign of done.campaigns) {
    const { campaignId, sessionId, what, wanted, isStopped } = campaign;
    const rows = await rowsIn(env, campaignId);
    const arrived = deliveries.filter(({ body }) => body.startsWith(what)).map(({ to }) => to);
    const judged = {
      rows: () => Promise.resolve(rows),
      arrivals: () => arrived,
      stores: { persons: wroteOf(env, sessionId), progress: progress(env) },
      events: { published: told.map((eventId) => ({ eventId })) },
      failedEvents: () => Promise.resolve(failed),
    };
    // A kill leaves a message in hand, of which nothing may be known; how many those may be is counted elsewhere.
    const mayDoubt = new Set(rows.flatMap(({ number, state }) => (state === "in_doubt" ? [number] : [])));
    const lines = await brokenPromises(judged, campaignId, wanted, { mayDoubt, isStopped });
    for (const { number, state, reason, claimedAt } of rows) {
      const optedOutAt = done.optedOutAt.get(number) ?? Infinity;
      if (claimedAt <= optedOutAt + inHandMs || (state === "skipped" && reason === "opted_out")) continue;
      lines.push(`${number} is ${state}, claimed ${claimedAt - optedOutAt} ms after its opt-out was answered`);
    }
    const report = parse<{ readonly status: string }>(await done.report(campaign), { columns: true });
    const { counts } = await done.campaign(campaign);
    for (const [state, count] of Object.entries(counts)) {
      // Those are contacts, which not every version puts into its report.
      if (state === "notReached") continue;
      const counted = report.filter(({ status }) => status === state).length;
      if (counted !== count) lines.push(`${count} counted as ${state}, ${counted} reported`);
    }
    broken.push(...lines.map((line) => `${what}: ${line}`));
  }
  for (const { number, body } of done.directs) {
    const times = deliveries.filter((one) => one.to === number && one.body === body).length;
    if (times !== 1 && !(times > 1 && lost.has("repeats"))) broken.push(`${body} arrived ${times} times`);
  }
  return broken;
}

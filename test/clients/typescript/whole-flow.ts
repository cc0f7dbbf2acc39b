import type * as library from "../../../clients/typescript/src/index.ts";

/**
 * What a shop does with the client, from the link of a phone to the report and the webhook's call. It runs in Node and in a page, so it is handed all
 * that it uses and imports types only.
 */

export interface Flow {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly sessionId: string;
  /** The simulator's phone scans the code. */
  readonly scan: () => Promise<void>;
  readonly webhookUrl: string;
  /** What came to that address about a campaign. */
  readonly callOf: (campaignId: string) => Promise<WebhookCall>;
  readonly picture: library.FileSource;
  readonly filename: string;
}

export interface WebhookCall {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Outcome {
  readonly linkSteps: readonly string[];
  readonly lists: readonly string[];
  readonly numbers: readonly string[];
  readonly uploaded: { readonly state: string; readonly size: number; readonly progress: readonly number[] };
  readonly statuses: readonly string[];
  readonly report: string;
  /** The event of the call, and what becomes of the same call with another body. */
  readonly webhook: { readonly type: string; readonly sent: number; readonly forged: string };
  readonly refusal: { readonly code: string; readonly status: number; readonly isApiError: boolean };
}

export async function wholeFlow(
  { createClient, verifyWebhook, ApiError, WebhookError }: typeof library,
  { baseUrl, apiKey, sessionId, scan, webhookUrl, callOf, picture, filename }: Flow,
): Promise<Outcome> {
  const client = createClient({ baseUrl, apiKey: async () => apiKey, language: "en" });
  const shop = client.session(sessionId);
  const { data: webhook } = await client.createWebhook({ url: webhookUrl, events: ["campaign.completed"] });

  const linkSteps: string[] = [];
  for await (const step of shop.link({}, { pollMs: 50 })) {
    linkSteps.push(step.state);
    if (step.state === "scan") await scan();
  }

  const { data: list } = await shop.createList({ name: "Customers" });
  await shop.createList({ name: "Staff" });
  const csv = "nama,no hp,kota\nAyu,0812-3456-7890,Bandung\nBudi,+62 813 1111 2222,Jakarta\n";
  const { data: started } = await shop.importContacts({ listId: list.listId, csv, defaultCountry: "ID" });
  await shop.waitForImport({ listId: list.listId, importId: started.importId }, { pollMs: 50 });
  // A page at a time, so that there are two.
  const lists: string[] = [];
  for await (const { name } of shop.listLists({ limit: 1 })) lists.push(name);
  const numbers: string[] = [];
  for await (const { number } of shop.listContacts({ listId: list.listId, limit: 1 })) numbers.push(number);

  const progress: number[] = [];
  const media = await shop.uploadFile(
    { file: picture, filename },
    { onProgress: ({ sent, total }) => progress.push(sent / total) },
  );
  const { data: sent } = await shop.sendCampaign({
    listId: list.listId,
    message: "Halo {{ name }} di {{ kota }}",
    media: { filename: media.filename },
    pacing: { minGapMs: 0, maxGapMs: 0 },
  });
  const statuses: string[] = [];
  for await (const { status } of shop.campaignProgress({ campaignId: sent.campaignId }, { pollMs: 50 })) {
    statuses.push(status);
  }
  const report = await shop.exportCampaign({ campaignId: sent.campaignId });

  const call = await callOf(sent.campaignId);
  const event = await verifyWebhook(webhook.secret, call.headers, call.body);
  const forged = await verifyWebhook(webhook.secret, call.headers, call.body.replace("completed", "Completed")).then(
    () => "taken",
    (error: unknown) => (error instanceof WebhookError ? "refused" : String(error)),
  );

  const refusal = await shop.createList({ name: "customers" }).then(
    () => ({ code: "none", status: 0, isApiError: false }),
    (error: unknown) =>
      error instanceof ApiError
        ? { code: error.code, status: error.status, isApiError: true }
        : { code: String(error), status: 0, isApiError: false },
  );
  return {
    linkSteps,
    lists,
    numbers,
    uploaded: { state: media.state, size: media.size, progress },
    statuses,
    report,
    webhook: {
      type: event.type,
      sent: event.type === "campaign.completed" ? (event.data.totals?.sent ?? 0) : 0,
      forged,
    },
    refusal,
  };
}

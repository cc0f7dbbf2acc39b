import { until } from "../support/stack.ts";
import type { Client, DataOf, PageOf } from "./client.ts";

/** What people do with the API, step by step, and what they read of it. */

export interface StatusView {
  readonly connected: boolean;
  readonly state: string;
  readonly number?: string;
  readonly name?: string;
  readonly since?: string;
  readonly profileSavedAt?: string;
}

export interface ListView {
  readonly listId: string;
  readonly name: string;
  readonly contactCount: number;
}

export interface ContactView {
  readonly number: string;
  readonly name?: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface ImportView {
  readonly importId: string;
  readonly state: string;
  readonly rowsRead: number;
  readonly added: number;
  readonly updated: number;
  readonly skipped: number;
  readonly duplicates: number;
  readonly invalid: number;
  readonly totalRows: number;
  readonly progress: number;
}

export interface CampaignView {
  readonly campaignId: string;
  readonly status: string;
  readonly pausedBecause?: string;
  readonly total: number;
  readonly progress: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly totals: Readonly<Record<string, number>>;
  readonly rates: Readonly<Record<string, number>>;
  readonly skippedByReason: Readonly<Record<string, number>>;
  readonly estimatedFinishAt?: string;
}

export interface Taken {
  readonly campaignId: string;
  readonly status: string;
  readonly total: number;
}

export interface Delivery {
  readonly session: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
}

export const broadcastOf = (sessionId: string): string => `/api/whatsapp/${sessionId}/broadcast`;

export const statusOf = (client: Client, sessionId: string): Promise<StatusView> =>
  client.get("/status", { "user-id": sessionId });

export const untilConnected = (client: Client, sessionId: string, ms?: number): Promise<StatusView> =>
  until(
    () => statusOf(client, sessionId),
    ({ connected }) => connected,
    `session ${sessionId} is connected`,
    ms,
  );

/** Links a session: its QR code is shown and a phone scans it. */
export async function link(client: Client, sessionId: string, number: string): Promise<StatusView> {
  // A browser that takes long to start has no code yet when the answer comes.
  await until(
    () => client.get<{ readonly qrCode?: string }>("/qrcode", { "user-id": sessionId }),
    ({ qrCode }) => qrCode !== undefined,
    `session ${sessionId} shows a QR code`,
    60_000,
  );
  await client.post(`/_simulator/sessions/${sessionId}/scan`, { number, name: `Toko ${sessionId}` });
  return await untilConnected(client, sessionId);
}

/** Numbers that nobody else of a suite has: `block` tells its lists apart. */
export const numbersOf = (block: number, size: number): string[] =>
  Array.from({ length: size }, (_, index) => `62812${String(30_000_000 + block * 1_000 + index)}`);

/** A list with a contact for each number, named `Nama 0`, `Nama 1` ... */
export async function aList(client: Client, sessionId: string, name: string, numbers: readonly string[]) {
  const base = `${broadcastOf(sessionId)}/lists`;
  const { data } = await client.post<DataOf<ListView>>(base, { name });
  if (numbers.length > 0) {
    const contacts = numbers.map((number, index) => ({ number, name: `Nama ${index}` }));
    await client.post(`${base}/${data.listId}/contacts`, { contacts });
  }
  return data.listId;
}

/** Starts a broadcast that goes one message each `gapMs`. */
export async function launch(
  client: Client,
  sessionId: string,
  { gapMs, ...content }: { readonly gapMs: number; readonly listId: string; readonly message: string },
): Promise<Taken> {
  const pacing = { minGapMs: gapMs, maxGapMs: gapMs };
  return (await client.post<DataOf<Taken>>(`${broadcastOf(sessionId)}/send`, { ...content, pacing })).data;
}

export async function campaignOf(client: Client, sessionId: string, campaignId: string): Promise<CampaignView> {
  return (await client.get<DataOf<CampaignView>>(`${broadcastOf(sessionId)}/campaigns/${campaignId}`)).data;
}

export const untilStatus = (
  client: Client,
  sessionId: string,
  campaignId: string,
  status: string,
  ms?: number,
): Promise<CampaignView> =>
  until(
    () => campaignOf(client, sessionId, campaignId),
    (campaign) => campaign.status === status,
    `campaign ${campaignId} is ${status}`,
    ms,
  );

export const untilCounts = (
  client: Client,
  sessionId: string,
  campaignId: string,
  counts: Readonly<Record<string, number>>,
): Promise<CampaignView> =>
  until(
    () => campaignOf(client, sessionId, campaignId),
    (campaign) => Object.entries(counts).every(([state, count]) => campaign.counts[state] === count),
    `campaign ${campaignId} counts ${JSON.stringify(counts)}`,
  );

export const deliveriesOf = (client: Client, sessionId: string): Promise<readonly Delivery[]> =>
  client.get(`/_simulator/deliveries?session=${sessionId}`);

export const untilDeliveries = (client: Client, sessionId: string, atLeast: number): Promise<readonly Delivery[]> =>
  until(
    () => deliveriesOf(client, sessionId),
    (deliveries) => deliveries.length >= atLeast,
    `${atLeast} messages of session ${sessionId} arrived`,
  );

export const untilImported = (client: Client, ofList: string, importId: string, ms?: number): Promise<ImportView> =>
  until(
    async () => (await client.get<DataOf<ImportView>>(`${ofList}/imports/${importId}`)).data,
    ({ state }) => state === "completed" || state === "failed",
    `import ${importId} is done`,
    ms,
  );

/** Every row of a list route, page by page. */
export async function everyRow<Row>(client: Client, path: string): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const mark = path.includes("?") ? "&" : "?";
    const from: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page: PageOf<Row> = await client.get(`${path}${mark}limit=100${from}`);
    rows.push(...page.data);
    cursor = page.pagination.nextCursor;
  }
  return rows;
}

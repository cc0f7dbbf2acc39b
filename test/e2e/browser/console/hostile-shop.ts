import * as files from "../../../support/files.ts";
import { until } from "../../../support/stack.ts";
import type { Client, DataOf } from "../../client.ts";
import { campaignOf, launch, link, type ListView } from "../../steps.ts";

/** A shop with something on every page, where all that people name and write is HTML that would run if it were taken for it. */

const hostile = (what: string): string => `<img src=//html.invalid onerror=alert(1)>${what}`;
export const names = {
  session: hostile("toko"),
  list: hostile("daftar"),
  contact: hostile("Ayu"),
  field: hostile("Bandung"),
  message: hostile("pesan"),
  reply: hostile("balasan"),
  file: "<img src=x onerror=alert(1)>.png",
  template: hostile("templat"),
  campaign: hostile("kampanye"),
  paused: hostile("dijeda"),
  webhook: hostile("webhook"),
  key: hostile("kunci"),
} as const;

export interface Made {
  readonly listId: string;
  readonly importId: string;
  readonly templateId: string;
  readonly campaignId: string;
  readonly webhookId: string;
  /** A phone that got the campaign and answered. */
  readonly number: string;
}

const base = "/api/whatsapp/shop/broadcast";
const [ayu, tired, last] = ["628123700001", "628123700002", "628123700003"] as const;

export async function fill(client: Client, url: string): Promise<Made> {
  await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 0, deliverMs: 0, readMs: null } });
  await client.post("/api/whatsapp/sessions", { sessionId: "shop", label: names.session, timezone: "Asia/Jakarta" });
  await link(client, "shop", "628111000444");
  const webhook = { url: `${url}/nowhere`, events: ["*"], description: names.webhook };
  const { webhookId } = (await client.post<DataOf<{ webhookId: string }>>("/api/whatsapp/webhooks", webhook)).data;
  await client.post("/api/whatsapp/api-keys", { name: names.key, scopes: ["read"] });
  await client.post("/api/whatsapp/api-keys", { name: "kasir", scopes: ["admin"], tenantId: "cabang" });

  const { listId } = (await client.post<DataOf<ListView>>(`${base}/lists`, { name: names.list })).data;
  const importId = await importInto(client, listId);
  const form = new FormData();
  form.set("file", new Blob([new Uint8Array(files.png)], { type: "image/png" }), names.file);
  const { filename } = (await client.send<DataOf<{ filename: string }>>("POST", `${base}/upload`, { body: form })).data;
  const written = { name: names.template, body: `${names.message} {{ kota }}`, media: { filename } };
  const { templateId } = (await client.post<DataOf<{ templateId: string }>>(`${base}/templates`, written)).data;

  const campaign = { listId, message: names.message, media: { filename }, gapMs: 0, name: names.campaign };
  const { campaignId } = await launch(client, "shop", campaign);
  await until(
    () => campaignOf(client, "shop", campaignId),
    ({ totals }) => totals["delivered"] === 3,
    "the campaign is on the phones",
  );
  await client.post(`/_simulator/chats/${ayu}/read`, { session: "shop" });
  await client.post("/_simulator/inbound", { session: "shop", from: ayu, body: names.reply });
  await client.post("/_simulator/inbound", { session: "shop", from: tired, body: "STOP" });
  await until(
    () => campaignOf(client, "shop", campaignId),
    ({ totals }) => totals["replied"] === 2,
    "the answers are known",
  );

  const paused = { listId, message: names.message, gapMs: 60_000, name: names.paused };
  const slow = await launch(client, "shop", paused);
  await client.post(`${base}/campaigns/${slow.campaignId}/pause`, {});
  const sendAt = `${new Date().getUTCFullYear() + 1}-12-01T09:00`;
  const later = { listId, message: names.message, sendAt, timezone: "Asia/Jakarta" };
  await client.post(`${base}/schedule`, later);
  await limitNewChats(client);
  return { listId, importId, templateId, campaignId, webhookId, number: ayu };
}

/** WhatsApp's quota is used up, which the session learns as soon as it is ready again. */
async function limitNewChats(client: Client): Promise<void> {
  const session = "/api/whatsapp/sessions/shop";
  await client.send("PUT", "/_simulator/sessions/shop/limits", { json: { newChats: { used: 20, total: 20 } } });
  await client.post(`${session}/restart`, {});
  await until(
    () => client.get<DataOf<{ limits?: object }>>(session),
    ({ data: { limits } }) => limits !== undefined,
    "the quota is known",
  );
}

async function importInto(client: Client, listId: string): Promise<string> {
  const rows = [ayu, tired, last].map((number) => `${number},${names.contact},${names.field}`);
  const body = ["number,name,kota", ...rows, `${names.contact},,`].join("\n");
  const path = `${base}/lists/${listId}`;
  const headers = { "content-type": "text/csv" };
  const { data } = await client.send<DataOf<{ importId: string }>>("POST", `${path}/contacts/bulk`, { body, headers });
  await until(
    () => client.get<DataOf<{ state: string }>>(`${path}/imports/${data.importId}`),
    ({ data: { state } }) => state === "completed",
    "the file is read",
  );
  return data.importId;
}

import type { Api } from "../../local/demo/api.ts";
import { linkSession, pause } from "../bench/local-stack.ts";

/** A shop with customers, a template and campaigns: what the console is measured and pictured with, the same each time. */

export const shopId = "toko-melati";
const base = `/api/whatsapp/${shopId}/broadcast`;
const customers = 240;
const firstNames = [
  "Ayu",
  "Budi",
  "Citra",
  "Dewi",
  "Eko",
  "Fitri",
  "Gilang",
  "Hana",
  "Indra",
  "Joko",
  "Kartika",
  "Lestari",
];
const lastNames = ["Wijaya", "Santoso", "Putri", "Pratama", "Hidayat", "Kusuma", "Saputra"];
const cities = ["Bandung", "Jakarta", "Surabaya", "Yogyakarta", "Semarang"];

/** Some phones are off, as they are with people. */
const offEvery = 9;
/** And some numbers are no longer on WhatsApp. */
const goneEvery = 40;

export const message =
  "Halo *{{ name }}* di {{ kota }},\n\nakhir pekan ini semua kue _lapis legit_ diskon 20% untuk pelanggan setia.\n\nBalas YA untuk pesan, STOP untuk berhenti.";

export interface Shop {
  readonly listId: string;
  /** Over and done. */
  readonly finished: string;
}

interface Created {
  readonly data: { readonly listId: string; readonly campaignId: string };
}

const numberOf = (index: number): string => `62812${String(34_560_000 + index * 37)}`;

const contactOf = (index: number) => ({
  number: numberOf(index),
  name: `${firstNames[index % firstNames.length] ?? ""} ${lastNames[index % lastNames.length] ?? ""}`,
  fields: { kota: cities[index % cities.length] ?? "", langganan: index % 3 === 0 ? "emas" : "perak" },
});

/** As many answer what they get. */
const answers = 17;

/** Made by the API, as a shop would make it. */
export async function makeShop(api: Api): Promise<Shop> {
  await makeSession(api, shopId, "Toko Melati", "628111000111");
  await api.send("PUT", "/_simulator/behaviour", { acceptMs: 20, deliverMs: 60, readMs: 200 });
  for (let index = 0; index < customers; index += 1) {
    if (index % goneEvery === goneEvery - 1) await phone(api, index, { registered: false });
    else if (index % offEvery === offEvery - 1) await phone(api, index, { phoneOff: true });
  }
  const { data } = await api.send<Created>("POST", `${base}/lists`, { name: "Pelanggan toko" });
  const { listId } = data;
  const contacts = Array.from({ length: customers }, (_, index) => contactOf(index));
  await api.send("POST", `${base}/lists/${listId}/contacts`, { contacts });
  const finished = await broadcast(api, { name: "Selamat tahun baru", listId, gapMs: 0 });
  await until(api, finished, ({ status }) => status === "completed");
  for (let index = 0; index < answers; index += 1) {
    await api.send("POST", "/_simulator/inbound", { session: shopId, from: numberOf(index * 3), body: "YA" });
  }
  return { listId, finished };
}

/** Linked, and named as people call it. */
export async function makeSession(api: Api, sessionId: string, label: string, number: string): Promise<void> {
  await api.send("POST", "/api/whatsapp/sessions", { sessionId, label, timezone: "Asia/Jakarta" });
  await linkSession(api, sessionId, number);
}

const phone = (api: Api, index: number, is: object): Promise<unknown> =>
  api.send("PUT", `/_simulator/numbers/${numberOf(index)}`, is);

export async function broadcast(
  api: Api,
  { name, listId, gapMs }: { readonly name: string; readonly listId: string; readonly gapMs: number },
): Promise<string> {
  const pacing = { minGapMs: gapMs, maxGapMs: gapMs, perDay: 100_000 };
  // The same message to the same list, within seconds on a quick machine.
  const request = { name, listId, message, pacing, allowDuplicate: true };
  const { data } = await api.send<Created>("POST", `${base}/send`, request);
  return data.campaignId;
}

interface Standing {
  readonly status: string;
  readonly progress: number;
}

export async function until(api: Api, campaignId: string, holds: (standing: Standing) => boolean): Promise<void> {
  for (;;) {
    const { data } = await api.get<{ readonly data: Standing }>(`${base}/campaigns/${campaignId}`);
    if (holds(data)) return;
    await pause(100);
  }
}

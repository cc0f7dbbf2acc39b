import * as stores from "../../../aws/open.ts";
import type { Session } from "../../../core/session/session.ts";
import type { PageReport } from "../../../core/whatsapp.ts";
import { type Client, type DataOf } from "../../e2e/client.ts";
import { startLambdasForAdmin } from "../../support/api/admin-of-lambdas.ts";
import type { LambdasAtHand } from "../../support/api/lambdas.ts";
import { placesOn, tenantId } from "../repeats/worlds.ts";

/** What requests are answered while WhatsApp's page can't do what they ask for. */

let all: LambdasAtHand;
let client: Client;

beforeAll(async () => {
  ({ all, client } = await startLambdasForAdmin());
});
afterAll(async () => {
  await all.close();
});

const { aShop, aListIn, aFileIn } = placesOn(() => all);
const number = "628120000001";

const aPage = (stops: PageReport["stops"]): PageReport => ({
  version: "2.3000.1",
  shims: "1",
  checkedAt: Date.parse("2026-11-30T02:00:00.000Z"),
  unavailable: stops === "nothing" ? [] : [{ member: "M.m", feature: "media", problem: "it is missing" }],
  stops,
});

async function aShopOn(page: PageReport, its: Partial<Session> = {}) {
  const { sessionId, base, ref } = await aShop({ page, ...its });
  const { listId } = await aListIn(sessionId, number);
  const { media } = await aFileIn(sessionId, "media", "png");
  const file = { media: { filename: media.filename } };
  const as = { headers: { "user-id": sessionId } };
  return {
    ref,
    message: (its: object = {}) =>
      client.ask("POST", "/send-message", { json: { number, message: "Halo", ...its }, ...as }),
    broadcast: (its: object = {}) => client.ask("POST", `${base}/send`, { json: { listId, message: "Halo", ...its } }),
    schedule: (sendAt: string) =>
      client.ask("POST", `${base}/schedule`, { json: { listId, message: "Halo", sendAt, timezone: "Asia/Jakarta" } }),
    qrCode: () => client.ask("GET", "/qrcode", as),
    get: () => client.get<DataOf<Record<string, unknown>>>(`/api/whatsapp/sessions/${sessionId}`),
    file,
  };
}

const refusal = ({ status, body, headers }: Awaited<ReturnType<Awaited<ReturnType<typeof aShopOn>>["message"]>>) => [
  status,
  body.error.code,
  body.error["qrRequired"],
  headers.get("retry-after"),
];
const changed = [503, "PAGE_CHANGED", false, "600"];

test("a page that can't send refuses messages and broadcasts; the session stays connected and says what is missing", async () => {
  const shop = await aShopOn(aPage("sending"));
  expect(refusal(await shop.message())).toEqual(changed);
  expect(refusal(await shop.broadcast())).toEqual(changed);
  expect((await shop.get()).data).toMatchObject({
    connected: true,
    state: "ready",
    whatsapp: {
      version: "2.3000.1",
      checkedAt: "2026-11-30T02:00:00.000Z",
      unavailable: [{ member: "M.m", feature: "media" }],
    },
  });
});

test("a page that can't send files refuses those alone", async () => {
  const shop = await aShopOn(aPage("media"));
  expect(refusal(await shop.message(shop.file))).toEqual(changed);
  expect(refusal(await shop.broadcast(shop.file))).toEqual(changed);
  expect((await shop.broadcast()).status).toBe(202);
  expect((await shop.message()).status).toBe(202);
});

test("a broadcast for later is taken: the page may be mended by then", async () => {
  const shop = await aShopOn(aPage("sending"));
  expect((await shop.schedule(new Date(all.now() + 3_600_000).toISOString())).status).toBe(202);
});

test("a page that can't be used at all is no reason for a new link", async () => {
  const shop = await aShopOn(aPage("sending"), { state: "failed", failedBecause: "page_changed" });
  expect(refusal(await shop.qrCode())).toEqual(changed);
  expect(await stores.sessions(all.env).find(shop.ref)).toMatchObject({ tenantId, state: "failed" });
  expect((await shop.get()).data).toMatchObject({ state: "failed", reason: "page_changed", connected: false });
  expect(refusal(await shop.message())).toEqual(changed);
});

describe("pages that failed in several sessions", () => {
  const path = "/api/whatsapp/operations/sending";
  const fault = { version: "2.3000.9", shims: "1", seenBy: "error", error: "TypeError: t is not a function" } as const;
  interface Sending {
    readonly halted: boolean;
    readonly pages?: readonly object[];
  }

  test("are shown to the operator alone, who lets campaigns that wait for them go on", async () => {
    const [operator, faults] = [client.withKey(all.apiKey), stores.pageFaults(all.env)];
    const sending = async (of: Client, query = "") => (await of.get<DataOf<Sending>>(`${path}${query}`)).data;
    expect(await sending(operator)).toEqual({ halted: false, halts: [] });
    for (const its of [tenantId, "another"]) {
      const witness = { tenantId: its, sessionId: "s", content: its, media: false, at: all.now() };
      const { id } = await faults.witness(fault, witness);
      await faults.beginHold(id, all.now());
    }
    const { version, error } = fault;
    const shown = { version, error, media: false, since: new Date(all.now()).toISOString() };
    expect(await sending(operator)).toEqual({ halted: false, halts: [], pages: [shown] });
    expect(await sending(operator, `?tenantId=${tenantId}`)).not.toHaveProperty("pages");
    expect(await sending(client)).not.toHaveProperty("pages");
    const lift = (of: Client, its: object = {}) => of.ask("PUT", path, { json: { halted: false, ...its } });
    expect((await lift(client)).body).toEqual({ success: true, data: { tenantId, halted: false, halts: [] } });
    await lift(operator, { tenantId });
    expect((await sending(operator)).pages).toHaveLength(1);
    const { status, body } = await lift(operator);
    expect([status, body]).toEqual([200, { success: true, data: { halted: false, halts: [] } }]);
    expect((await faults.all()).flatMap(({ witnesses }) => witnesses)).toEqual([]);
  });
});

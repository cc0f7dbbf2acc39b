import * as stores from "../../../aws/open.ts";
import { noCounts } from "../../../core/campaign/progress.ts";
import { maxWaiting } from "../../../functions/messages/ask-message.ts";
import { type Client, type DataOf } from "../../e2e/client.ts";
import { startLambdasForAdmin } from "../../support/api/admin-of-lambdas.ts";
import type { LambdasAtHand } from "../../support/api/lambdas.ts";
import { aBody, aCampaign, aProgress } from "../../support/builders.ts";
import { placesOn } from "../repeats/worlds.ts";

/** What a session shows of WhatsApp's limits, and of how people take what it sends. */

let all: LambdasAtHand;
let client: Client;

beforeAll(async () => {
  ({ all, client } = await startLambdasForAdmin());
});
afterAll(async () => {
  await all.close();
});

const { aShop } = placesOn(() => all);
const get = async (sessionId: string) =>
  (await client.get<DataOf<Record<string, unknown>>>(`/api/whatsapp/sessions/${sessionId}`)).data;
const listed = async (sessionId: string) => {
  const { data } = await client.get<DataOf<readonly Record<string, unknown>[]>>("/api/whatsapp/sessions?limit=100");
  return data.find((one) => one["sessionId"] === sessionId);
};

test("limits that WhatsApp told stand on the session and in the list; of one that told none there are none", async () => {
  const until = all.now() + 3_600_000;
  const limits = {
    newChats: { used: 12, total: 50, resetsAt: until },
    timelock: { until },
    restricted: false,
    checkedAt: all.now(),
  };
  const { sessionId } = await aShop({ limits });
  const at = new Date(until).toISOString();
  const shown = {
    newChats: { used: 12, total: 50, resetsAt: at },
    timelocked: true,
    timelockedUntil: at,
    restricted: false,
    checkedAt: new Date(limits.checkedAt).toISOString(),
  };
  expect((await get(sessionId))["limits"]).toEqual(shown);
  expect((await listed(sessionId))?.["limits"]).toEqual(shown);
  expect(await get((await aShop()).sessionId)).not.toHaveProperty("limits");
  const over = { timelock: { until: all.now() - 1 }, restricted: false, checkedAt: limits.checkedAt };
  const { limits: shownOver } = await get((await aShop({ limits: over })).sessionId);
  expect(shownOver).toEqual({ timelocked: false, restricted: false, checkedAt: shown.checkedAt });
});

test("the last seven days are summed up over campaigns, with warnings where people are annoyed", async () => {
  const { ref, sessionId } = await aShop({ number: "628111000111" });
  expect((await get(sessionId))["last7Days"]).toEqual({
    messages: 0,
    repliesPer100: 0,
    optOutsPer100: 0,
    refusalsPer100: 0,
  });
  const today = new Date(all.now()).toISOString().slice(0, 10);
  const day = { ...noCounts, sent: 60, delivered: 20, replied: 15, failed: 5 };
  for (const status of ["running", "completed"] as const) {
    const campaign = aCampaign({ ...ref, status, createdAt: all.now() });
    const { campaignId } = campaign;
    await stores.campaignChanges(all.env).create({ ...campaign, status: "running" }, aBody());
    await stores.progress(all.env).begin({ ...ref, campaignId }, 1, all.now());
    const progress = aProgress({
      tenantId: ref.tenantId,
      campaignId,
      epoch: 1,
      byDay: { [today]: day, "2020-01-01": day },
      reasons: { [today]: { rejected_by_whatsapp: 5 } },
      optOuts: { [today]: 4 },
      ...(status === "running" ? { failing: { because: "refused", count: 6 } as const } : {}),
    });
    await stores.progress(all.env).save(progress);
  }
  const shown = await get(sessionId);
  expect(shown["last7Days"]).toEqual({ messages: 200, repliesPer100: 15, optOutsPer100: 4, refusalsPer100: 5 });
  expect((shown["warnings"] as { code: string }[]).map(({ code }) => code)).toEqual([
    "campaign_failing",
    "many_opt_outs",
    "many_refusals",
  ]);
  expect(await listed(sessionId)).not.toHaveProperty("last7Days");
});

describe("a message that would begin a chat", () => {
  const number = "628120000009";

  async function answerOf(sessionId: string) {
    const asking = client.ask("POST", "/send-message", {
      json: { number, message: "Halo" },
      headers: { "user-id": sessionId, "accept-language": "en" },
    });
    return await asking;
  }

  test("is 409 with until when, once the worker found that it would; no message waits", async () => {
    const until = all.now() + 3_600_000;
    const limits = { timelock: { until }, restricted: false, checkedAt: all.now() };
    const { ref, sessionId } = await aShop({ number: "628111000111", limits });
    const directs = stores.directs(all.env);
    const worker = (async () => {
      for (;;) {
        const [message] = await directs.open(ref);
        if (message === undefined) await new Promise((resolve) => setImmediate(resolve));
        else
          return await stores
            .directClaims(all.env)
            .advance(message, "failed", { at: all.now(), reason: "whatsapp_limit" });
      }
    })();
    const { status, body, headers } = await answerOf(sessionId);
    await worker;
    expect([status, body.error.code, body.error["because"], body.error["until"]]).toEqual([
      409,
      "NEW_CHATS_LIMITED",
      "timelock",
      new Date(until).toISOString(),
    ]);
    expect(body.message).toContain(new Date(until).toISOString());
    expect(body.error.details).toEqual([
      { pointer: "/number", came: `"${number}"`, wanted: "a number that the account has a chat with" },
    ]);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await directs.countOpen(ref, maxWaiting)).toBe(0);
  });
});

import { createHash } from "node:crypto";
import { rowsOf } from "../../../core/campaign/audience.ts";
import type { Recipient } from "../../../core/campaign/recipient.ts";
import { defined } from "../../../core/defined.ts";
import { mediaKeyOf } from "../../../core/content/media.ts";
import type { SessionRef } from "../../../core/refs.ts";
import { faultLastsMs, faultsHoldMs, heldPagesOf, probeAfterMs } from "../../../core/sending/page-hold.ts";
import { type SimulatedPage, workingPage } from "../../../simulator/page-settings.ts";
import { witnessByContract } from "../../../worker/page-holds.ts";
import { SeenPageFaults } from "../../../worker/seen-page-faults.ts";
import type { Log } from "../../../worker/log.ts";
import * as files from "../../support/files.ts";
import { System, type WorkerOptions } from "../../support/system.ts";

/** WhatsApp's page fails in several sessions: the others wait, unless one tenant or one file alone makes it fail. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const pageError = "TypeError: t is not a function";
const version = "2.3001.0";
const gapMs = 1_000;
/** A file as one upload has it: each bears another name, whatever is in it. */
const uploaded = (upload: number, content: Buffer) =>
  ({
    filename: `med_${String(upload).padStart(26, "0")}.png`,
    kind: "image",
    contentType: "image/png",
    originalName: "brosur.png",
    sha256: createHash("sha256").update(content).digest("hex"),
    size: content.length,
  }) as const;

/** Each session has a page of its own; all are of one version where nothing else is said. */
const pages = new Map<string, Partial<SimulatedPage>>();
const failing: Partial<SimulatedPage> = { sends: "refused", pageError };
beforeEach(() => {
  pages.clear();
  system.network.pageOf = (account) => ({ ...workingPage, version, ...pages.get(account) });
});

const startWorker = (name = "w1", options: WorkerOptions = {}) =>
  system.startWorker(name, { ...options, settings: { onUnknown: "hold", ...options.settings } });

interface Shop extends SessionRef {
  readonly account: string;
}
let shops = 0;
async function aShop(tenantId: string, page: Partial<SimulatedPage> = {}): Promise<Shop> {
  shops += 1;
  const shop = { tenantId, sessionId: `s${shops}`, account: `6281110${String(shops).padStart(5, "0")}` };
  pages.set(shop.account, page);
  await system.linkSession(shop.account, shop.sessionId, tenantId);
  return shop;
}

interface Launched extends SessionRef {
  readonly campaignId: string;
}
interface What {
  readonly contacts?: number;
  readonly says?: string;
  /** Each is another one where its content is not named. */
  readonly withFile?: true | Buffer;
}
async function launch(shop: Shop, { contacts = 4, says, withFile }: What = {}): Promise<Launched> {
  const { tenantId, sessionId } = shop;
  shops += 1;
  const listId = `lst_${shops}`;
  await system.aList(listId, contacts, 100 * shops, { tenantId, sessionId });
  const file = withFile === true ? Buffer.concat([files.png, Buffer.from(listId)]) : withFile;
  const media = file && uploaded(shops, file);
  if (file && media) await system.files.save(mediaKeyOf({ tenantId, sessionId, filename: media.filename }), file);
  const campaignId = await system.launch(
    {
      tenantId,
      sessionId,
      listIds: [listId],
      bodyHash: says ?? listId,
      pacing: { minGapMs: gapMs, maxGapMs: gapMs, perDay: 1_000_000 },
    },
    { text: "Halo", variables: {}, ...defined({ media }) },
  );
  return { tenantId, sessionId, campaignId };
}

const statusOf = async (its: Launched) => (await system.stores.campaigns.find(its))?.status;
const shownOf = async ({ tenantId, campaignId }: Launched) => {
  const progress = await system.stores.progress.find(tenantId, campaignId);
  return progress && { waitingFor: progress.waitingFor, page: progress.page };
};
async function rowsOfAll({ tenantId, campaignId }: Launched) {
  const rows: Recipient[] = [];
  for await (const row of rowsOf(system.stores.recipients, { tenantId, campaignId })) rows.push(row);
  return rows;
}
const sentBy = ({ sessionId }: SessionRef) => system.network.deliveries({ session: sessionId }).length;
const until = (its: Launched, status: string, atMostMs = 5 * 60_000) =>
  system.until(async () => (await statusOf(its)) === status, `${its.campaignId} is ${status}`, atMostMs);
const untilWaiting = (its: Launched) =>
  system.until(async () => (await shownOf(its))?.waitingFor === "page", `${its.campaignId} waits`, 2 * faultsHoldMs);
const held = async () => heldPagesOf(await system.stores.pageFaults.all(), system.clock.now());
const holdLines = () => system.logged.filter(({ message }) => message.includes("fails in several sessions"));
/** By the calendar, by which all workers go; nothing else has to happen meanwhile. */
const pass = async (ms: number) => {
  system.clock.jump(ms);
  await system.clock.advance(faultsHoldMs);
};
const resume = async (its: Launched) => {
  await system.stores.campaignChanges.apply(its, "resume", { now: system.clock.now() });
  await system.ring(its.campaignId, its.sessionId, its.tenantId);
};

/** The page fails at the campaigns of two shops, which are paused. */
async function twoFail(tenants: readonly [string, string] = ["toko", "warung"], what: What = {}, page = failing) {
  const [one, other] = [await aShop(tenants[0], page), await aShop(tenants[1], page)] as const;
  const campaigns = [await launch(one, what), await launch(other, what)] as const;
  for (const its of campaigns) await until(its, "paused");
  return { one, other, campaigns };
}

/** A campaign that waits with the others: it sent nothing since. */
async function aWaiting(shop: Shop, what: What = {}): Promise<Launched> {
  const waiting = await launch(shop, what);
  await untilWaiting(waiting);
  return waiting;
}

describe("the same error from sessions of two tenants", () => {
  it("holds a third tenant's campaign, names the page, alarms once, and one message tries it after half an hour", async () => {
    startWorker("w1", { settings: { capacity: 2 } });
    startWorker("w2", { settings: { capacity: 2 } });
    const third = await aShop("kedai");
    const running = await launch(third, { contacts: 60 });
    await twoFail();
    await untilWaiting(running);
    expect(await shownOf(running)).toEqual({ waitingFor: "page", page: { error: pageError, version } });
    const since = holdLines()[0]?.facts;
    expect([since, system.measured.get("PagesChanged")]).toEqual([
      expect.objectContaining({ alarm: "page_changed", version, page: pageError }),
      1,
    ]);
    const sent = sentBy(third);
    await pass(probeAfterMs - 4 * faultsHoldMs);
    expect([sentBy(third), await statusOf(running), holdLines().length]).toEqual([sent, "running", 1]);
    await pass(4 * faultsHoldMs);
    await until(running, "completed");
    await system.clock.advance(1_000);
    expect([sentBy(third), await held()]).toEqual([60, []]);
  });

  it("is tried by one campaign of all; while it fails the others wait half an hour more", async () => {
    startWorker("w1", { settings: { capacity: 2 } });
    startWorker("w2", { settings: { capacity: 2 } });
    await twoFail();
    const waiting: Launched[] = [];
    for (const tenant of ["kedai", "lapak"]) waiting.push(await aWaiting(await aShop(tenant, failing)));
    const tried = async () => {
      const rows = await Promise.all(waiting.map((its) => rowsOfAll(its)));
      return rows.flat().map(({ reason }) => reason);
    };
    await pass(probeAfterMs);
    expect(await tried()).toEqual(["page_refused"]);
    await pass(probeAfterMs - 4 * faultsHoldMs);
    expect([(await tried()).length, (await held()).length]).toEqual([1, 1]);
    pages.clear();
    await pass(4 * faultsHoldMs);
    for (const its of waiting) await until(its, "completed");
    expect(await held()).toEqual([]);
  });

  it("is tried by another one half an hour later where the worker died that tried it", async () => {
    let killed = 0;
    startWorker("w1", {
      settings: { capacity: 3 },
      at: (point, kill) => {
        if (point !== "pageFaults.claimProbe:after" || killed > 0) return;
        killed = system.clock.now();
        kill();
      },
    });
    await twoFail();
    const waiting = await aWaiting(await aShop("kedai"));
    await pass(probeAfterMs);
    expect(killed).toBeGreaterThan(0);
    startWorker("w2");
    await system.clock.advance(2 * faultsHoldMs);
    expect(await shownOf(waiting)).toMatchObject({ waitingFor: "page" });
    await pass(probeAfterMs);
    await until(waiting, "completed");
  });

  it("holds all the same where the second witness died before it could say so, and still alarms once", async () => {
    let witnessed = 0;
    startWorker("w1", {
      settings: { capacity: 3 },
      at: (point, kill) => {
        if (point === "pageFaults.witness:after" && (witnessed += 1) === 2) kill();
      },
    });
    const third = await aShop("kedai");
    const running = await launch(third, { contacts: 200 });
    const [one, other] = [await aShop("toko", failing), await aShop("warung", failing)];
    await until(await launch(one), "paused");
    await launch(other);
    await system.until(() => witnessed === 2, "the second worker dies as a witness");
    startWorker("w2");
    await untilWaiting(running);
    expect(holdLines()).toHaveLength(1);
  });

  it("holds no campaign that goes by another version of the page, and none any more once its page is another", async () => {
    startWorker();
    await twoFail();
    const newer = await aShop("kedai", { version: "2.3002.0" });
    await until(await launch(newer), "completed");
    const later = await aShop("lapak");
    const waiting = await aWaiting(later);
    pages.set(later.account, { version: "2.3002.0" });
    system.network.fault(later.sessionId, "drop");
    await until(waiting, "completed");
    expect(await held()).toHaveLength(1);
  });

  it("holds no campaign of a worker that mends the page otherwise", async () => {
    startWorker();
    const fault = { version, shims: "before", seenBy: "error", error: pageError } as const;
    for (const tenantId of ["toko", "warung"]) {
      const witness = { tenantId, sessionId: "s", content: tenantId, media: false, at: system.clock.now() };
      await system.stores.pageFaults.witness(fault, witness);
    }
    expect(await held()).toHaveLength(1);
    await until(await launch(await aShop("kedai")), "completed");
  });

  it("is over once the operator says so, or once the page takes a message of one that had met it", async () => {
    startWorker();
    const { one, campaigns } = await twoFail();
    const waiting = await aWaiting(await aShop("kedai"));
    for (const { id, witnesses } of await system.stores.pageFaults.all())
      await system.stores.pageFaults.withdraw(id, witnesses, true);
    await until(waiting, "completed");
    const again = [await launch(one), await launch(await aShop("warung", failing))] as const;
    for (const its of again) await until(its, "paused");
    expect(await held()).toHaveLength(1);
    const second = await aWaiting(await aShop("lapak"));
    pages.delete(one.account);
    await resume(campaigns[0]);
    await resume(again[0]);
    await until(second, "completed");
    expect(await held()).toEqual([]);
  });

  describe("with a message that got lost before,", () => {
    /** The browser of the third tenant's session dies at the first message, and comes back once the fault holds. */
    async function aLost(page: Partial<SimulatedPage> = {}) {
      const steps: string[] = [];
      startWorker("w1", {
        settings: { onUnknown: "resend", reconnectMs: { first: 120_000, longest: 120_000 } },
        at: (point) => {
          if (point === "recipientClaims.claim:after" && !steps.includes(point)) {
            system.network.fault(shop.sessionId, "browser_kill");
          }
          steps.push(point);
        },
      });
      const shop = await aShop("kedai");
      const waiting = await launch(shop);
      await system.until(() => steps.includes("recipientClaims.claim:after"), "the first is claimed");
      await twoFail();
      pages.set(shop.account, page);
      await system.clock.advance(90_000);
      await untilWaiting(waiting);
      expect((await rowsOfAll(waiting)).map(({ state }) => state)).toEqual(["sending"]);
      const looks = () => steps.filter((point) => point === "recipients.look:after").length;
      const tries = () => system.logged.filter(({ message }) => message.includes("tries whether")).length;
      return { shop, waiting, looks, tries };
    }

    it("it is not handed over again meanwhile, and tries it where no other campaign waits", async () => {
      const { shop, waiting, looks, tries } = await aLost();
      expect(await shownOf(waiting)).toEqual({ waitingFor: "page", page: { error: pageError, version } });
      const looked = looks();
      await system.clock.advance(60_000);
      expect([sentBy(shop), looks() - looked, tries()]).toEqual([0, 12, 0]);
      await pass(probeAfterMs);
      await until(waiting, "completed");
      expect([sentBy(shop), tries(), await held()]).toEqual([4, 1, []]);
    });

    it("it is tried once in half an hour where the page loses it again", async () => {
      const { shop, waiting, tries } = await aLost({ sends: "thrown", pageError });
      await pass(probeAfterMs);
      await system.clock.advance(5 * 60_000);
      expect([sentBy(shop), tries(), await shownOf(waiting)]).toMatchObject([0, 1, { waitingFor: "page" }]);
      expect((await rowsOfAll(waiting)).map(({ state }) => state)).toEqual(["in_doubt"]);
      pages.delete(shop.account);
      await pass(probeAfterMs);
      await until(waiting, "completed");
      expect([sentBy(shop), tries()]).toEqual([3, 2]);
    });
  });

  it("goes on waiting where it can't be written down that one tries it", async () => {
    let refused = 0;
    let isRefused = true;
    startWorker("w1", {
      at: (point) => {
        if (point !== "pageFaults.claimProbe:before" || !isRefused) return;
        refused += 1;
        throw new Error("throttled");
      },
    });
    await twoFail();
    const waiting = await aWaiting(await aShop("kedai"));
    const opened = system.logged.length;
    await pass(probeAfterMs);
    const failed = system.logged.slice(opened).filter(({ message }) => !message.includes("was not written"));
    expect([refused > 0, failed, await shownOf(waiting)]).toMatchObject([true, [], { waitingFor: "page" }]);
    isRefused = false;
    await until(waiting, "completed");
  });

  it("still holds files where a text that tried it arrived", async () => {
    startWorker();
    const fault = { version, shims: "simulated", seenBy: "error", error: pageError } as const;
    const at = system.clock.now();
    for (const media of [false, true])
      for (const tenantId of ["toko", "warung"]) {
        const witness = { tenantId, sessionId: `s-${media}`, content: `${tenantId} ${media}`, media, at };
        await system.stores.pageFaults.witness(fault, witness);
      }
    const waiting = await aWaiting(await aShop("kedai"));
    await pass(probeAfterMs);
    await until(waiting, "completed");
    const [row] = await system.stores.pageFaults.all();
    expect(row?.witnesses.map(({ media }) => media)).toEqual([true, true]);
    expect(row?.heldSince).toBeGreaterThanOrEqual(at);
    expect(holdLines()).toHaveLength(1);
  });

  it("alarms anew where the hold before it is over, though its row is still there", async () => {
    startWorker();
    await twoFail();
    system.clock.jump(faultLastsMs + 60_000);
    await system.clock.advance(faultsHoldMs);
    expect([await held(), (await system.stores.pageFaults.all()).length]).toEqual([[], 1]);
    await twoFail();
    expect([(await held()).length, holdLines().length]).toEqual([1, 2]);
    await aWaiting(await aShop("kedai"));
  });
});

describe("what is no sign of the page holds no other campaign:", () => {
  it("a tenant that makes its own pages throw holds itself alone", async () => {
    startWorker();
    await twoFail(["toko", "toko"]);
    expect(await held()).toMatchObject([{ tenantId: "toko" }]);
    await aWaiting(await aShop("toko"));
    await until(await launch(await aShop("kedai")), "completed");
  });

  it("one content that no page takes", async () => {
    startWorker();
    await twoFail(["toko", "warung"], { says: "the same" });
    await until(await launch(await aShop("kedai")), "completed");
    expect(await held()).toEqual([]);
  });

  it("one file that no page takes, in two uploads and under two texts", async () => {
    startWorker();
    await twoFail(["toko", "warung"], { withFile: files.png }, { ...failing, onlyMedia: true });
    await until(await launch(await aShop("kedai"), { withFile: true }), "completed");
    expect(await held()).toEqual([]);
  });

  it("an error that one met in the morning and another in the evening", async () => {
    startWorker();
    await until(await launch(await aShop("toko", failing)), "paused");
    await pass(11 * 3_600_000);
    await until(await launch(await aShop("warung", failing)), "paused");
    await until(await launch(await aShop("kedai")), "completed");
    expect(await held()).toEqual([]);
    await until(await launch(await aShop("lapak", failing)), "paused");
    expect(await held()).toHaveLength(1);
  });

  it("errors that differ", async () => {
    startWorker();
    const [one, other] = [await aShop("toko", failing), await aShop("warung", { ...failing, pageError: "no t" })];
    for (const its of [await launch(one), await launch(other)]) await until(its, "paused");
    await until(await launch(await aShop("kedai")), "completed");
  });

  it("time-outs", async () => {
    startWorker();
    await twoFail(["toko", "warung"], {}, { sends: "unanswered" });
    await until(await launch(await aShop("kedai")), "completed");
    expect(await system.stores.pageFaults.all()).toEqual([]);
  });

  it("an error of the page before, once the page is another one", async () => {
    startWorker();
    for (const tenant of ["toko", "warung"]) {
      const shop = await aShop(tenant, { sends: "thrown", pageError });
      const its = await launch(shop);
      await untilWaiting(its);
      pages.set(shop.account, { version: "2.3002.0", sends: "unanswered" });
      system.network.fault(shop.sessionId, "drop");
      await until(its, "paused");
    }
    expect(await system.stores.pageFaults.all()).toEqual([]);
  });

  it("a line that is down", async () => {
    startWorker();
    for (const tenant of ["toko", "warung"]) {
      const shop = await aShop(tenant);
      await launch(shop, { contacts: 30 });
      await system.until(() => sentBy(shop) > 0, "the first arrived");
      system.network.fault(shop.sessionId, "browser_kill");
    }
    await until(await launch(await aShop("kedai")), "completed");
    expect(await system.stores.pageFaults.all()).toEqual([]);
  });
});

it("a file that the page fails at in two sessions holds campaigns with a file, and none without", async () => {
  startWorker();
  await twoFail(["toko", "warung"], { withFile: true }, { ...failing, onlyMedia: true });
  const shop = await aShop("kedai");
  const withFile = await aWaiting(shop, { withFile: true });
  await until(await launch(shop), "completed");
  expect([await statusOf(withFile), await held()]).toEqual(["running", [expect.objectContaining({ media: true })]]);
});

it("a page that lacks something in sessions of two tenants holds a third, until one of them has it again", async () => {
  startWorker();
  const lacking = {
    stops: "sending",
    unavailable: [
      { member: "WAWebMsgKey", feature: "text", problem: "it is missing" },
      { member: "WAWebChat.get", feature: "text", problem: "no chat with Budi, +62 812-3456-7890" },
    ],
  } as const;
  const [one, other] = [await aShop("toko", lacking), await aShop("warung", lacking)];
  const waiting = await aWaiting(await aShop("kedai"));
  expect((await shownOf(waiting))?.page).toEqual({ error: "WAWebMsgKey, WAWebChat.get", version });
  expect(holdLines()).toHaveLength(1);
  pages.delete(one.account);
  system.network.fault(one.sessionId, "drop");
  await until(waiting, "completed");
  expect(pages.has(other.account)).toBe(true);
});

it("a page that is whole again takes its witness back, also where what was read a moment ago lacks it", async () => {
  const held = { tenantId: "toko", sessionId: "s1" };
  const fault = { version, shims: "simulated", seenBy: "contract", error: "WAWebMsgKey" } as const;
  const { pageFaults } = system.stores;
  await pageFaults.witness(fault, { ...held, media: false, at: system.clock.now() });
  const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const ports = { clock: system.clock, pageFaults: new SeenPageFaults(pageFaults, system.clock, silent), log: silent };
  jest.spyOn(pageFaults, "recent").mockResolvedValue([]);
  const whole = { version, shims: "simulated", checkedAt: 0, unavailable: [], stops: "nothing" } as const;
  await witnessByContract({ ref: held, ports } as unknown as Parameters<typeof witnessByContract>[0], whole);
  expect((await pageFaults.all()).flatMap(({ witnesses }) => witnesses)).toEqual([]);
});

it("members that did not answer in time are no sign of the page", async () => {
  startWorker();
  const silent = { member: "WAWebQueryExistsJob.queryWidExists", feature: "numbers", problem: "no answer" } as const;
  const page = { stops: "sending", unavailable: [{ ...silent, unanswered: true }] } as const;
  await aShop("toko", page);
  await aShop("warung", page);
  await until(await launch(await aShop("kedai")), "completed");
});

it("goes on where the faults can't be read or written: each campaign still goes by its own messages", async () => {
  const refuse = { is: false };
  startWorker("w1", {
    at: (point) => {
      if (refuse.is && point.startsWith("pageFaults.") && point.endsWith(":before")) throw new Error("not now");
    },
  });
  refuse.is = true;
  const { campaigns } = await twoFail();
  expect(await Promise.all(campaigns.map(statusOf))).toEqual(["paused", "paused"]);
  await until(await launch(await aShop("kedai")), "completed");
});

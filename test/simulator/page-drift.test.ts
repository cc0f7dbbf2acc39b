import { launch, type Browser, type Page } from "puppeteer-core";
import { systemClock } from "../../aws/system-clock.ts";
import type { ControlCaller } from "../../simulator/controls/call.ts";
import { handleControl } from "../../simulator/controls/controls.ts";
import { Network } from "../../simulator/network.ts";
import { type PageDrift, type PageMutant, versionWith } from "../../simulator/web/page-behaviour.ts";
import { WebDoor } from "../../simulator/web/web-door.ts";
import { browserFlags, findChromium } from "../../worker/whatsapp/chromium.ts";
import { until } from "../support/stack.ts";

/** The simulated page as a browser has it, without the library: what WhatsApp may change in it, and how it fails then. */

const shop = "628111000111";
const ayu = "628222000222";
let network: Network;
let door: WebDoor;
let browser: Browser;
let page: Page;

const inPage = <Answer>(code: string): Promise<Answer> => page.evaluate(code) as Promise<Answer>;
/** What comes of a piece of code in the page: its answer, or what it failed with. */
const outcomeOf = (code: string): Promise<unknown> =>
  inPage(`Promise.race([
    (async () => ({ answer: await (${code}) }))().catch(({ message }) => ({ error: message })),
    new Promise((resolve) => setTimeout(() => resolve("silence"), 300)),
  ])`);

async function load(drift: PageDrift): Promise<void> {
  door.changePage({ drift, running: "keep" });
  await page.goto("https://web.whatsapp.com/", { waitUntil: "load" });
  await until(
    () => inPage("window.Debug !== undefined"),
    (isLoaded) => isLoaded === true,
    "the page's script has run",
  );
}

async function untilOnline(): Promise<void> {
  await until(
    () => inPage(`require("WAWebSocketModel").Socket.state`),
    (state) => state === "CONNECTED",
    "the page is online",
  );
}

beforeAll(async () => {
  network = new Network({ clock: systemClock, random: () => 0.5 });
  network.setBehaviour({ acceptMs: 5, deliverMs: 10, readMs: null });
  door = await WebDoor.open(network, new Date());
  // Nothing listens in this page.
  door.behaviour = { ...door.behaviour, syncsUnheard: true, deliversUnheard: true };
  const chromium = await findChromium({ chromePath: process.env["CHROME_PATH"] });
  browser = await launch({
    executablePath: chromium.path,
    headless: chromium.isShell ? "shell" : true,
    args: [...browserFlags(door.browserArgs, process.getuid?.() === 0)],
    env: { ...process.env, ...chromium.env },
    pipe: true,
  });
  page = await browser.newPage();
  await load({});
  const code = await until(
    async () => (await outcomeOf(`require("WAWebAltDeviceLinkingApi").startAltLinkingFlow("${shop}")`)) as object,
    (outcome) => "answer" in outcome,
    "the page has a code",
  );
  network.typeCode({ code: String(Reflect.get(code, "answer")), number: shop, session: { sessionId: "s" } });
  await untilOnline();
});
afterAll(async () => {
  await browser.close();
  await door.close();
  network.close();
});

const check = `require("WAWebQueryExistsJob").queryWidExists(require("WAWebWidFactory").createWid("${ayu}@c.us"))`;
const found = { answer: { wid: expect.objectContaining({ user: ayu }) as unknown } };
const fails = (error: string) => ({ error: expect.stringContaining(error) as string });
const ofQuery = (how: PageMutant["how"]): PageMutant => ({
  module: "WAWebQueryExistsJob",
  member: "queryWidExists",
  how,
});

/** A message as the library hands it over, and what becomes of both promises. */
const sent = (id: string, more = "", to = ayu) => `(async () => {
  const { getMaybeMePnUser } = require("WAWebUserPrefsMeUser");
  const to = require("WAWebWidFactory").createWid("${to}@c.us");
  const { chat } = await require("WAWebFindChatAction").findOrCreateLatestChat(to);
  const key = new (require("WAWebMsgKey"))({ from: getMaybeMePnUser(), to: chat.id, id: "${id}", selfDir: "out" });
  const message = { id: key, ack: 0, body: "hello", from: getMaybeMePnUser(), to: chat.id, type: "chat", t: 1, ${more} };
  const [stored, result] = require("WAWebSendMsgChatAction").addAndSendMsgToChat(chat, message);
  const of = (promise) => promise.then(() => "kept", (error) => error.message);
  return [await of(stored), await of(result), String(key), Object.keys(key)];
})()`;
const arrived = () => network.deliveries({}).map(({ id }) => id);
const untilArrived = (id: string) =>
  until(
    async () => arrived(),
    (all) => all.includes(id),
    `${id} arrives`,
  );

describe("a member of a module", () => {
  test.each([
    ["removed", fails("not a function")],
    ["throwing", fails("WAWebQueryExistsJob.queryWidExists fails in this page")],
    ["hanging", "silence"],
    ["undefined", { answer: undefined }],
    ["renamed", fails("not a function")],
  ] as const)("that is %s is so from the page's load on, and while it runs", async (how, outcome) => {
    await load({ mutants: [ofQuery(how)] });
    await untilOnline();
    expect(await outcomeOf(check)).toEqual(outcome);
    door.changePage({ drift: {}, running: "change" });
    await until(
      () => outcomeOf(check),
      (answer) => JSON.stringify(answer).includes(ayu),
      "it is as it was",
    );
    door.changePage({ drift: { mutants: [ofQuery(how)] }, running: "change" });
    await until(
      () => outcomeOf(check),
      (answer) => !JSON.stringify(answer).includes(ayu),
      "it is changed again",
    );
    expect(await outcomeOf(check)).toEqual(outcome);
  });

  test("that is gone is not seen either, and has its new name where it was renamed", async () => {
    const seen = `(() => {
      const module = require("WAWebQueryExistsJob");
      return ["queryWidExists" in module, typeof module.queryWidExists, Object.keys(module), typeof module.queryWidExistsNew];
    })()`;
    await load({ mutants: [ofQuery("removed")] });
    expect(await inPage(seen)).toEqual([false, "undefined", [], "undefined"]);
    await load({ mutants: [ofQuery("renamed")] });
    expect(await inPage(seen)).toEqual([false, "undefined", [], "function"]);
    await load({});
    expect(await inPage(seen)).toEqual([true, "function", ["queryWidExists"], "undefined"]);
  });

  test("may lie deeper, and may be a value", async () => {
    await load({
      mutants: [
        { module: "WAWebCollections", member: "Msg.get", how: "removed" },
        { module: "WAWebSocketModel", member: "Socket.state", how: "undefined" },
        { module: "WAWebConnModel", member: "Conn.platform", how: "throwing" },
        { module: "WAWebMsgKey", member: "newId", how: "removed" },
      ],
    });
    const seen = `(() => {
      const { Msg, Chat } = require("WAWebCollections");
      return [typeof Msg.get, typeof Chat.get, typeof Msg.getModelsArray, typeof require("WAWebSocketModel").Socket.state,
        typeof require("WAWebMsgKey").newId];
    })()`;
    expect(await inPage(seen)).toEqual(["undefined", "function", "function", "undefined", "undefined"]);
    expect(await outcomeOf(`require("WAWebConnModel").Conn.platform`)).toEqual(fails("Conn.platform fails"));
    // The page itself goes on.
    await until(
      () => outcomeOf(check),
      (outcome) => JSON.stringify(outcome).includes(ayu),
      "it is online",
    );
  });

  test("that a caller replaced stays replaced, and what it calls underneath fails", async () => {
    await load({});
    await inPage(`(() => {
      const module = require("WAWebQueryExistsJob");
      const original = module.queryWidExists;
      module.queryWidExists = async (wid) => ["ours", await original(wid)];
    })()`);
    await untilOnline();
    expect(await outcomeOf(check)).toEqual({ answer: ["ours", found.answer] });
    door.changePage({ drift: { mutants: [ofQuery("throwing")] }, running: "change" });
    await until(
      () => outcomeOf(check),
      (outcome) => JSON.stringify(outcome).includes("fails in this page"),
      "the original fails",
    );
  });
});

test("a module is gone, fails, answers nothing, has another name, or comes late", async () => {
  const module = "WAWebQueryExistsJob";
  const asked = `typeof require("${module}").queryWidExists`;
  for (const [how, outcome] of [
    ["removed", fails(`Requiring unknown module "${module}"`)],
    ["throwing", fails(`${module} fails in this page`)],
    ["undefined", fails("undefined")],
    ["renamed", fails(`Requiring unknown module "${module}"`)],
  ] as const) {
    await load({ mutants: [{ module, how }] });
    expect([how, await outcomeOf(asked)]).toEqual([how, outcome]);
  }
  expect(await outcomeOf(`typeof require("${module}New").queryWidExists`)).toEqual({ answer: "function" });
  await load({ late: { modules: [module], ms: 500 } });
  expect(await outcomeOf(asked)).toEqual(fails(`Requiring unknown module "${module}"`));
  await untilOnline();
  await until(
    () => outcomeOf(asked),
    (outcome) => JSON.stringify(outcome).includes("function"),
    "it is there",
  );
});

test("listeners that break half way: what the library looks for in the calls' collection is not there", async () => {
  const seen = `Object.values(require("WAWebCallCollection")).some((value) => value instanceof Map)`;
  await load({ listenersBreak: true });
  expect(await inPage(seen)).toBe(false);
  await load({});
  expect(await inPage(seen)).toBe(true);
});

test("a page that is as it was hands over a message: stored first, sent after, under a key with `_serialized`", async () => {
  await load({});
  await untilOnline();
  const [stored, result, key, members] = await inPage<[string, string, string, string[]]>(sent("3EB0A1"));
  expect([stored, result, key]).toEqual(["kept", "kept", `true_${ayu}@c.us_3EB0A1`]);
  expect(members).toContain("_serialized");
  await untilArrived("3EB0A1");
});

test("a message to its own account has a key that says which of the two it is", async () => {
  const [stored, , key] = await inPage<string[]>(sent("3EB0A2", "", shop));
  expect([stored, key]).toEqual(["kept", `true_${shop}@c.us_3EB0A2_out`]);
  expect(await inPage(`require("WAWebCollections").Msg.get("true_${shop}@c.us_3EB0A2_out").ack`)).toBeGreaterThan(0);
});

test("`$1`: keys have no `_serialized`, accounts keep theirs, and messages are found by the text", async () => {
  await load({ keysAre$1: true });
  await untilOnline();
  const [stored, result, key, members] = await inPage<[string, string, string, string[]]>(sent("3EB0A3"));
  expect([stored, result, key]).toEqual(["kept", "kept", `true_${ayu}@c.us_3EB0A3`]);
  expect(members).toContain("$1");
  expect(members).not.toContain("_serialized");
  expect(await inPage(`require("WAWebCollections").Msg.get("${key}").serialize().id`)).toEqual({
    fromMe: true,
    id: "3EB0A3",
    remote: { server: "c.us", user: ayu, _serialized: `${ayu}@c.us` },
    $1: key,
  });
});

test("`__x_id`: a file's model has one, and a message that it is copied into is not even stored", async () => {
  await load({ mediaHasXId: true });
  await untilOnline();
  const prepared = `(async () => {
    const Opaque = require("WAWebMediaOpaqueData");
    const data = await Opaque.createFromData(new Blob(["x"], { type: "image/png" }), "image/png");
    return Object.keys(await require("WAWebPrepRawMedia").prepRawMedia(data, {}).waitForPrep());
  })()`;
  expect(await inPage(prepared)).toContain("__x_id");
  const failed = "Data passed to getter must include an id property (it's how we memoize) but got undefined";
  const [stored, result] = await inPage<string[]>(sent("3EB0A4", "__x_id: undefined"));
  expect([stored, result]).toEqual([failed, failed]);
  expect(await inPage(`require("WAWebCollections").Msg.get("true_${ayu}@c.us_3EB0A4")`)).toBeUndefined();
  await inPage(sent("3EB0A5"));
  await untilArrived("3EB0A5");
  expect(arrived()).not.toContain("3EB0A4");
});

test("the controls change the page of all sessions, or of one, at its next load or at once", async () => {
  const operator: ControlCaller = { tenantId: "local", scopes: ["operator"] };
  const bare = { qrOnShow: async () => undefined, authorize: async () => operator };
  const context = { ...bare, web: door };
  const call = (body: unknown) =>
    handleControl(network, { method: "PUT", path: "/_simulator/page", query: {}, body }, context);
  // Between two pages there is nothing to ask.
  const version = () => outcomeOf("window.Debug?.VERSION").catch(() => undefined);
  await load({});
  expect(await call({ version: "2.3000.1" })).toMatchObject({ status: 200 });
  expect(await version()).toEqual({ answer: "2.3000.0" });
  await untilOnline();
  expect(await call({ session: "s", version: "2.3000.2", running: "reload" })).toMatchObject({ status: 200 });
  await until(version, (outcome) => JSON.stringify(outcome ?? "").includes("2.3000.2"), "the page is loaded anew");
  expect(await call({ session: "other", version: "x" })).toMatchObject({ status: 404 });
  expect(await call({ drift: { mutants: [{ module: "A", how: "gone" }] } })).toMatchObject({ status: 422 });
  expect(
    await handleControl(network, { method: "PUT", path: "/_simulator/page", query: {}, body: {} }, bare),
  ).toMatchObject({ status: 409, body: { error: { code: "NO_PAGE" } } });
});

test("a page that is changed has a version of its own, the same for the same changes, and the one of before once it is as it was", () => {
  const mutants: readonly PageMutant[] = [{ module: "A", how: "removed" }];
  const changed = versionWith({ mutants: [...mutants] }, "2.3000.0") ?? "";
  expect(changed).toMatch(/^2\.3000\.0-[0-9a-f]{8}$/);
  expect(versionWith({ mutants: [...mutants] }, "2.3000.0")).toBe(changed);
  expect(versionWith({ mutants: [{ module: "B", how: "removed" }] }, changed)).not.toBe(changed);
  for (const asBefore of [{}, { mutants: [] }, { keysAre$1: false }]) {
    expect(versionWith(asBefore, changed)).toBe("2.3000.0");
  }
  expect(versionWith(undefined, changed)).toBeUndefined();
});

test("a loaded page that changes as it is says its new version, and the one of before once it is healed", async () => {
  await load({});
  await untilOnline();
  const version = () => inPage<string>("window.Debug.VERSION");
  const isOwn = (now: string) => /-[0-9a-f]{8}$/.test(now);
  const drift = { mutants: [{ module: "WAWebX", how: "removed" as const }] };
  door.changePage({ drift, running: "change" });
  await until(version, isOwn, "it says its new version");
  door.changePage({ drift: {}, running: "change" });
  await until(version, (now) => !isOwn(now), "it says the one of before");
});

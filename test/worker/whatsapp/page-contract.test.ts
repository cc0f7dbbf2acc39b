import { readFileSync } from "node:fs";
import { pageFeatures } from "../../../core/whatsapp.ts";
import { compareWithContract, reportOf } from "../../../worker/whatsapp/page-check.ts";
import { pageContract } from "../../../worker/whatsapp/page-contract.ts";

/** The page's contract names what our code in the page and the library's ask of it. */

const library = "node_modules/whatsapp-web.js/src";
const modulesIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(/require\(\s*['"](WA\w+)['"],?\s*\)/g)].map(([, name = ""]) => name)),
];
/** The text from where a function begins to where the next one does. */
function partOf(file: string, from: string, to: string): string {
  const text = readFileSync(file, "utf8");
  const [start, end] = [text.indexOf(from), text.indexOf(to, text.indexOf(from))];
  if (start < 0 || end < 0) throw new Error(`${file} has no longer ${start < 0 ? from : to}`);
  return text.slice(start, end);
}
const named = new Set(pageContract.map(({ module }) => module));
const lacking = (modules: readonly string[], known: ReadonlySet<string> = new Set()) =>
  modules.filter((module) => !named.has(module) && !known.has(module));

/** Messages of other kinds than ours: channels, statuses, contacts, events, polls, lists and bots. */
const otherKinds = new Set([
  ...["WAWebGenerateEventCallLink", "WAWebFrontendVcardUtils", "WAWebVcardParsingUtils", "WAWebVcardGetNameFromParsed"],
  ...["WAWebLinkPreviewChatAction", "WAWebBotMessageSecret", "WAWebBotProfileCollection", "WAWebMsgDataFromModel"],
  ...["WAWebNewsletterUpdateMsgsRecordsJob", "WAWebNewsletterSendMessageJob", "WAWebMediaUpdateMsg"],
  ...["WAWebStatusGatingUtils", "WAWebSendStatusMsgAction", "WAWebLoadNewsletterPreviewChatAction"],
  ...["WAMediaCalculateFilehash"],
]);
/** What is tried, and done without where it fails. */
const tried = new Set(["WAWebSyncGatingUtils", "WAWebNonMessageDataRequestPlaceholderMessageResendUtils"]);

test.each([
  ["the library takes hold of a page", `${library}/Client.js`, "async inject()", "async initialize()"],
  ["it asks for a pairing code", `${library}/Client.js`, "async requestPairingCode(", "async cancelPairingCode()"],
  ["it logs out", `${library}/Client.js`, "async logout()", "async getWWebVersion()"],
  ["it sends", `${library}/util/Injected/Utils.js`, "window.WWebJS.sendMessage =", "window.WWebJS.editMessage ="],
  [
    "it prepares a file",
    `${library}/util/Injected/Utils.js`,
    "window.WWebJS.processMediaData =",
    "window.WWebJS.getMessageModel =",
  ],
  [
    "it finds a chat",
    `${library}/util/Injected/Utils.js`,
    "window.WWebJS.getChat =",
    "window.WWebJS.getChannelMetadata =",
  ],
])("each module that is needed where %s is in it", (_what, file, from, to) => {
  const modules = modulesIn(partOf(file, from, to));
  expect(modules.length).toBeGreaterThan(0);
  expect(lacking(modules, otherKinds)).toEqual([]);
});

test("each module that the library keeps at once is in it", () => {
  expect(lacking(modulesIn(readFileSync(`${library}/util/Injected/AuthStore/AuthStore.js`, "utf8")))).toEqual([]);
});

test("each module that our own code in the page asks for is in it", () => {
  for (const file of ["page-code", "page-shims"]) {
    const text = readFileSync(`worker/whatsapp/${file}.ts`, "utf8");
    expect(lacking(modulesIn(text), tried)).toEqual([]);
  }
});

test("a member stands once, and says what needs it", () => {
  const names = pageContract.map(({ module, member }) => `${module}.${member}`);
  expect(new Set(names).size).toBe(names.length);
  for (const { neededFor } of pageContract) for (const feature of neededFor) expect(pageFeatures).toContain(feature);
});

describe("what is missing stops", () => {
  const problem = "it is missing";
  const missing = (...names: readonly string[]) =>
    reportOf(
      {
        version: "2.3000.0",
        problems: names.map((name) => {
          const [module = "", ...steps] = name.split(".");
          return { module, member: steps.join("."), problem };
        }),
      },
      [],
      7,
    );

  test.each([
    ["nothing", []],
    ["nothing", ["WAWebApiContact.getCurrentLid", "WAWebChatLoadMessages.loadEarlierMsgs"]],
    ["media", ["WAWebMediaMmsV4Upload.uploadMedia", "WAWebApiContact.getCurrentLid"]],
    ["sending", ["WAWebMediaMmsV4Upload.uploadMedia", "WAWebMsgKey.newId"]],
    ["sending", ["WAWebCollections.Msg.on"]],
  ] as const)("%s: %j", (stops, names) => {
    const report = missing(...names);
    expect(report).toMatchObject({ version: "2.3000.0", checkedAt: 7, stops });
    expect(report.unavailable.map(({ member }) => member)).toEqual(names);
  });

  test("a member that is there and was seen to fail is named as well, once", () => {
    const broken = [{ member: "WAWebMsgKey", problem: "its keys have no name" }];
    const report = reportOf({ version: undefined, problems: [] }, [...broken, ...broken], 7);
    expect(report).toMatchObject({ version: "unknown", stops: "sending" });
    expect(report.unavailable).toEqual([{ member: "WAWebMsgKey", feature: "text", problem: "its keys have no name" }]);
  });
});

test("the page is only looked at: nothing that is asked for is called", () => {
  const called: string[] = [];
  const thing = (name: string): unknown =>
    new Proxy(
      () => {
        called.push(name);
      },
      {
        get: (target, key) =>
          key === "prototype"
            ? {}
            : typeof key === "string"
              ? thing(`${name}.${key}`)
              : (Reflect.get(target, key) as unknown),
      },
    );
  Object.assign(globalThis, { window: { Debug: { VERSION: "2.3000.0" }, require: (name: string) => thing(name) } });
  const { version, problems } = compareWithContract(
    pageContract.filter(({ kind }) => kind !== "string" && kind !== "boolean"),
  );
  Reflect.deleteProperty(globalThis, "window");
  expect([version, problems, called]).toEqual(["2.3000.0", [], []]);
});

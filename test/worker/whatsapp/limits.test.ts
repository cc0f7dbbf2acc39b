import { SessionDown } from "../../../core/errors.ts";
import type { PageDrift, PageMutant } from "../../../simulator/web/page-behaviour.ts";
import { newChatsOf, timelockOf } from "../../../worker/whatsapp/limits.ts";
import { type BrowserDoor, openBrowserDoor, type Opened, Sessions } from "../../support/whatsapp-doors.ts";

/** What WhatsApp's page says of an account's limits, and what is made of a page that says nothing, or something else. */

describe("what the page says", () => {
  const answer = { is_active: true, time_enforcement_ends: "1764590000", enforcement_type: "DEFAULT" };

  test.each([
    [answer, { timelock: { until: 1_764_590_000_000 }, restricted: false }],
    [
      { ...answer, time_enforcement_ends: 1_764_590_000 },
      { timelock: { until: 1_764_590_000_000 }, restricted: false },
    ],
    [
      { ...answer, time_enforcement_ends: null },
      { timelock: {}, restricted: false },
    ],
    [
      { ...answer, time_enforcement_ends: "0" },
      { timelock: {}, restricted: false },
    ],
    [
      { ...answer, time_enforcement_ends: "soon" },
      { timelock: {}, restricted: false },
    ],
    [
      { ...answer, enforcement_type: "BIZ_COMMERCE_VIOLATION_ALCOHOL" },
      { timelock: { until: 1_764_590_000_000 }, restricted: false },
    ],
    [{ is_active: true }, { timelock: {}, restricted: false }],
    [{ ...answer, enforcement_type: "WEB_COMPANION_ONLY" }, { restricted: true }],
    [{ ...answer, enforcement_type: "RESTRICT_ALL_COMPANIONS" }, { restricted: true }],
    [{ ...answer, is_active: false, enforcement_type: "RESTRICT_ALL_COMPANIONS" }, { restricted: false }],
    [{}, { restricted: false }],
  ])("of a timelock: %j is %j", (said, means) => {
    expect(timelockOf(said)).toEqual(means);
  });

  const capping = { total_quota: 20, used_quota: 5, cycle_end_timestamp: "1764590000", capping_status: "NONE" };
  const newChats = { used: 5, total: 20, resetsAt: 1_764_590_000_000 };

  test.each([
    [capping, { newChats }],
    [{ ...capping, total_quota: "20", used_quota: "5", cycle_end_timestamp: 1_764_590_000 }, { newChats }],
    [{ ...capping, cycle_end_timestamp: "" }, { newChats: { used: 5, total: 20 } }],
    [{ ...capping, used_quota: 25 }, { newChats: { ...newChats, used: 25 } }],
    // What WhatsApp calls used up is so, whatever its figures say.
    [{ ...capping, capping_status: "CAPPED" }, { newChats: { ...newChats, used: 20 } }],
    [{ ...capping, total_quota: 0 }, {}],
    [{ ...capping, total_quota: "0", capping_status: "CAPPED" }, {}],
    [{ ...capping, total_quota: "" }, {}],
    [{ ...capping, total_quota: null }, {}],
    [{ ...capping, total_quota: {} }, {}],
    [{ total_quota: 7 }, { newChats: { used: 0, total: 7 } }],
    [{}, {}],
  ])("of new chats: %j is %j", (said, means) => {
    expect(newChatsOf(said)).toEqual(means);
  });
});

describe("a page that changes", () => {
  const timelockJob = "WAWebMexFetchReachoutTimelockJob";
  const newChatJob = "WAWebMexFetchNewChatMessageCappingInfoJob";
  const members = {
    [timelockJob]: `${timelockJob}.mexFetchReachoutTimelock`,
    [newChatJob]: `${newChatJob}.mexFetchNewChatMessageCapping`,
  };
  let sessions: Sessions<BrowserDoor>;
  let opened: Opened;

  /** A member of the module, or the module as a whole. */
  const fails = (module: keyof typeof members, how: PageMutant["how"], ofMember = true): PageMutant => ({
    module,
    ...(ofMember ? { member: members[module].split(".")[1] ?? "" } : {}),
    how,
  });
  /** Until the page is as said: it takes in one word after the other. */
  const changed = async (drift: PageDrift) => {
    sessions.door.web.changePage({ drift, running: "change" });
    const { id } = sessions.door.network.inbound({ sessionId: "s", from: "628222000999", body: "it is changed" });
    await opened.until("message", ({ message }) => message.id === id);
  };
  const untilNamed = (...wanted: readonly string[]) =>
    opened.until(
      "page",
      ({ unavailable }) => JSON.stringify(unavailable.map(({ member }) => member)) === JSON.stringify(wanted),
    );

  beforeAll(async () => {
    sessions = new Sessions(await openBrowserDoor({ callWithinMs: 1_000 }));
    opened = await sessions.link("s", "628111000111");
    const { standings } = sessions.door.network;
    standings.change(sessions.door.network.deviceOf("s"), { newChats: { total: 9 }, timelock: {} });
  });
  afterAll(async () => {
    await sessions.end();
  });

  const whole = { newChats: { used: 0, total: 9 }, timelock: {}, restricted: false };
  const { newChats, restricted } = whole;

  test("writes to people all the same, where it says nothing of limits at all", async () => {
    await changed({ mutants: [fails(timelockJob, "removed"), fails(newChatJob, "throwing")] });
    expect(await opened.connection.readLimits()).toEqual({ restricted });
    await untilNamed(members[timelockJob], members[newChatJob]);
    const known = "628222000999";
    expect(await opened.connection.knowsChat(known)).toBe(true);
    await opened.connection.send({ messageId: "3EB0000000000000000001", to: known, text: "hello" });
  });

  // From here on the job of new chats has answered, and that of the timelock never.
  test.each([
    ["removed", true],
    ["renamed", true],
    ["throwing", true],
    ["undefined", true],
    ["hanging", true],
    ["removed", false],
    ["throwing", false],
    ["hanging", false],
  ] as const)(
    "says the rest where one job of its never worked: it is %s (its member: %s), and the job is named",
    async (how, ofMember) => {
      await changed({ mutants: [fails(timelockJob, how, ofMember)] });
      expect(await opened.connection.readLimits()).toEqual({ newChats, restricted });
      const { stops, unavailable } = await untilNamed(members[timelockJob]);
      expect([stops, unavailable[0]?.feature]).toEqual(["nothing", "limits"]);
    },
  );

  test.each([timelockJob, newChatJob] as const)(
    "does not lift what %s said, where that fails after it worked; a page without it does",
    async (job) => {
      const { timelock } = whole;
      await changed({});
      expect(await opened.connection.readLimits()).toEqual(whole);
      for (const how of ["throwing", "undefined", "hanging"] as const) {
        await changed({ mutants: [fails(job, how)] });
        await expect(opened.connection.readLimits()).rejects.toThrow(SessionDown);
      }
      await changed({ mutants: [fails(job, "removed")] });
      const rest = job === timelockJob ? { newChats, restricted } : { timelock, restricted };
      expect(await opened.connection.readLimits()).toEqual(rest);
      await changed({});
      expect(await opened.connection.readLimits()).toEqual(whole);
    },
  );

  test("a chat that is opened, and in which nothing was written, is no known one", async () => {
    const to = "628222000777";
    await changed({ mutants: [{ module: "WAWebSendMsgChatAction", member: "addAndSendMsgToChat", how: "throwing" }] });
    await opened.connection.send({ messageId: "3EB0000000000000000002", to, text: "hello" }).catch(() => undefined);
    await changed({});
    expect(await opened.connection.knowsChat(to)).toBe(false);
  });
});

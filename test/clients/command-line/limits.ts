import type { DataOf } from "../../e2e/client.ts";
import { until } from "../../support/stack.ts";
import { endOf, run, settled, start, talk } from "./cli.ts";
import { contactsFile, type Parts } from "./parts.ts";

/** What WhatsApp limits, and what waits for it, of a session of its own. */
export function describeLimits(parts: Parts): void {
  const { client, home } = parts;
  const session = "limited";
  const path = `/api/whatsapp/sessions/${session}`;
  const later = "2099-01-31T02:00:00Z";

  beforeAll(async () => {
    await run(["link", session, "--test-phone", "628111000555"], { home });
    const file = contactsFile(parts, "strangers.csv", 20);
    await run(["import", file, "--list", "Strangers", "--session", session], { home });
  });

  interface Told {
    readonly newChats?: object;
    readonly timelocked?: boolean;
    readonly restricted?: boolean;
  }
  /** The session learns of it as soon as it is ready again. */
  async function untilTold(isTold: (limits: Told) => boolean): Promise<void> {
    await client.post(`${path}/restart`, {});
    const limits = async () => (await client.get<DataOf<{ readonly limits?: Told }>>(path)).data.limits ?? {};
    await until(limits, isTold, "it is told");
  }
  const limit = async (limits: object, isTold: (limits: Told) => boolean) => {
    await client.send("PUT", `/_simulator/sessions/${session}/limits`, { json: limits });
    await untilTold(isTold);
  };

  /** What `sessions` says of it beneath the table, and `doctor` on a terminal. */
  async function shown() {
    const { err } = await run(["sessions"], { home });
    const noted = err.split("\n").filter((line) => line.startsWith(session));
    const { code, out } = await run(["doctor", "--session", session], { home, terminal: true, env: { NO_COLOR: "1" } });
    const [, found = ""] = settled(out).split(/^(?=\w+ +limits of)/m);
    return { code, text: `${settled(noted.join("\n"))}\n${found}` };
  }

  async function launch(name: string, waitingFor: string): Promise<string> {
    const words = ["send", "--session", session, "--list", "Strangers", "--message", name, "--name", name];
    const { out } = await run([...words, "--gap", "0.1", "--json"], { home });
    const { campaignId } = JSON.parse(out) as { readonly campaignId: string };
    const its = `/api/whatsapp/${session}/broadcast/campaigns/${campaignId}`;
    await until(
      async () =>
        (await client.get<DataOf<{ waitingFor?: string; counts: { sending: number; sent: number } }>>(its)).data,
      ({ waitingFor: found, counts }) => found === waitingFor && counts.sending + counts.sent === 0,
      "it waits",
    );
    return campaignId;
  }

  /** While it waits: the first line in a pipe, and the first picture on a terminal. */
  async function watched(campaignId: string): Promise<string> {
    const words = ["watch", campaignId, "--session", session];
    const child = start(words, { home });
    const ended = endOf(child);
    let line = "";
    child.stdout?.on("data", (text: Buffer) => (line += text.toString()));
    await until(
      async () => line,
      (text) => text.includes("\n"),
      "it says how it is",
    );
    child.kill("SIGINT");
    await ended;
    const { out } = await talk(words, { home, env: { NO_COLOR: "1" } }, [" of 3", "\u0003"]);
    const [first = ""] = settled(line).split("\n");
    const [picture = ""] = settled(out).split(/␛|\^C/);
    return `${first}\n\n${picture}`;
  }

  test("a quota that is used up", async () => {
    await limit({ newChats: { used: 20, total: 20, resetsAt: later } }, ({ newChats }) => newChats !== undefined);
    const { code, text } = await shown();
    expect(text).toMatchInlineSnapshot(`
      "limited: 20 of WhatsApp's 20 new chats used, until HH:MM+00
      warning  limits of limited: 20 of WhatsApp's 20 new chats used, until 2099-01-31
               HH:MM+00
               campaigns wait by themselves; people of a chat can be written to
      "
    `);
    expect(code).toBe(0);
  });

  test("a campaign that waits for WhatsApp to let new chats begin", async () => {
    const campaignId = await launch("Quota", "whatsapp_limit");
    expect(await watched(campaignId)).toMatchInlineSnapshot(`
      "cmp_ID waiting until HH:MM+00 for WhatsApp to let new chats begin: 0 of 3

      Quota (cmp_ID)
      waiting until HH:MM+00 for WhatsApp to let new chats begin
      [------------------------------] 0 of 3, ends about HH:MM+00
      nothing was sent so far
      "
    `);
    await run(["stop", campaignId, "--session", session], { home });
  });

  test("a time without new chats", async () => {
    await limit({ newChats: null, timelock: { until: later } }, ({ timelocked }) => timelocked === true);
    const { code, text } = await shown();
    expect(text).toMatchInlineSnapshot(`
      "limited: no new chats until HH:MM+00, says WhatsApp
      warning  limits of limited: no new chats until HH:MM+00, says
               WhatsApp
               campaigns wait by themselves; people of a chat can be written to
      "
    `);
    expect(code).toBe(0);
  });

  test("a campaign that waits for the next day", async () => {
    await client.send("PATCH", path, { json: { pacing: { newChatsPerDay: 1 } } });
    await limit({ timelock: null }, ({ timelocked }) => timelocked === false);
    const campaignId = await launch("Day", "new_chats");
    expect(await watched(campaignId)).toMatchInlineSnapshot(`
      "cmp_ID waiting until HH:MM+00 for the next day: today's new chats have begun: 1 of 3 (1 delivered)

      Day (cmp_ID)
      waiting until HH:MM+00 for the next day: today's new chats have begun
      [##########--------------------] 1 of 3, ends about HH:MM+00
      1 delivered
      "
    `);
    await run(["stop", campaignId, "--session", session], { home });
  });

  test("a restriction", async () => {
    await client.post(`/_simulator/sessions/${session}/fault`, { kind: "restricted" });
    await untilTold(({ restricted }) => restricted === true);
    const { code, text } = await shown();
    expect(text).toMatchInlineSnapshot(`
      "limited: restricted by WhatsApp: linked devices may send nothing
      wrong    limits of limited: restricted by WhatsApp: linked devices may send
               nothing
               read what WhatsApp says on the phone, and leave the account alone
      "
    `);
    expect(code).toBe(1);
  });
}

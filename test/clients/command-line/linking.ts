import { once } from "node:events";
import type { DataOf } from "../../e2e/client.ts";
import { until } from "../../support/stack.ts";
import { endOf, plain, run, start, talk } from "./cli.ts";
import type { Parts } from "./parts.ts";

/** Accounts are linked, unlinked and taken away. `shop` is linked to the phone ...111. */
export function describeLinking({ client, home }: Parts): void {
  const number = "628111000333";
  const stateOf = async (sessionId: string): Promise<string> =>
    (await client.get<DataOf<{ readonly state: string }>>(`/api/whatsapp/sessions/${sessionId}`)).data.state;

  test("a code is asked for a name that is not there yet, typed on the phone, and the session is linked", async () => {
    const child = start(["link", "paired", "--code", "+62 811-1000-333", "--json"], { home });
    const ended = endOf(child);
    const [line] = (await once(child.stdout ?? child, "data")) as [Buffer];
    const { code } = JSON.parse(line.toString()) as { readonly code: string };
    await client.post("/_simulator/sessions/paired/type-code", { number, code });
    const { code: exitCode, out } = await ended;
    expect([exitCode, JSON.parse(out.trim().split("\n").at(-1) ?? "")]).toEqual([
      0,
      expect.objectContaining({ sessionId: "paired", connected: true, number }),
    ]);
  });

  test("at a terminal the code stands alone, with where to type it", async () => {
    const child = start(["link", "typed", "--code", "628111000444"], { home, terminal: true, env: { NO_COLOR: "1" } });
    const ended = endOf(child);
    let out = "";
    child.stdout?.on("data", (text: Buffer) => (out += text.toString()));
    await until(
      async () => out,
      (text) => text.includes("goes on."),
      "the code is there",
    );
    child.stdin?.write("\u0003");
    expect((await ended).code).toBe(130);
    expect(out.replaceAll("\r\n", "\n").replace(/: [0-9A-Z]{8}\n/, ": CODE\n")).toMatchInlineSnapshot(`
      "Type this code on the phone: CODE
      WhatsApp, Linked devices, Link a device, Link with phone number instead.
      Ctrl-C ends this; \`whatsapp-broadcast link typed\` goes on.
      ^C"
    `);
    await run(["sessions", "remove", "typed"], { home });
  });

  test("a repeat finds the session linked, and one for another phone is refused", async () => {
    for (const same of [number, "0811 1000 333"])
      expect((await run(["link", "paired", "--code", same], { home })).code).toBe(0);
    const byCode = await run(["link", "shop", "--code", "628111000222"], { home });
    const byTestPhone = await run(["link", "shop", "--test-phone", "628111000222"], { home });
    expect([byCode.code, byTestPhone.code, byTestPhone.err]).toEqual([1, 1, byCode.err]);
    expect(byCode.err).toMatchInlineSnapshot(`
      "error: shop is linked already, to 628111000111 and not to 628111000222
        SESSION_LINKED
        \`whatsapp-broadcast unlink shop\` comes first, or take another name for the
        other phone
      "
    `);
  });

  test("a number that another session is linked to gets no code, and the way out can be typed", async () => {
    const { code, err } = await run(["link", "other", "--code", number], { home });
    expect([code, err]).toEqual([
      1,
      expect.stringContaining("`whatsapp-broadcast unlink paired` comes first") as string,
    ]);
    await run(["sessions", "remove", "other"], { home });
  });

  test("what is no name, or no number of a test phone, is said before anything is asked", async () => {
    const codes = [
      await run(["link", "bad id!"], { home }),
      await run(["link", "q2", "--test-phone", "08111000444"], { home }),
      await run(["link", "q2", "--test-phone", "--code", number], { home }),
      await run(["lists", "--session", "bad id!"], { home }),
    ].map(({ code }) => code);
    expect(codes).toEqual([2, 2, 2, 2]);
    const national = await run(["link", "shop2", "--code", "0811-1000-555"], { home });
    expect([national.code, national.err]).toEqual([1, expect.stringContaining("write it with its country") as string]);
    await run(["sessions", "remove", "shop2"], { home });
  });

  test("unlink asks at a terminal; then the account is logged out, and doctor says what to do", async () => {
    const no = await talk(["unlink", "paired"], { home }, ["[y/N] ", "n\r"]);
    expect([no.code, await stateOf("paired")]).toEqual([1, "ready"]);
    const yes = await talk(["unlink", "paired"], { home }, ["[y/N] ", "y\r"]);
    expect([yes.code, await stateOf("paired")]).toEqual([0, "logged_out"]);
    expect(plain(yes.out)).toMatchInlineSnapshot(`
      "Unlink paired? Campaigns of it that run are paused. [y/N] y
      paired is linked to no phone any more.
      To link one: whatsapp-broadcast link paired
      "
    `);
    const { code, out } = await run(["doctor", "--json"], { home });
    const { findings } = JSON.parse(out) as { findings: { check: string; state: string; todo?: string }[] };
    expect([code, findings.filter(({ state }) => state === "wrong")]).toEqual([
      1,
      [expect.objectContaining({ check: "session paired", todo: expect.stringContaining("link paired") as string })],
    ]);
  });

  test("sessions remove asks at a terminal, and takes the session away", async () => {
    const no = await talk(["sessions", "remove", "paired"], { home }, ["[y/N] ", "\r"]);
    expect([no.code, await stateOf("paired")]).toEqual([1, "logged_out"]);
    const { code, out } = await run(["sessions", "remove", "paired", "--json"], { home });
    expect([code, JSON.parse(out)]).toEqual([0, { sessionId: "paired" }]);
    expect((await run(["sessions"], { home })).out).not.toContain("paired");
  });

  test("a link that was ended leaves a session that is in no command's way, and that can be taken away", async () => {
    const words = ["link", "left"];
    const small = await talk(words, { home }, ["--code NUMBER`", "\u0003"]);
    expect(small.code).toBe(130);
    expect(plain(small.out).replace(/127\.0\.0\.1:\d+/, "127.0.0.1:PORT")).toMatchInlineSnapshot(`
      "Ctrl-C ends this; \`whatsapp-broadcast link left\` goes on.
      The QR code needs 31 rows and 57 columns, this terminal has 24 and 80. Make it
      larger or its letters smaller: the next code, within a minute, is drawn once it
      fits. Or scan it in the console, http://127.0.0.1:PORT, or get one to type:
      \`whatsapp-broadcast link left --code NUMBER\`
      ^C"
    `);
    // Large enough.
    const large = await talk(words, { home, rows: 40 }, ["--test-phone does.", "\u0003"]);
    expect([large.code, large.out.split("\n").filter((line) => /[█▀▄]/.test(line)).length]).toEqual([130, 29]);
    const { code, out } = await run(["doctor"], { home });
    expect([code, out]).toEqual([0, expect.stringContaining("sessions remove left` takes it away") as string]);
    const ambiguous = await run(["lists"], { home });
    expect([ambiguous.code, ambiguous.err]).toEqual([0, ""]);
    expect((await run(["sessions", "remove", "left"], { home })).code).toBe(0);
  });
}

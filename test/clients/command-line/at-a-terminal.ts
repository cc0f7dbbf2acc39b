import { stripVTControlCharacters } from "node:util";
import { plain, run, settled, talk } from "./cli.ts";
import { contactsFile, type Parts } from "./parts.ts";

/** What a person sees and answers. */
export function describeTerminal(parts: Parts): void {
  const { home, door, stack } = parts;
  beforeAll(async () => {
    await run(["import", contactsFile(parts, "terminal.csv", 10), "--list", "Terminal"], { home });
  });

  test("login asks for the address, then for the key, which is not shown", async () => {
    const { code, out } = await talk(
      ["login", "--profile", "typed"],
      { home },
      ["Address of the API", `${door().url}\r`],
      ["Key (hidden): ", `${stack().apiKey}\r`],
    );
    expect([code, out.includes(stack().apiKey)]).toEqual([0, false]);
    expect(settled(out)).toContain("Logged in to http://127.0.0.1:PORT");
  });

  test.each([
    ["Ctrl-C", "\u0003"],
    ["Ctrl-D", "\u0004"],
  ])("%s at a question ends it without a word", async (_, typed) => {
    const first = await talk(["login", "--profile", "ended"], { home }, ["Address of the API", typed]);
    expect([first.code, first.out.includes("error")]).toEqual([130, false]);
    const words = ["login", "--profile", "ended", "--url", door().url];
    const second = await talk(words, { home }, ["Key (hidden): ", typed]);
    expect([second.code, second.out.includes("error")]).toEqual([130, false]);
  });

  test("a mistake in the words is one line, and where help is", async () => {
    const wrongs = [
      await run(["sned"], { home }),
      await run(["send", "--lsit", "Terminal"], { home }),
      await run(["opt-outs", "add"], { home }),
    ];
    expect(wrongs.map(({ code }) => code)).toEqual([2, 2, 2]);
    expect(wrongs.map(({ err }) => err).join("\n")).toMatchInlineSnapshot(`
      "error: unknown command 'sned'
      (Did you mean send?)
      \`whatsapp-broadcast --help\` shows what it takes.

      error: required option '-l, --list <name>' not specified
      \`whatsapp-broadcast send --help\` shows what it takes.

      error: missing required argument 'number'
      \`whatsapp-broadcast opt-outs add --help\` shows what it takes.
      "
    `);
  });

  test("no line of a help is wider than the terminal", async () => {
    for (const words of [[], ["send"], ["schedule"], ["import"], ["link"], ["webhooks", "listen"]]) {
      const { out } = await run([...words, "--help"], { home });
      expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
    }
  });

  const scheduled = [
    ...["schedule", "--list", "Terminal", "--message", "Besok", "--name", "Besok"],
    ...["--at", "2099-01-31 09:00", "--timezone", "Asia/Jakarta"],
  ];

  test("schedule shows whom it reaches and asks; it says when by the timezone that was given", async () => {
    const no = await talk(scheduled, { home }, ["[y/N] ", "n\r"]);
    expect([no.code, no.out]).toEqual([1, expect.stringContaining("Nothing was scheduled.") as string]);
    const yes = await talk(scheduled, { home }, ["[y/N] ", "y\r"]);
    expect([yes.code, plain(yes.out)]).toEqual([0, expect.any(String)]);
    expect(plain(yes.out)).toMatchInlineSnapshot(`
      "would get it   3 contacts
      in a new chat  3 contacts
      would end      2099-01-31 09:00+07
      Send to 3 contacts of "Terminal" at 2099-01-31 09:00 Asia/Jakarta? [y/N] y
      cmp_ID scheduled, at 2099-01-31 09:00+07, to at most 3
      contacts
      Watch it: whatsapp-broadcast watch cmp_ID
      "
    `);
  });

  test("the very same once more is recognised before a question is asked", async () => {
    const { code, out } = await run(scheduled, { home, terminal: true });
    expect([code, out.includes("[y/N]")]).toEqual([0, false]);
    expect(out.replace(/\s+/g, " ")).toContain("already, and goes out once. --again sends it once more.");
  });

  test("campaigns and watch say when it begins", async () => {
    const { out } = await run(["campaigns"], { home, terminal: true });
    expect(plain(out)).toMatch(/^cmp_ID +2099-01-31 09:00\+07 +0\/3 +Besok$/m);
    const [{ campaignId = "" } = {}] = JSON.parse((await run(["campaigns", "--json"], { home })).out) as {
      campaignId?: string;
    }[];
    const watched = await talk(["watch", campaignId], { home }, ["begins 2099-01-31 09:00+07", "\u0003"]);
    expect(watched.code).toBe(130);
    await run(["stop", campaignId], { home });
  });

  test("a repeat of what was stopped ends with 1, for it reaches no one any more", async () => {
    const { code, out, err } = await run(scheduled, { home });
    expect([code, plain(out)]).toEqual([1, "cmp_ID stopped, at 2099-01-31 09:00+07, to at most 3 contacts\n"]);
    expect(err).toContain("It was stopped before it was through");
  });

  test("lines that are too long break between words", async () => {
    const outs = [
      await run(["doctor"], { home, terminal: true }),
      await run(scheduled, { home, terminal: true }),
      await run(["link", "bad id!"], { home, terminal: true }),
    ].map(({ out }) => out);
    const wide = outs
      .join("")
      .split("\n")
      .filter((line) => stripVTControlCharacters(line).length > 80);
    expect(wide.filter((line) => line.trim().includes(" "))).toEqual([]);
  });
}

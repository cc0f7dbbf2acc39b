import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { png } from "../../support/files.ts";
import { deliveriesOf } from "../../e2e/steps.ts";
import { until } from "../../support/stack.ts";
import { run, settled } from "./cli.ts";
import { contactsFile, numbersOfBlock, type Parts } from "./parts.ts";

const message = "Halo {{ name }} di {{ kota }}";

/** From the file to the report, as it stands on a terminal, in a pipe and as JSON. */
export function describeCommands({ client, home, door, stack }: Parts): void {
  let campaignId = "";

  test("login keeps the key where its owner alone reads it, and a wrong one is kept nowhere", async () => {
    const file = join(home, ".config/whatsapp-broadcast/profiles/default.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const before = readFileSync(file, "utf8");
    const { code, err } = await run(["login", "--url", "http://127.0.0.1:9", "--key-file", "-"], { home, input: "k" });
    expect([code, readFileSync(file, "utf8")]).toEqual([3, before]);
    expect(err).toContain("NO_ANSWER");
  });

  test("login asks at a terminal, also for what was pasted in one", async () => {
    const input = `${door().url}\r${stack().apiKey}\r`;
    const { code, out } = await run(["login", "--profile", "asked"], { home, terminal: true, input });
    expect([code, settled(out)]).toEqual([
      0,
      expect.stringContaining("Logged in to http://127.0.0.1:PORT: a key with the scope admin") as string,
    ]);
    expect((await run(["sessions", "--profile", "asked"], { home })).code).toBe(0);
  });

  test("the key that is kept goes to no other address", async () => {
    const { code, err } = await run(["sessions", "--url", "http://127.0.0.1:9"], { home });
    expect([code, err.split("\n")[0]]).toEqual([4, expect.stringContaining("no key came for http://127.0.0.1:9")]);
  });

  test("an import in a pipe: its lines, and every rejected row between tabs", async () => {
    const file = contactsFile({ home }, "pelanggan.csv", 1, "X,12,Y\n");
    const { code, out, err } = await run(["import", file, "--list", "Pelanggan", "--country", "ID"], { home });
    expect(code).toBe(0);
    expect(settled(out)).toMatchInlineSnapshot(`
      "Pelanggan: 4 rows read: 3 added, 0 updated, 1 rejected
      Columns: nama is name, no hp is number, kota is {{ kota }}

      LINE	NUMBER	REASON
      5	12	wanted a phone number of ID or an international one such as +628123456789
      "
    `);
    expect(settled(err)).toMatchInlineSnapshot(`
      "Made the list "Pelanggan" (lst_ID)
      Next, see who would get a message: whatsapp-broadcast send --list Pelanggan --message TEXT --dry-run
      "
    `);
  });

  test("the same on a terminal of 80 columns, where long cells give way", async () => {
    const file = contactsFile({ home }, "pelanggan.csv", 1, `X,${"9".repeat(60)},Y\n`);
    const { code, out } = await run(["import", file, "--list", "pelanggan", "--country", "ID"], {
      home,
      terminal: true,
    });
    expect(code).toBe(0);
    // Its progress came and went in a line of its own.
    const shown = settled(out).replace(/^.*\r␛\[K/s, "");
    expect(shown).toMatchInlineSnapshot(`
      "Pelanggan: 4 rows read: 0 added, 3 updated, 1 rejected
      Columns: nama is name, no hp is number, kota is {{ kota }}

      ␛[1mLINE  NUMBER                      REASON␛[0m
         5  9999999999999999999999999…  wanted a phone number of at most 40 characters
      Next, see who would get a message:
      whatsapp-broadcast send --list Pelanggan --message TEXT --dry-run
      "
    `);
  });

  test("the same as JSON: one document", async () => {
    const file = contactsFile({ home }, "pelanggan.csv", 1, "X,12,Y\n");
    const { code, out, err } = await run(["import", file, "--list", "Pelanggan", "--country", "ID", "--json"], {
      home,
    });
    expect([code, err, out.trim().split("\n").length]).toEqual([0, "", 1]);
    expect(JSON.parse(out)).toMatchObject({
      list: { name: "Pelanggan" },
      state: "completed",
      invalid: 1,
      rejected: [{ line: 5, number: "12", reason: expect.stringContaining("wanted") as string }],
    });
  });

  test("a dry run says who would get it, and sends nothing", async () => {
    const words = ["send", "--list", "Pelanggan", "--message", message, "--name", "Pelanggan", "--dry-run"];
    const { code, out, err } = await run(words, { home });
    expect([code, settled(err)]).toEqual([0, "Nothing was sent. The same without --dry-run sends it.\n"]);
    expect(settled(out)).toMatchInlineSnapshot(`
      "would get it   3 contacts
      in a new chat  3 contacts
      would end      HH:MM
      "
    `);
    expect(await client.get("/api/whatsapp/shop/broadcast/campaigns?search=Pelanggan")).toMatchObject({ data: [] });
  });

  test("send, and watch in a pipe: a line a change, until everyone has it once", async () => {
    const sent = await run(["send", "--list", "Pelanggan", "--message", message, "--gap", "0.2", "--json"], { home });
    const answer = JSON.parse(sent.out) as { readonly campaignId: string; readonly repeated: boolean };
    expect([sent.code, answer]).toEqual([0, expect.objectContaining({ total: 3, repeated: false })]);
    campaignId = answer.campaignId;
    const { code, out } = await run(["watch", campaignId], { home });
    const lines = settled(out).trim().split("\n");
    expect([code, lines.at(-1)]).toEqual([0, expect.stringMatching(/^cmp_ID completed: 3 of 3 \(/)]);
    expect(new Set(lines).size).toBe(lines.length);
    const wanted = numbersOfBlock(1);
    const arrived = async () =>
      (await deliveriesOf(client, "shop")).map(({ to }) => to).filter((to) => wanted.includes(to));
    expect((await until(arrived, ({ length }) => length >= 3, "all got it")).toSorted()).toEqual(wanted);
  });

  test("watch on a terminal ends with the picture of the end, and says what is next", async () => {
    const { code, out } = await run(["watch", campaignId], { home, terminal: true });
    expect(code).toBe(0);
    expect(settled(out)).toMatchInlineSnapshot(`
      "Broadcast HH:MM (cmp_ID): ␛[32mcompleted␛[0m
      [##############################] 3 of 3, ended HH:MM
      3 delivered
      Who got it:
      whatsapp-broadcast report cmp_ID --to report.csv
      "
    `);
  });

  test("the same with NO_COLOR has no colours", async () => {
    const { out } = await run(["watch", campaignId], { home, terminal: true, env: { NO_COLOR: "1" } });
    expect(out).not.toMatch(/\u001b\[\d+m/);
  });

  test("watch as JSON: the campaign of the API, a line a change", async () => {
    const { code, out } = await run(["watch", campaignId, "--json"], { home });
    const last = JSON.parse(out.trim().split("\n").at(-1) ?? "") as unknown;
    expect([code, last]).toEqual([0, expect.objectContaining({ campaignId, status: "completed", total: 3 })]);
  });

  test("the very same send within a day is the same broadcast, and --again is another", async () => {
    const words = ["send", "--list", "Pelanggan", "--message", message, "--gap", "0.2", "--json"];
    const same = JSON.parse((await run(words, { home })).out) as object;
    expect(same).toMatchObject({ campaignId, repeated: true, status: "completed" });
    const other = JSON.parse((await run([...words, "--again"], { home })).out) as { readonly campaignId: string };
    expect(other).toMatchObject({ repeated: false });
    expect(other.campaignId).not.toBe(campaignId);
  });

  test("a campaign is paused, resumed and stopped, and to watch a stopped one ends with 1", async () => {
    const words = ["send", "--list", "Pelanggan", "--message", "Pelan", "--gap", "600", "--json"];
    const { campaignId: slow } = JSON.parse((await run(words, { home })).out) as { readonly campaignId: string };
    expect((await run(["pause", slow], { home })).out).toMatch(/^cmp_\w+ paused: [01] of 3/);
    expect((await run(["resume", slow], { home })).out).toMatch(/^cmp_\w+ running: [01] of 3/);
    expect(JSON.parse((await run(["stop", slow, "--json"], { home })).out)).toMatchObject({ status: "stopped" });
    const watched = await run(["watch", slow], { home });
    expect([watched.code, watched.out]).toEqual([
      1,
      expect.stringMatching(/ stopped: [01] of 3 \(.*[23] not reached\)/),
    ]);
    const refused = await run(["resume", slow], { home });
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("CAMPAIGN_STATE") as string]);
  });

  test("a picture goes with the text, and up only once", async () => {
    const file = join(home, "poster.png");
    writeFileSync(file, png);
    const words = ["--list", "Pelanggan", "--message", "Poster", "--media", file, "--json"];
    const dry = await run(["send", ...words, "--dry-run"], { home });
    expect([dry.code, JSON.parse(dry.out)]).toEqual([0, expect.objectContaining({ willSend: 3 })]);
    const at = ["--at", "2099-01-31 09:00", "--timezone", "Asia/Jakarta"];
    const scheduled = JSON.parse((await run(["schedule", ...words, ...at], { home })).out) as object;
    expect(scheduled).toMatchObject({ status: "scheduled", sendAt: "2099-01-31T02:00:00.000Z" });
    const { data } = await client.get<{ data: object[] }>("/api/whatsapp/shop/broadcast/upload");
    expect(data.length).toBe(1);
  });

  test("the report is the API's own, byte by byte", async () => {
    const { code, out } = await run(["report", campaignId], { home });
    expect([code, out.split("\r\n").length]).toEqual([0, 5]);
    expect(out).toContain(numbersOfBlock(1)[0]);
    const file = join(home, "report.csv");
    const written = await run(["report", campaignId, "--to", file], { home });
    expect([written.code, written.out, readFileSync(file, "utf8")]).toEqual([0, "", out]);
    const mark = "\uFEFF";
    const forExcel = await run(["report", campaignId, "--excel"], { home });
    await run(["report", campaignId, "--excel", "--to", file], { home });
    expect([forExcel.out, readFileSync(file, "utf8")]).toEqual([mark + out, mark + out]);
  });

  test("listings, on a terminal and in a pipe", async () => {
    const sessions = await run(["sessions"], { home });
    expect(settled(sessions.out)).toMatchInlineSnapshot(`
      "SESSION	STATE	NUMBER	NAME	SINCE
      shop	ready	628111000111	Test phone	TIME
      "
    `);
    const lists = await run(["lists"], { home, terminal: true });
    expect(settled(lists.out)).toMatchInlineSnapshot(`
      "␛[1mLIST                            CONTACTS  NAME␛[0m
      lst_ID         2  Customers
      lst_ID         3  Pelanggan
      "
    `);
    const campaigns = await run(["campaigns", "--json"], { home });
    expect((JSON.parse(campaigns.out) as unknown[]).length).toBe(5);
  });

  test("opt-outs are added, shown and taken back", async () => {
    const [number = ""] = numbersOfBlock(2);
    expect((await run(["opt-outs", "add", `+${number}`], { home })).out).toBe(
      `${number} gets no broadcast any more.\n`,
    );
    expect((await run(["opt-outs"], { home })).out).toContain(`${number}\t`);
    expect((await run(["opt-outs", "remove", `+${number}`], { home })).out).toBe(`${number} gets broadcasts again.\n`);
  });

  test("what the API refuses: its words, its code, its fields, and what to do", async () => {
    const words = ["send", "--list", "Pelanggan", "--message", "Halo {{ nama_kecil }}"];
    const { code, out, err } = await run(words, { home });
    expect([code, out]).toEqual([1, ""]);
    expect(settled(err).replace(/request \S+/, "request ID")).toMatchInlineSnapshot(`
      "error: Line 1, column 9: no contact of the lists has nama_kecil; they have name, number, kota
        UNKNOWN_VARIABLE, status 422, request ID
        variable: nama_kecil
        line: 1
        column: 9
        known: ["name","number","kota"]
        unknown: ["nama_kecil"]
        /message: came nama_kecil at line 1, column 9, which no contact of the lists has, wanted one of name, number, kota; or a default, as {{ nama_kecil | default: "..." }}
      "
    `);
    const json = await run([...words, "--json"], { home });
    expect(JSON.parse(json.err)).toMatchObject({ error: { code: "UNKNOWN_VARIABLE", status: 422, exitCode: 1 } });
  });

  test("a key that does not hold is 4, no answer 3, a list that is not there 1, a mistake in the words 2", async () => {
    const elsewhere = { home, env: { WHATSAPP_BROADCAST_URL: "http://127.0.0.1:9", WHATSAPP_BROADCAST_KEY: "k" } };
    const { WHATSAPP_BROADCAST_KEY } = elsewhere.env;
    const codes = [
      await run(["sessions"], { home, env: { WHATSAPP_BROADCAST_KEY } }),
      await run(["watch", "cmp_01ARZ3NDEKTSV4RRFFQ69G5FAV", "--session", "shop"], elsewhere),
      await run(["send", "--list", "Nowhere", "--message", "Halo"], { home }),
      await run(["send", "--list", "Pelanggan"], { home }),
      await run(["watch", ""], { home }),
    ].map(({ code }) => code);
    expect(codes).toEqual([4, 3, 1, 2, 2]);
  });
}

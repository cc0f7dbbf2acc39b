import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PageOf } from "../../e2e/client.ts";
import { broadcastOf, deliveriesOf, everyRow, type CampaignView, type ListView } from "../../e2e/steps.ts";
import { until } from "../../support/stack.ts";
import { endOf, run, start } from "./cli.ts";
import { contactsFile, numbersOfBlock, type Parts } from "./parts.ts";

/** `kill -9` at the worst moments, and the same command again. */
export function describeKills(parts: Parts): void {
  const { client, home, door } = parts;
  const base = broadcastOf("shop");

  /** Kills the command when the API has carried out, or is about to get, that request. */
  const killedAt = async (words: readonly string[], method: string, path: RegExp, before = false): Promise<void> => {
    const reached = door().hold(method, path, before);
    const child = start(words, { home });
    const ended = endOf(child);
    await Promise.race([
      reached,
      ended.then(({ err }) => {
        throw new Error(`it ended before it was killed: ${err}`);
      }),
    ]);
    child.kill("SIGKILL");
    await ended;
  };
  const arrivedAt = async (numbers: readonly string[]): Promise<string[]> =>
    (await deliveriesOf(client, "shop"))
      .map(({ to }) => to)
      .filter((to) => numbers.includes(to))
      .toSorted();

  test.each([
    ["before the API got it", true, 3],
    ["after the API did it", false, 4],
  ])("a send that is killed %s and repeated reaches each contact once", async (_, before, block) => {
    const list = `Kill ${block}`;
    const file = contactsFile(parts, `kill-${block}.csv`, block);
    await run(["import", file, "--list", list], { home });
    const words = ["send", "--list", list, "--message", "Halo {{ name }}", "--gap", "0.1", "--watch", "--json"];
    await killedAt(words, "POST", /\/send$/, before);
    const again = await run(words, { home });
    const third = await run(words, { home });
    expect([again.code, third.code]).toEqual([0, 0]);
    const [first = "", second = ""] = [again, third].map(({ out }) => out.split("\n")[0]);
    const { campaignId } = JSON.parse(first) as { readonly campaignId: string };
    expect(JSON.parse(second)).toMatchObject({ campaignId, repeated: true });
    const campaigns = await everyRow<CampaignView & { readonly listIds: readonly string[] }>(
      client,
      `${base}/campaigns`,
    );
    const { data } = await client.get<PageOf<ListView>>(`${base}/lists?search=${encodeURIComponent(list)}`);
    expect(campaigns.filter(({ listIds }) => listIds.includes(data[0]?.listId ?? "")).length).toBe(1);
    const wanted = numbersOfBlock(block);
    expect(
      await until(
        () => arrivedAt(wanted),
        ({ length }) => length >= 3,
        "all got it",
      ),
    ).toEqual(wanted);
  });

  test.each([
    ["its list was made", "POST", /\/lists$/, 5],
    ["the file was taken", "POST", /\/bulk/, 6],
    ["it read how far the job is", "GET", /\/imports\//, 7],
  ])("an import that is killed when %s goes on with the same list and the same job", async (_, method, path, block) => {
    const list = `Kill ${block}`;
    const words = ["import", contactsFile(parts, `kill-${block}.csv`, block), "--list", list, "--json"];
    await killedAt(words, method, path);
    const { code, out } = await run(words, { home });
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ state: "completed", added: 3 })]);
    const { data } = await client.get<PageOf<ListView>>(`${base}/lists?search=${encodeURIComponent(list)}`);
    expect(data.map(({ name, contactCount }) => [name, contactCount])).toEqual([[list, 3]]);
    const jobs = await client.get<PageOf<object>>(`${base}/lists/${data[0]?.listId ?? ""}/imports`);
    expect(jobs.data.length).toBe(1);
  });

  test.each([
    ["its list was made", "POST", /\/lists$/, []],
    ["the file was taken", "POST", /\/bulk/, []],
    ["its list was made, of a dry run", "POST", /\/lists$/, ["--dry-run"]],
    ["its list was taken away again", "DELETE", /\/lists\//, []],
  ] as const)(
    "an import of nothing that is killed when %s, and repeated, leaves no list",
    async (when, method, path, more) => {
      const list = `Nothing when ${when}`;
      const file = join(home, "nothing-killed.csv");
      writeFileSync(file, "nama,no hp\nAyu,12\nBudi,13\n");
      const words = ["import", file, "--list", list, ...more];
      await killedAt(words, method, path);
      const { code, err } = await run(words, { home });
      expect([code, err]).toEqual([1, expect.stringContaining(`Took the list "${list}" away again`)]);
      const { data } = await client.get<PageOf<ListView>>(`${base}/lists?search=${encodeURIComponent(list)}`);
      expect(data).toEqual([]);
    },
  );

  test("a list that another command filled meanwhile stays", async () => {
    const list = "Filled meanwhile";
    const file = join(home, "nothing-meanwhile.csv");
    writeFileSync(file, "nama,no hp\nAyu,12\n");
    const reached = door().hold("DELETE", /\/lists\//, true);
    const ended = run(["import", file, "--list", list], { home });
    await reached;
    await run(["import", contactsFile(parts, "meanwhile.csv", 8), "--list", list], { home });
    door().release();
    expect((await ended).code).toBe(1);
    const { data } = await client.get<PageOf<ListView>>(`${base}/lists?search=${encodeURIComponent(list)}`);
    expect(data.map(({ contactCount }) => contactCount)).toEqual([3]);
  });

  test("a list that was there, and one that is made anew after the kill, are not taken away", async () => {
    const list = "Made by hand";
    const file = join(home, "nothing-by-hand.csv");
    writeFileSync(file, "nama,no hp\nAyu,12\n");
    await killedAt(["import", file, "--list", list], "POST", /\/lists$/);
    const { data: made } = await client.get<PageOf<ListView>>(`${base}/lists?search=${encodeURIComponent(list)}`);
    await client.ask("DELETE", `${base}/lists/${made[0]?.listId ?? ""}`);
    await client.post(`${base}/lists`, { name: list });
    expect((await run(["import", file, "--list", list], { home })).code).toBe(1);
    const { data } = await client.get<PageOf<ListView>>(`${base}/lists?search=${encodeURIComponent(list)}`);
    expect(data.length).toBe(1);
  });

  test("a large file goes through the bucket, and is not sent again after a kill behind it", async () => {
    const file = join(home, "large.csv");
    const note = "x".repeat(30_000);
    const rows = Array.from({ length: 150 }, (_, index) => `Nama,+6281239${String(index).padStart(6, "0")},${note}`);
    writeFileSync(file, `nama,no hp,catatan\n${rows.join("\n")}\n`);
    const words = ["import", file, "--list", "Large", "--map", "catatan=", "--json"];
    await killedAt(words, "POST", /\/bulk/, true);
    const { code, out } = await run(words, { home });
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ state: "completed", added: 150 })]);
    const uploads = await everyRow<{ readonly purpose: string }>(client, `${base}/upload`);
    expect(uploads.filter(({ purpose }) => purpose === "contacts").length).toBe(1);
  });
}

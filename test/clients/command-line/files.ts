import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PageOf } from "../../e2e/client.ts";
import { broadcastOf, type ListView } from "../../e2e/steps.ts";
import { run } from "./cli.ts";
import { contactsFile, type Parts } from "./parts.ts";

/** Files that are no contacts, files that can't be written, and lists that nothing came into. */
export function describeFiles(parts: Parts): void {
  const { client, home } = parts;
  const lists = async (name: string): Promise<number> =>
    (await client.get<PageOf<ListView>>(`${broadcastOf("shop")}/lists?search=${encodeURIComponent(name)}`)).data.length;

  test("an import of which no row came in ends with 1, and leaves no list that it made", async () => {
    const file = join(home, "no-contacts.csv");
    writeFileSync(file, "nama,no hp\nAyu,12\nBudi,13\n");
    const { code, out, err } = await run(["import", file, "--list", "Nothing"], { home });
    expect([code, await lists("Nothing")]).toEqual([1, 0]);
    expect(out).toMatch(/^Nothing: 2 rows read: 0 added, 0 updated, 2 rejected$/m);
    expect(err).toContain('Took the list "Nothing" away again');
  });

  test("a dry run of an import leaves no list either, and an import that is refused", async () => {
    const file = contactsFile(parts, "tried.csv", 11);
    const dry = await run(["import", file, "--list", "Tried", "--dry-run"], { home });
    expect([dry.code, dry.out]).toEqual([0, expect.stringContaining("nothing was written") as string]);
    const headerOnly = join(home, "header-only.csv");
    writeFileSync(headerOnly, "nama,no hp\n");
    expect((await run(["import", headerOnly, "--list", "Tried"], { home })).code).toBe(1);
    expect(await lists("Tried")).toBe(0);
  });

  test("a list that was there stays, though nothing came into it", async () => {
    await client.post(`${broadcastOf("shop")}/lists`, { name: "Kept" });
    const file = join(home, "no-contacts.csv");
    expect((await run(["import", file, "--list", "Kept"], { home })).code).toBe(1);
    expect(await lists("Kept")).toBe(1);
  });

  test("the same file once more: its contacts are updated, and the next line can be typed", async () => {
    const file = contactsFile(parts, "twice.csv", 12);
    await run(["import", file, "--list", "Two times"], { home });
    const { code, out, err } = await run(["import", file, "--list", "Two times"], { home });
    expect([code, out.split("\n")[0]]).toEqual([0, "Two times: 3 rows read: 0 added, 3 updated, 0 rejected"]);
    expect(err).toBe(
      "Next, see who would get a message: whatsapp-broadcast send --list 'Two times' --message TEXT --dry-run\n",
    );
  });

  test("a warning names the option of this program, and not the request's field", async () => {
    const file = join(home, "unsure.csv");
    writeFileSync(file, "Ayu,rusak\nBudi,+6281277775002\nCitra,+6281277775003\n");
    const { err } = await run(["import", file, "--list", "Unsure"], { home });
    expect(err).toContain("if it is a contact, import again with --no-header (header_unsure)");
  });

  test("what can't be written is said in words, before the work", async () => {
    const file = contactsFile(parts, "unwritten.csv", 13);
    const nowhere = join(home, "nowhere-at-all/a.csv");
    const { code, err } = await run(["report", "cmp_01ARZ3NDEKTSV4RRFFQ69G5FAV", "--to", nowhere], { home });
    expect([code, err.split("\n")[0]]).toEqual([
      1,
      `error: ${nowhere} can't be written: the folder ${join(home, "nowhere-at-all")}: it is not there`,
    ]);
    const imported = await run(["import", file, "--list", "Unwritten", "--errors", nowhere], { home });
    expect([imported.code, await lists("Unwritten")]).toEqual([1, 0]);
    await run(["report", "cmp_01ARZ3NDEKTSV4RRFFQ69G5FAV", "--to", join(home, "none.csv")], { home });
    expect([existsSync(join(home, "none.csv")), existsSync(join(home, "none.csv.part"))]).toEqual([false, false]);
  });

  test("a file of no kind that can be sent is named, with what could", async () => {
    const file = join(home, "README.md");
    writeFileSync(file, "# Read me\n");
    const words = ["send", "--list", "Two times", "--message", "Halo", "--media", file, "--dry-run"];
    const { code, err } = await run(words, { home });
    expect([code, err.includes("contentType")]).toEqual([2, false]);
    expect(err).toContain(`error: --media is ${file}, whose ending`);
  });
}

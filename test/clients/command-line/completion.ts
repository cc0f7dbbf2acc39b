import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./cli.ts";
import type { Parts } from "./parts.ts";

/** What the shells offer, each asked in its own way; the judge is the shell itself. */
export function describeCompletion({ home }: Parts): void {
  const dir = join(home, "completed");
  const isThere = (shell: string): boolean => spawnSync(shell, ["--version"]).error === undefined;
  const ran = (shell: string, ...words: string[]): string => {
    const { stdout, stderr } = spawnSync(shell, words, { cwd: dir, encoding: "utf8" });
    return stdout + stderr;
  };

  beforeAll(async () => {
    mkdirSync(join(dir, "folder"), { recursive: true });
    for (const name of ["contacts.csv", "two words.csv"]) writeFileSync(join(dir, name), "");
    for (const shell of ["bash", "zsh", "fish"]) {
      const { code, out } = await run(["completion", shell], { home });
      expect([code, out]).toEqual([0, expect.stringContaining("opt-outs")]);
      writeFileSync(join(dir, `completion.${shell}`), out);
    }
  });

  test.each([
    ["bash", "-n"],
    ["zsh", "-n"],
    ["fish", "--no-execute"],
  ])("%s reads its completion, where that shell is there", (shell, check) => {
    const { error, status } = spawnSync(shell, [check, join(dir, `completion.${shell}`)]);
    expect(error === undefined ? status : 0).toBe(0);
  });

  /** What is typed, and what is offered then. */
  const cases: readonly (readonly [typed: string, offered: string])[] = [
    ["opt-outs a", "add"],
    ["sessions r", "remove"],
    ["send --me", "--media --message --message-file"],
    ["completion f", "fish"],
    ["import --mode ", "replace skip upsert"],
    ["import c", "completion.bash completion.fish completion.zsh contacts.csv"],
    ["import tw", "two words.csv"],
    ["send --list ", ""],
    ["send -l ", ""],
    ["send --media con", "contacts.csv"],
    ["--language ", "en id"],
    ["report cmp_1 --key-file con", "contacts.csv"],
  ];

  test.each(cases)("bash: %s", (typed, offered) => {
    const script = `source ./completion.bash
COMP_WORDS=(whatsapp-broadcast ${typed.endsWith(" ") ? `${typed} ''` : typed}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_whatsapp_broadcast
printf '%s\\n' "\${COMPREPLY[@]}"`;
    expect(sorted(ran("bash", "-c", script))).toBe(offered);
  });

  (isThere("fish") ? test.each(cases) : test.skip.each(cases))("fish: %s", (typed, offered) => {
    const script = `source completion.fish; complete -C 'whatsapp-broadcast ${typed}' | string replace -r '\\t.*' ''`;
    expect(sorted(ran("fish", "--no-config", "-c", script))).toBe(offered);
  });
}

const sorted = (lines: string): string =>
  lines
    .split("\n")
    .filter((line) => line !== "")
    .toSorted()
    .join(" ");

import type { Judged } from "./progress.ts";

/** As Markdown, so that it stands in docs/judges.md as it was printed. */
export function table(judged: readonly Judged[]): string {
  const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
  const rows = judged.map(({ judge, part, passed, failed, seconds, notes }) =>
    [judge, part, String(passed), String(failed), `${Math.round(seconds)} s`, notes.join("; ")].map(cell),
  );
  const minutes = judged.reduce((sum, { seconds }) => sum + seconds, 0) / 60;
  return [
    ["judge", "part", "passed", "failed", "time", "notes"],
    ["---", "---", "---", "---", "---", "---"],
    ...rows,
    ["all", "", sum(judged, "passed"), sum(judged, "failed"), `${minutes.toFixed(1)} min`, ""],
  ]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

const sum = (judged: readonly Judged[], member: "passed" | "failed") =>
  String(judged.reduce((total, it) => total + it[member], 0));

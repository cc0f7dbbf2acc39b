/** Shows a bar with counts: redrawn in place on a terminal, a line at each tenth and at the end elsewhere. */
export function progressBar(total: number) {
  let tenthShown = -1;
  return (counts: Readonly<Record<string, number>>, isEnd = false): void => {
    const done = Object.entries(counts).reduce((sum, [state, count]) => (state === "sending" ? sum : sum + count), 0);
    const share = done / Math.max(1, total);
    const bar = "#".repeat(Math.round(30 * share)).padEnd(30, "-");
    const parts = Object.entries(counts).flatMap(([state, count]) => (count > 0 ? [`${count} ${state}`] : []));
    const text = `         [${bar}] ${done}/${total}  ${parts.join(", ")}`;
    const tenth = Math.floor(10 * share);
    if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${text}${isEnd ? "\n" : ""}`);
    else if (isEnd || tenth !== tenthShown) console.log(text);
    tenthShown = tenth;
  };
}

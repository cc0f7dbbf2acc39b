/** A bar with counts: redrawn in place on a terminal, a line at each tenth elsewhere. */
export function progressBar(total: number) {
  const onTerminal = process.stdout.isTTY;
  let tenthShown = -1;
  const line = (counts: Readonly<Record<string, number>>): { readonly text: string; readonly done: number } => {
    const done = Object.entries(counts).reduce((sum, [state, count]) => (state === "sending" ? sum : sum + count), 0);
    const width = 30;
    const filled = Math.round((width * done) / Math.max(1, total));
    const parts = Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([state, count]) => `${count} ${state}`);
    const bar = "#".repeat(filled) + "-".repeat(Math.max(0, width - filled));
    return { text: `         [${bar}] ${done}/${total}  ${parts.join(", ")}`, done };
  };
  return {
    show(counts: Readonly<Record<string, number>>): void {
      const { text, done } = line(counts);
      const tenth = Math.floor((10 * done) / Math.max(1, total));
      if (onTerminal) process.stdout.write(`\r\u001b[K${text}`);
      else if (tenth !== tenthShown) console.log(text);
      tenthShown = tenth;
    },
    end(counts: Readonly<Record<string, number>>): void {
      const { text } = line(counts);
      if (onTerminal) process.stdout.write(`\r\u001b[K${text}\n`);
      else console.log(text);
    },
  };
}

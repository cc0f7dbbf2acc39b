/** What one question came to. */
export interface Finding {
  readonly about: string;
  /** `unasked`: it could not be asked, so that it may be either. */
  readonly state: "ok" | "problem" | "unasked";
  readonly came: string;
  readonly wanted?: string;
  /** A command or a page of AWS' console, or both. */
  readonly todo?: string;
}

export const ok = (about: string, came: string): Finding => ({ about, state: "ok", came });

export const problem = (about: string, came: string, wanted: string, todo: string): Finding => ({
  about,
  state: "problem",
  came,
  wanted,
  todo,
});

export const unasked = (about: string, came: string, todo: string): Finding => ({
  about,
  state: "unasked",
  came,
  todo,
});

/** Lines for a terminal: the answer first, then what to do. */
export function linesOf({ about, state, came, wanted, todo }: Finding): readonly string[] {
  const said = state === "unasked" ? `could not be asked: ${came}` : came;
  return [
    (state === "unasked" ? "?" : state).padEnd(9) +
      `${about}: ${said}${wanted === undefined ? "" : `; wanted ${wanted}`}`,
    ...(todo === undefined ? [] : [`${" ".repeat(9)}-> ${todo}`]),
  ];
}

export function summaryOf(findings: readonly Finding[]): string {
  const count = (state: Finding["state"]) => findings.filter((one) => one.state === state).length;
  const [problems, open] = [count("problem"), count("unasked")];
  return `${count("ok")} ok, ${problems} ${problems === 1 ? "problem" : "problems"}, ${open} could not be asked`;
}

import type { Verdict } from "../judge.ts";
import { accepted, withoutSuccess } from "./accepted.ts";
import { otherMark } from "./feed.ts";
import { readReport, type Asked } from "./report.ts";

interface Run {
  readonly requests: number;
  readonly isOtherUntouched: boolean;
  readonly document: Readonly<Record<string, unknown>>;
}

/** One short text for each kind of failure, with its first example: a wrong field shows in hundreds of answers. */
export async function verdictOn(report: string, { requests, isOtherUntouched, document }: Run): Promise<Verdict> {
  const kinds = new Map<string, { times: number; readonly example: string }>();
  const fail = (kind: string, example: string) => {
    const known = kinds.get(kind);
    if (known === undefined) kinds.set(kind, { times: 1, example });
    else known.times += 1;
  };
  const times = new Map<string, number>();
  const count = (what: string) => times.set(what, (times.get(what) ?? 0) + 1);
  const succeeded = new Set<string>();
  let asked = 0;
  let passed = 0;
  for await (const one of readReport(report)) {
    if ("error" in one) {
      fail("schemathesis could not ask", one.error);
      continue;
    }
    asked += 1;
    count(`answers ${Math.floor(one.status / 100)}xx`);
    count(`phase ${one.phase}`);
    if (one.status >= 200 && one.status < 400) succeeded.add(one.operation);
    const faults = faultsOf(one, (at) => {
      count(`accepted ${at}`);
    });
    for (const fault of faults)
      fail(
        `${one.operation}: ${fault}`,
        `${one.method} ${one.uri.slice(0, 200)}, ${one.status} ${one.body.slice(0, 300)}`,
      );
    if (faults.length === 0) passed += 1;
  }
  if (asked < requests) fail(`wanted ${requests} requests, ${asked} came`, "");
  if (!isOtherUntouched) fail("something of the other tenant has changed", "");
  for (const operation of operationsOf(document)) {
    const excused = withoutSuccess[operation] !== undefined;
    if (!succeeded.has(operation) && !excused) fail(`${operation}: did not succeed once`, "");
    if (succeeded.has(operation) && excused)
      fail(`${operation}: succeeds, so test/judge/api/accepted.ts need not excuse it`, "");
  }
  const failures = [...kinds].map(([kind, { times: often, example }]) => `${kind} (${often} times)\n${example}`);
  const named = (prefix: string) =>
    [...times]
      .filter(([what]) => what.startsWith(prefix))
      .map(([what, often]) => `${often} ${what.slice(prefix.length + 1)}`);
  const notes = [
    `schemathesis 4.32.5, ${asked} requests: ${named("phase").join(", ")}; answers: ${named("answers").sort().join(", ")}`,
    `accepted: ${named("accepted").join(", ")}`,
  ];
  return { passed, failed: failures.length, failures, notes };
}

function faultsOf(one: Asked, onAccepted: (what: string) => void): string[] {
  const code = codeOf(one.body);
  const faults = one.failed.flatMap(({ check, title, message }) => {
    const known = accepted.some(
      (it) =>
        it.check === check &&
        it.status === one.status &&
        it.code === code &&
        it.operation?.test(one.operation) !== false,
    );
    if (known) onAccepted(`${one.status} ${code}`);
    return known ? [] : [`${check}, ${one.status} ${code}: ${title} ${message.split("\n")[0] ?? ""}`];
  });
  if (one.body.includes(otherMark)) faults.push("shows what is of the other tenant");
  if (one.status === 0) faults.push("no answer came");
  return faults;
}

function codeOf(body: string): string {
  try {
    return (JSON.parse(body) as { error?: { code?: string } }).error?.code ?? "";
  } catch {
    return "";
  }
}

function operationsOf({ paths }: Readonly<Record<string, unknown>>): string[] {
  const all = Object.entries(paths as Readonly<Record<string, object>>);
  return all.flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
}

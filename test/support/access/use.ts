import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { httpEntries, otherEntries, type OtherEntry } from "../../../functions/entries.ts";
import type { Resource } from "../../../functions/routes/route.ts";
import { accessOf, accessOfWorker } from "../../../infra/access.ts";
import type { Principal } from "../../../local/gateway/principal.ts";
import { actionsGranted } from "./actions.ts";

/** Of each principal its actions. */
export type Actions = Readonly<Partial<Record<Principal, readonly string[]>>>;

/** What infra/access.ts says. */
export const granted = (): Actions => ({
  ...Object.fromEntries(
    Object.keys({ ...httpEntries, ...otherEntries }).map((name) => [
      name,
      actionsGranted(accessOf(name as Resource | OtherEntry)),
    ]),
  ),
  worker: actionsGranted(accessOfWorker),
});

/** What test/support/access/recorder.ts wrote down, of all processes of a run. */
export function recordedIn(dir: string): Actions {
  const used: Record<string, string[]> = {};
  const lines = readdirSync(dir).flatMap((file) => readFileSync(join(dir, file), "utf8").split("\n").slice(0, -1));
  for (const line of new Set(lines)) {
    const [principal = "", ...action] = line.split(" ");
    (used[principal] ??= []).push(action.join(" "));
  }
  return used;
}

/** Where the two part, a line each. Where nothing was used, everything that is granted is too much. */
export function partings(allowed: Actions, used: Actions): readonly string[] {
  const principals = [...new Set([...Object.keys(allowed), ...Object.keys(used)])] as Principal[];
  return principals.flatMap((principal) => {
    const { [principal]: may = [] } = allowed;
    const { [principal]: did = [] } = used;
    return [
      ...did.filter((one) => !may.includes(one)).map((one) => `${principal} is not granted what it uses: ${one}`),
      ...may
        .filter((one) => !did.includes(one))
        .map((one) => `${principal} is granted what no test saw it use: ${one}`),
    ].sort();
  });
}

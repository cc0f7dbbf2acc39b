import { createHash } from "node:crypto";
import * as z from "zod";

const name = z.string().min(1).max(200);

/** How a member fails; a module as a whole where no member is named. */
export const mutations = ["removed", "throwing", "hanging", "undefined", "renamed"] as const;

const mutantShape = z.strictObject({
  module: name,
  /** With a point for each step down: `Msg.get`. */
  member: name.exactOptional(),
  how: z.enum(mutations),
});
export type PageMutant = z.infer<typeof mutantShape>;

/** What WhatsApp changed in its page, or may change next. */
const driftShape = z.strictObject({
  /** Since 2026-07-14: a message's key has no `_serialized`, but `$1`. Accounts keep theirs. */
  keysAre$1: z.boolean().exactOptional(),
  /** Since 2026-09-17: a file's model has an own `__x_id`, and a message that it is copied into has no id. */
  mediaHasXId: z.boolean().exactOptional(),
  /** Modules that can't be had until so long after the line came up. */
  late: z.strictObject({ modules: z.array(name), ms: z.int().min(0).max(3_600_000) }).exactOptional(),
  /** The library's listeners break half way: acks are heard, and messages that come in are not. */
  listenersBreak: z.boolean().exactOptional(),
  mutants: z.array(mutantShape).exactOptional(),
});
export type PageDrift = z.infer<typeof driftShape>;

/** As the controls take it; what is not named keeps its value. */
export const pageChangesShape = z.strictObject({
  /** Only the page of that session, once it is linked; all pages where none is named. */
  session: name.exactOptional(),
  version: name.exactOptional(),
  drift: driftShape.exactOptional(),
  /** Pages that are loaded already change as well, as they are, or by being loaded anew. */
  running: z.enum(["keep", "change", "reload"]).default("keep"),
});
export type PageChanges = z.infer<typeof pageChangesShape>;

/** One build of the page. */
type PageBuild = Pick<PageChanges, "version" | "drift">;

const ofDrift = /-[0-9a-f]{8}$/;

/**
 * A page that WhatsApp changed is another build of it: it has a version of its own, the same for the same changes, and the one
 * of before once it is as it was. Absent where nothing is said of changes.
 */
export function versionWith(drift: PageDrift | undefined, before: string): string | undefined {
  if (drift === undefined) return undefined;
  const build = before.replace(ofDrift, "");
  const isChanged = Object.values(drift).some((value) => (Array.isArray(value) ? value.length > 0 : value !== false));
  const hash = createHash("sha256").update(JSON.stringify(drift)).digest("hex").slice(0, 8);
  return isChanged ? `${build}-${hash}` : build;
}

/** How the simulated page behaves where the real one may differ, or fails. What is not set: as it should. */
export interface PageBehaviour {
  /** `Debug.VERSION`. */
  readonly version: string;
  /** From a lost line to the next try, in milliseconds. */
  readonly reconnectMs: number;
  readonly drift?: PageDrift;
  /** Builds that some devices get instead, by the device's id. */
  readonly ofDevices?: Readonly<Record<string, PageBuild>>;
  /** It loads itself anew once after pairing. */
  readonly reloadAfterPairing?: boolean;
  /** It is in sync before the library listens, so that the library misses it. */
  readonly syncsUnheard?: boolean;
  /** What was kept for the device goes to the page before the library listens there. */
  readonly deliversUnheard?: boolean;
  /** It never gets beyond opening its line. */
  readonly stuckOpening?: boolean;
  /** The page loads, but its script never does. */
  readonly neverLoads?: boolean;
  /** The server takes the connection and answers nothing. */
  readonly silent?: boolean;
  /** Another page stands where WhatsApp's is expected. */
  readonly anotherPage?: boolean;
}

export const defaultPageBehaviour: PageBehaviour = { version: "2.3000.0", reconnectMs: 1_000 };

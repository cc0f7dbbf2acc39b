import { createHash } from "node:crypto";

/**
 * Faults of WhatsApp's page that more than one session met. Campaigns that go by the same build of the page wait then, before
 * each of them has found it out by messages of its own; the sessions that met the fault are its witnesses.
 */

/** A page as WhatsApp built it, and the code that a worker mends it with: either of them may be another one tomorrow. */
export interface PageBuild {
  readonly version: string;
  readonly shims: string;
}

export interface PageFault extends PageBuild {
  /** By the comparison of the page with what is needed of it, or by what it said of a campaign's messages. */
  readonly seenBy: "contract" | "error";
  /** Names of what is missing, or the page's own words without what differs from one message to the next. All tenants may read it. */
  readonly error: string;
}

export interface PageWitness {
  readonly tenantId: string;
  readonly sessionId: string;
  /** Hash of the file that the campaign sends, or of its text; absent where no message showed the fault. */
  readonly content?: string;
  /** Only messages with a file are known to meet it. */
  readonly media: boolean;
  /** Epoch ms. */
  readonly at: number;
}

/** One fault and all that is known of it. */
export interface WitnessedFault extends PageFault {
  readonly id: string;
  readonly witnesses: readonly PageWitness[];
  /** When it was found to hold campaigns up; absent where it does not, or that was not written down yet. Epoch ms. */
  readonly heldSince?: number;
  /** When a campaign last began to try with one message whether it is still so. Epoch ms. */
  readonly probedAt?: number;
}

/** What is asked of a hold: a campaign by whose page, of whose, with a file or without. */
export interface GoesBy extends PageBuild {
  readonly tenantId: string;
  readonly media: boolean;
}

/** Whom a fault holds up: all tenants, or those that are named. */
export type HoldReach = "all" | readonly string[];

/** Two witnesses agree only where so little time is between them: an error of the morning says nothing of one of the evening. */
export const agreeWithinMs = 30 * 60_000;
/** So long after it was witnessed, began to hold or was last tried, a fault holds no campaign any more. */
export const faultLastsMs = 24 * 3_600_000;
/** After so long one campaign tries with one message whether the fault is still there. */
export const probeAfterMs = 30 * 60_000;
/** Workers go by what they read of the faults at most so long ago. */
export const faultsHoldMs = 30_000;

/** The name that a page gives its build where it gives none. */
const noVersion = "unknown";

/** Builds that can be told apart: what a page without a version does says nothing of another one without. */
export const isNamed = ({ version }: PageBuild): boolean => version !== noVersion;

const hashOf = (...parts: readonly (string | undefined)[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);

/** Faults of one build that are seen by the contract are one; by errors, one an error. */
export const faultIdOf = ({ version, shims, seenBy, error }: PageFault): string =>
  hashOf(version, shims, seenBy, seenBy === "error" ? error : "");

/** A session is a witness once for each content. */
export const witnessIdOf = ({ tenantId, sessionId, content }: Omit<PageWitness, "media" | "at">): string =>
  hashOf(tenantId, sessionId, content);

const heardAt = ({ heldSince = 0, probedAt = 0 }: WitnessedFault): number => Math.max(heldSince, probedAt);

const lives = (fault: WitnessedFault, { at }: PageWitness, now: number): boolean =>
  now - Math.max(at, heardAt(fault)) < faultLastsMs;

/** Since when it holds campaigns up; what an earlier hold that is over left behind counts for nothing. */
export const heldSinceOf = (fault: WitnessedFault, now: number): number | undefined =>
  now - heardAt(fault) < faultLastsMs ? fault.heldSince : undefined;

const isBySession = (one: PageWitness, other: PageWitness): boolean =>
  one.tenantId === other.tenantId && one.sessionId === other.sessionId;

/** Two sessions at about the same time, and not by one and the same message: a content that no page takes is its own fault. */
const agree = ({ seenBy }: PageFault, one: PageWitness, other: PageWitness): boolean =>
  !isBySession(one, other) &&
  Math.abs(one.at - other.at) <= agreeWithinMs &&
  (seenBy === "contract" || one.content !== other.content);

/**
 * Whom a fault holds up. Witnesses of two tenants speak for all tenants; those of one tenant for it alone, so that a tenant
 * that makes its own pages fail halts no other.
 * @param media whether it is asked for campaigns with a file: what only those met holds only those
 */
export function reachOf(fault: WitnessedFault, media: boolean, now: number): HoldReach {
  const witnesses = fault.witnesses.filter((one) => (media || !one.media) && lives(fault, one, now));
  const tenants = new Set<string>();
  for (const [index, one] of witnesses.entries()) {
    for (const other of witnesses.slice(index + 1)) {
      if (!agree(fault, one, other)) continue;
      if (one.tenantId !== other.tenantId) return "all";
      tenants.add(one.tenantId);
    }
  }
  return [...tenants];
}

const covers = (reach: HoldReach, other: HoldReach): boolean =>
  reach === "all" || (other !== "all" && other.every((tenantId) => reach.includes(tenantId)));

/** What holds a campaign without a file holds one with a file, too. */
export const holdsAny = (fault: WitnessedFault, now: number): boolean => reachOf(fault, true, now).length > 0;

export const isSameBuild = (one: PageBuild, other: PageBuild): boolean =>
  one.version === other.version && one.shims === other.shims;

export const holdsUp = (fault: WitnessedFault, campaign: GoesBy, now: number): boolean =>
  isSameBuild(fault, campaign) && covers(reachOf(fault, campaign.media, now), [campaign.tenantId]);

/** Whether the fault with these witnesses holds up all whom it holds up now. */
const holdsNoLess = (fault: WitnessedFault, witnesses: readonly PageWitness[], now: number): boolean =>
  [true, false].every((media) => covers(reachOf({ ...fault, witnesses }, media, now), reachOf(fault, media, now)));

/**
 * Whether a witness adds to what is known. One that comes again is left as it was where its later time would part it from
 * another with which it holds campaigns up.
 */
export function isNews(fault: WitnessedFault | undefined, witness: PageWitness, now: number): boolean {
  if (fault === undefined) return true;
  const id = witnessIdOf(witness);
  const known = fault.witnesses.find((one) => witnessIdOf(one) === id);
  if (known !== undefined && known.media !== witness.media) return true;
  if (reachOf(fault, witness.media, now) === "all") return false;
  return holdsNoLess(fault, [...fault.witnesses.filter((one) => one !== known), witness], now);
}

/** The last witnesses of a tenant, with a file or without: so many are enough to agree with the next one that would agree with any. */
const keptOfTenant = 2;

/** Witnesses without which a fault holds up the same campaigns, now and with the next witness: so its row stays small. */
export function spentOf(fault: WitnessedFault, now: number): readonly PageWitness[] {
  const byAge = fault.witnesses.toSorted((one, other) => one.at - other.at);
  let left: readonly PageWitness[] = byAge;
  for (const [index, { tenantId, media, at }] of byAge.entries()) {
    const later = byAge.slice(index + 1).filter((one) => one.tenantId === tenantId && one.media === media);
    if (now - at <= agreeWithinMs && later.length < keptOfTenant) continue;
    const others = left.filter((one) => one !== byAge[index]);
    if (holdsNoLess({ ...fault, witnesses: left }, others, now)) left = others;
  }
  return byAge.filter((one) => !left.includes(one));
}

/** Whether it is time that one campaign tries it. */
export const isProbeDue = (fault: WitnessedFault, now: number): boolean =>
  heldSinceOf(fault, now) !== undefined && now - heardAt(fault) >= probeAfterMs;

/** What an operator is shown of faults that hold campaigns up. */
export interface HeldPage {
  /** The only one that is held up; absent where all are. */
  readonly tenantId?: string;
  readonly version: string;
  readonly error: string;
  readonly since: number;
  /** Only campaigns with a file wait. */
  readonly media: boolean;
}

export function heldPagesOf(faults: readonly WitnessedFault[], now: number): readonly HeldPage[] {
  return faults.flatMap((fault) => {
    const { version, error } = fault;
    const since = heldSinceOf(fault, now) ?? Math.max(...fault.witnesses.map(({ at }) => at));
    const [all, ofMedia] = [reachOf(fault, false, now), reachOf(fault, true, now)];
    const shown = (media: boolean, reach: HoldReach): readonly HeldPage[] =>
      reach === "all"
        ? [{ version, error, since, media }]
        : reach.map((tenantId) => ({ version, error, since, media, tenantId }));
    if (all === "all") return shown(false, all);
    const further = ofMedia === "all" ? ofMedia : ofMedia.filter((tenantId) => !all.includes(tenantId));
    return [...shown(false, all), ...shown(true, further)];
  });
}

export interface PageFaultReader {
  /** As they were a moment ago. */
  recent(): Promise<readonly WitnessedFault[]>;
}

export interface PageFaultStore extends PageFaultReader {
  all(): Promise<readonly WitnessedFault[]>;
  find(id: string): Promise<WitnessedFault | undefined>;
  /** Takes those out that are spent. @returns the fault as it is then, with the witness */
  witness(fault: PageFault, witness: PageWitness, spent?: readonly PageWitness[]): Promise<WitnessedFault>;
  /** Takes witnesses back. @param endsHold what is left holds no campaign up */
  withdraw(id: string, witnesses: readonly PageWitness[], endsHold: boolean): Promise<void>;
  /** Writes down since when it holds campaigns up, unless a hold that is not over has that. @returns whether this call did */
  beginHold(id: string, now: number): Promise<boolean>;
  /** @returns whether this call won: by what was read, no other campaign began to try it meanwhile */
  claimProbe(seen: WitnessedFault, now: number): Promise<boolean>;
}

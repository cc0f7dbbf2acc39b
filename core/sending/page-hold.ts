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
  /** What is missing, or the page's own words without what differs from one message to the next. */
  readonly error: string;
}

export interface PageWitness {
  readonly tenantId: string;
  readonly sessionId: string;
  /** Hash of what the campaign sends; absent where no message showed the fault. */
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

/** Whom a fault holds up: all tenants, or the one that is named. */
export interface HoldReach {
  readonly tenantId?: string;
}

/** A fault of which nothing was heard for so long holds no campaign. */
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

const lives = ({ probedAt = 0 }: WitnessedFault, { at }: PageWitness, now: number): boolean =>
  now - Math.max(at, probedAt) < faultLastsMs;

const isBySession = (one: PageWitness, other: PageWitness): boolean =>
  one.tenantId === other.tenantId && one.sessionId === other.sessionId;

/** Two sessions, and not by one and the same message: a content that no page takes is the content's fault. */
const agree =
  ({ seenBy }: PageFault) =>
  (one: PageWitness, other: PageWitness): boolean =>
    !isBySession(one, other) && (seenBy === "contract" || one.content !== other.content);

/**
 * Whom a fault holds up. Witnesses of two tenants speak for all tenants; those of one tenant for it alone, so that a tenant
 * that makes its own pages fail halts no other.
 * @param media whether it is asked for campaigns with a file: what only those met holds only those
 */
export function reachOf(fault: WitnessedFault, media: boolean, now: number): HoldReach | undefined {
  const witnesses = fault.witnesses.filter((one) => (media || !one.media) && lives(fault, one, now));
  const agreeing = agree(fault);
  let reach: HoldReach | undefined;
  for (const [index, one] of witnesses.entries()) {
    for (const other of witnesses.slice(index + 1)) {
      if (!agreeing(one, other)) continue;
      if (one.tenantId !== other.tenantId) return {};
      reach = { tenantId: one.tenantId };
    }
  }
  return reach;
}

const isSameBuild = (one: PageBuild, other: PageBuild): boolean =>
  one.version === other.version && one.shims === other.shims;

export function holdsUp(fault: WitnessedFault, campaign: GoesBy, now: number): boolean {
  if (!isSameBuild(fault, campaign)) return false;
  const reach = reachOf(fault, campaign.media, now);
  return reach !== undefined && (reach.tenantId ?? campaign.tenantId) === campaign.tenantId;
}

/** Whether one more witness can change whom the fault holds up; so a fault that a whole fleet meets stays a small row. */
export function isNews(fault: WitnessedFault | undefined, witness: PageWitness, now: number): boolean {
  if (fault === undefined || fault.witnesses.some((one) => witnessIdOf(one) === witnessIdOf(witness))) return true;
  if (holdsUp(fault, { ...fault, ...witness }, now)) return false;
  const alike = fault.witnesses.filter(
    (one) =>
      one.tenantId === witness.tenantId &&
      one.content === witness.content &&
      one.media === witness.media &&
      lives(fault, one, now),
  );
  return alike.length < 2;
}

/** Whether it is time that one campaign tries it. */
export const isProbeDue = ({ heldSince, probedAt = 0 }: WitnessedFault, now: number): boolean =>
  heldSince !== undefined && now - Math.max(heldSince, probedAt) >= probeAfterMs;

/** What an operator is shown of faults that hold campaigns up. */
export interface HeldPage extends HoldReach {
  readonly version: string;
  readonly error: string;
  readonly since: number;
  /** Only campaigns with a file wait. */
  readonly media: boolean;
}

export function heldPagesOf(faults: readonly WitnessedFault[], now: number): readonly HeldPage[] {
  return faults.flatMap((fault) => {
    const { version, error, heldSince = Math.max(...fault.witnesses.map(({ at }) => at)) } = fault;
    const [all, ofMedia] = [reachOf(fault, false, now), reachOf(fault, true, now)];
    const shown = (media: boolean, reach: HoldReach) => ({ version, error, since: heldSince, media, ...reach });
    const isWider = ofMedia !== undefined && (all === undefined || all.tenantId !== ofMedia.tenantId);
    return [...(all === undefined ? [] : [shown(false, all)]), ...(isWider ? [shown(true, ofMedia)] : [])];
  });
}

export interface PageFaultReader {
  /** As they were a moment ago. */
  recent(): Promise<readonly WitnessedFault[]>;
}

export interface PageFaultStore extends PageFaultReader {
  all(): Promise<readonly WitnessedFault[]>;
  find(id: string): Promise<WitnessedFault | undefined>;
  /** @returns the fault as it is with the witness */
  witness(fault: PageFault, witness: PageWitness): Promise<WitnessedFault>;
  /** Takes witnesses back. @param endsHold what is left holds no campaign up */
  withdraw(id: string, witnesses: readonly PageWitness[], endsHold: boolean): Promise<void>;
  /** Writes down since when it holds campaigns up. @returns whether this call was the first to */
  beginHold(id: string, now: number): Promise<boolean>;
  /** @returns whether this call won: by what was read, no other campaign began to try it meanwhile */
  claimProbe(seen: WitnessedFault, now: number): Promise<boolean>;
}

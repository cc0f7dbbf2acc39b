/** The switch that halts sending, in the whole deployment or in one tenant. Its rows say who halted it, why and since when. */

export const haltedBy = ["operator", "tenant"] as const;
/** The deployment's operator, or an admin of the tenant. Each lifts its own halt; the operator lifts both. */
export type HaltedBy = (typeof haltedBy)[number];

export const maxHaltReason = 200;

export interface Halt {
  readonly by: HaltedBy;
  readonly reason: string;
  /** Epoch ms. A halt that is given again with another reason keeps it. */
  readonly since: number;
  /** The key that gave it last. */
  readonly keyId: string;
}

/** What halts one tenant. */
export interface Halts {
  /** By the operator, for all tenants. */
  readonly deployment?: Halt;
  /** By the operator, for this tenant. */
  readonly operator?: Halt;
  /** By the tenant itself. */
  readonly tenant?: Halt;
}

/** The one that a person is told: the operator's first, because the tenant's own does not help against it. */
export const haltOf = ({ deployment, operator, tenant }: Halts): Halt | undefined => deployment ?? operator ?? tenant;

/**
 * Workers send by what they read of the halts at most so long ago; so the request that halts sending is answered after this
 * time, and from then on no message begins. Each worker reads once in this time for all of its sessions of a tenant.
 */
export const haltHoldsMs = 2_000;

/** A campaign whose next message is further away than this asks whether it is halted meanwhile; else it asks before the message. */
export const farAwayMs = 15_000;

export interface HaltReader {
  /** Read consistently. @param tenantId absent: the deployment alone */
  of(tenantId?: string): Promise<Halts>;
}

/** Where a halt holds: in that tenant, or in the whole deployment. */
export interface HaltPlace {
  readonly tenantId?: string;
}

export interface HaltDesk extends HaltReader {
  halt(place: HaltPlace, halt: Halt): Promise<void>;
  /** @returns whether there was one */
  lift(place: HaltPlace, by: readonly HaltedBy[]): Promise<boolean>;
}

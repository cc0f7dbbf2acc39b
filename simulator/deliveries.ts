/** One arrival on a phone. */
export interface Delivery {
  /** The message's id as its sender chose it. */
  readonly id: string;
  readonly session: string;
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly body: string;
  readonly mediaSha256?: string;
  readonly fileName?: string;
  readonly quotedMessageId?: string;
  /** ISO 8601 UTC. */
  readonly receivedAt: string;
  /** The page handed this copy over by itself, opened anew: the caller did not ask for it. */
  readonly resent?: true;
}

export interface DeliveryFilter {
  readonly to?: string;
  readonly session?: string;
  /** Epoch milliseconds; arrivals at or after it. */
  readonly since?: number;
}

/** What the phones received, in the order of arrival. */
export class Deliveries {
  #all: Delivery[] = [];
  #byNumber = new Map<string, Delivery[]>();

  add(delivery: Delivery): void {
    this.#all.push(delivery);
    const ofNumber = this.#byNumber.get(delivery.to);
    if (ofNumber) ofNumber.push(delivery);
    else this.#byNumber.set(delivery.to, [delivery]);
  }

  list(filter: DeliveryFilter = {}): readonly Delivery[] {
    const { to, session, since } = filter;
    // ISO times of one form sort like the moments they name.
    const sinceIso = since === undefined ? "" : new Date(since).toISOString();
    return (to === undefined ? this.#all : (this.#byNumber.get(to) ?? [])).filter(
      (delivery) => (session === undefined || delivery.session === session) && delivery.receivedAt >= sinceIso,
    );
  }

  forget(): void {
    this.#all = [];
    this.#byNumber = new Map();
  }
}

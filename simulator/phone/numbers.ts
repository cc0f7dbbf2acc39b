import type { EventOf, NumberBehaviour } from "../events.ts";

/** How phone numbers behave: to all, and to the sessions of a tenant that changed one for itself. */
export class Numbers {
  readonly #toAll = new Map<string, NumberBehaviour>();
  /** By tenant, then by number: what is not named there is as for all. */
  readonly #toTenants = new Map<string, Map<string, NumberBehaviour>>();

  find(number: string, tenantId?: string): NumberBehaviour {
    const toTenant = tenantId === undefined ? undefined : this.#toTenants.get(tenantId)?.get(number);
    const toAll = this.#toAll.get(number) ?? {};
    return toTenant === undefined ? toAll : { ...toAll, ...toTenant };
  }

  withLid(lid: string): string | undefined {
    for (const [number, behaviour] of this.#toAll) if (behaviour.lid === lid) return number;
    return undefined;
  }

  change({ number, behaviour, tenantId }: EventOf<"number">): void {
    if (tenantId !== undefined) {
      const ofTenant = this.#toTenants.get(tenantId) ?? new Map<string, NumberBehaviour>();
      this.#toTenants.set(tenantId, ofTenant.set(number, { ...ofTenant.get(number), ...behaviour }));
      return;
    }
    this.#toAll.set(number, { ...this.#toAll.get(number), ...behaviour });
    // What holds for all holds for a tenant that said otherwise before.
    for (const ofTenant of this.#toTenants.values()) {
      const own = Object.entries(ofTenant.get(number) ?? {}).filter(([name]) => !Object.hasOwn(behaviour, name));
      if (ofTenant.has(number)) ofTenant.set(number, Object.fromEntries(own));
    }
  }
}

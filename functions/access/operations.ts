import * as stores from "../../aws/open.ts";
import { defined } from "../../core/defined.ts";
import type { Slot } from "../../core/session/lease.ts";
import { isConnected, sessionStates, stateOf, type Session } from "../../core/session/session.ts";
import { operatorTenantId, type Caller } from "../edge/keys.ts";
import { pageOfFew } from "../edge/pages.ts";
import { implementWith } from "../edge/request.ts";
import type { Services } from "../edge/services.ts";
import { isoTime } from "../edge/views.ts";
import * as routes from "../routes/api-keys.ts";
import { onlyOperator } from "./halts.ts";

/** What the operator is shown of the deployment. Both read the sessions of what is on their page, and no more. */

const implement = implementWith({
  apiKeys: stores.apiKeys,
  haltDesk: stores.haltDesk,
  sessions: stores.sessions,
  slots: stores.slots,
});

export const listTenants = implement(routes.listTenants)(async ({ caller, query, after, page }, services) => {
  assertOperator(caller, "sees all tenants");
  const { limit } = query;
  const { items } = await services.apiKeys.tenants({ limit: limit + 1, ...defined({ after }) });
  // The operator's own tenant needs no key to be there.
  const others = items.filter(({ tenantId }) => tenantId !== operatorTenantId);
  const known = [{ tenantId: operatorTenantId }, ...others].filter(({ tenantId }) => tenantId > (after ?? ""));
  const { items: shown, next } = pageOfFew(known, ({ tenantId }) => tenantId, { limit, after });
  return page(await Promise.all(shown.map((tenant) => tenantView(services, tenant))), next);
});

async function tenantView(
  { sessions, haltDesk }: Pick<Services, "sessions" | "haltDesk">,
  { tenantId, createdAt }: { readonly tenantId: string; readonly createdAt?: number },
) {
  const [all, halts] = await Promise.all([sessions.list(tenantId), haltDesk.of(tenantId)]);
  const there = all.filter(({ deletingAt }) => deletingAt === undefined).map(stateOf);
  const counts = sessionStates.map((state) => [state, there.filter((one) => one === state).length] as const);
  const { by, reason, since } = halts.operator ?? halts.tenant ?? {};
  return {
    tenantId,
    ...defined({ createdAt: isoTime(createdAt), halt: by && { by, reason: reason ?? "", since: isoTime(since ?? 0) } }),
    sessions: there.length,
    sessionsByState: Object.fromEntries(counts) as Record<Session["state"], number>,
  };
}

export const listWorkers = implement(routes.listWorkers)(async ({ caller, query, after, page }, services) => {
  assertOperator(caller, "sees the workers");
  const slots = await services.slots.list();
  const { items, next } = pageOfFew(slots, ({ slot }) => placeOf(slot), { limit: query.limit, after });
  const views = items.map(async (slot) => workerView(slot, await services.sessions.ownedBy(slot.slot)));
  return page(await Promise.all(views), next, slots.length);
});

const placeOf = (slot: number): string => String(slot).padStart(3, "0");

function workerView(slot: Slot, owned: readonly Session[]) {
  const { workerId, version, takenAt, beatAt, capacity, epoch } = slot;
  // What a lost worker leaves is released by the others.
  const held = owned.filter(({ owner }) => owner?.slotEpoch === epoch);
  const worker =
    workerId === undefined ? {} : { workerId, version, since: isoTime(takenAt), lastBeatAt: isoTime(beatAt) };
  return {
    slot: slot.slot,
    ...defined(worker),
    capacity,
    sessions: held.length,
    connected: held.filter(isConnected).length,
    pages: pagesOf(held),
  };
}

/** The versions of WhatsApp's page that were found, with what each lacks. */
function pagesOf(sessions: readonly Session[]) {
  const pages = new Map<string, ReturnType<typeof pageView> & { sessions: number }>();
  for (const { page } of sessions) {
    if (page === undefined) continue;
    const view = pageView(page);
    const name = JSON.stringify(view);
    pages.set(name, { ...view, sessions: (pages.get(name)?.sessions ?? 0) + 1 });
  }
  return [...pages.values()];
}

const pageView = ({ version, unavailable }: NonNullable<Session["page"]>) => ({
  version,
  unavailable: unavailable.map(({ member, feature }) => ({ member, feature })),
});

/** @throws NamedError SCOPE_MISSING */
function assertOperator({ operator }: Caller, does: string): void {
  if (!operator) throw onlyOperator(does);
}

import * as stores from "../../aws/open.ts";
import { defined } from "../../core/defined.ts";
import { NamedError } from "../../core/errors.ts";
import { haltHoldsMs, haltOf, type Halt, type HaltDesk, type Halts } from "../../core/sending/halt.ts";
import { heldPagesOf, type PageFaultStore } from "../../core/sending/page-hold.ts";
import { assertOfWholeTenant, type Caller } from "../edge/keys.ts";
import { implementWith } from "../edge/request.ts";
import { isoTime } from "../edge/views.ts";
import { logFacts } from "../edge/log-facts.ts";
import * as routes from "../routes/api-keys.ts";

const implement = implementWith({ haltDesk: stores.haltDesk, pageFaults: stores.pageFaults });

/** A worker's read may have begun in the moment before the halt was written. */
const answersAfterMs = haltHoldsMs + 250;

export const getSending = implement(routes.getSending)(async ({ caller, query, now }, services) => {
  const tenantId = tenantFor(caller, query.tenantId);
  return { status: 200, body: { data: await sendingNow(services, tenantId, now) } };
});

export const setSending = implement(routes.setSending)(async ({ caller, body, now }, services) => {
  const { haltDesk, clock, logger } = services;
  assertOfWholeTenant(caller, "admin");
  const tenantId = tenantFor(caller, body.tenantId);
  const place = defined({ tenantId });
  const { halted, reason = "" } = body;
  if (halted) {
    const by = caller.operator ? "operator" : "tenant";
    await haltDesk.halt(place, { by, reason, since: now, keyId: caller.keyId });
    await clock.wait(answersAfterMs);
  } else {
    const wasLifted = await haltDesk.lift(place, caller.operator ? ["operator", "tenant"] : ["tenant"]);
    const left = wasLifted ? undefined : haltOf(await haltDesk.of(tenantId));
    if (left !== undefined && !caller.operator) throw onlyOperator("lifts a halt of the operator's");
    if (tenantId === undefined) await endHolds(services);
  }
  logger.warn(halted ? "sending is halted" : "the halt of sending is lifted", logFacts({ tenantId }));
  const of = tenantId === undefined ? "deployment" : "tenant";
  const data = await sendingNow(services, tenantId, now);
  return { status: 200, body: { data }, audited: { of, halted: String(halted) } };
});

interface Services {
  readonly haltDesk: HaltDesk;
  readonly pageFaults: PageFaultStore;
}

/** What pages hold up is the operator's alone to see: it tells of all tenants. */
async function sendingNow({ haltDesk, pageFaults }: Services, tenantId: string | undefined, now: number) {
  const [halts, faults] = await Promise.all([haltDesk.of(tenantId), tenantId === undefined ? pageFaults.all() : []]);
  const held = heldPagesOf(faults, now).map((page) => ({ ...page, since: isoTime(page.since) }));
  return { ...view(halts, tenantId), ...(held.length === 0 ? {} : { pages: held }) };
}

/** What is held up by faults of WhatsApp's page goes on; where the page still fails, it is found out anew. */
async function endHolds({ pageFaults }: Services): Promise<void> {
  for (const { id, witnesses } of await pageFaults.all()) await pageFaults.withdraw(id, witnesses, true);
}

/**
 * The tenant that is meant; none where the operator means the deployment.
 * @throws NamedError SCOPE_MISSING
 */
function tenantFor(caller: Caller, named: string | undefined): string | undefined {
  if (caller.operator) return named;
  if (named !== undefined && named !== caller.tenantId) throw onlyOperator("names another tenant");
  return caller.tenantId;
}

export const onlyOperator = (does: string): NamedError =>
  new NamedError("SCOPE_MISSING", `only the operator ${does}`, { facts: { scope: "operator" } });

function view(halts: Halts, tenantId: string | undefined) {
  const all = [
    ...shown("deployment", halts.deployment),
    ...shown("tenant", halts.operator),
    ...shown("tenant", halts.tenant),
  ];
  const { by, reason, since } = all[0] ?? {};
  return { ...defined({ tenantId, by, reason, since }), halted: all.length > 0, halts: all };
}

const shown = (of: "deployment" | "tenant", halt: Halt | undefined) =>
  halt === undefined ? [] : [{ of, ...halt, since: isoTime(halt.since) }];

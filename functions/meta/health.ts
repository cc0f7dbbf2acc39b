import { within } from "../../core/time/clock.ts";
import * as stores from "../../aws/open.ts";
import { defined } from "../../core/defined.ts";
import { authenticator } from "../edge/bootstrap.ts";
import { NamedError } from "../../core/errors.ts";
import { operatorTenantId } from "../edge/keys.ts";
import { bucketsOf, takeTokens } from "../edge/limits.ts";
import type { ApiRequest } from "../edge/request.ts";
import { servicesWith, type Services } from "../edge/services.ts";
import type { health } from "../routes/meta.ts";

const opened = servicesWith({
  authenticator,
  rateLimits: stores.rateLimits,
  slots: stores.slots,
  sessions: stores.sessions,
  audit: stores.audit,
  files: stores.files,
});

/** How long each part may take to answer. */
const partMs = 3_000;

/** Shallow for load balancers: this process answers. Deep for people: so does everything that it stands on. */
export async function answerHealth({ query, headers, now }: ApiRequest<typeof health>) {
  if (query.deep !== "true") return { status: 200 as const, body: { status: "ok" as const } };
  const services = await opened();
  const caller = await services.authenticator.authenticate(headers, "admin", now);
  const rateHeaders: Record<string, string> = {};
  const buckets = bucketsOf(caller, "general", services.settings.rateLimits);
  await takeTokens(services.rateLimits, buckets, now, (shown) => Object.assign(rateHeaders, shown));
  // What it counts is of all tenants.
  if (caller.tenantId !== operatorTenantId || caller.sessions !== undefined) {
    throw new NamedError("SCOPE_MISSING", "only the operator gets the deep health", { facts: { scope: "operator" } });
  }
  const { slots, sessions, audit, files } = services;
  const [registry, delivery, bucket] = await Promise.all([
    part(services, async () => {
      const [held, waiting] = await Promise.all([slots.list(), sessions.waiting(1_000)]);
      const running = held.filter(({ workerId }) => workerId !== undefined);
      return {
        running: running.length,
        sessions: running.reduce((sum, slot) => sum + slot.sessions, 0),
        sessionsWaiting: waiting.length,
      };
    }),
    part(services, () => audit.page(operatorTenantId, { limit: 1 })),
    part(services, () => files.load("imports/health")),
  ]);
  const checks = { registry: registry.check, delivery: delivery.check, bucket: bucket.check };
  if (Object.values(checks).some(({ ok }) => !ok)) {
    throw new NamedError("TRY_AGAIN", "a part does not answer", { members: { checks }, retryAfterSeconds: 5 });
  }
  const workers = registry.answer;
  return {
    status: 200 as const,
    body: { status: "ok" as const, checks, ...defined({ workers }) },
    headers: rateHeaders,
  };
}

async function part<Answer>({ clock, logger }: Pick<Services, "clock" | "logger">, ask: () => Promise<Answer>) {
  const startedAt = clock.elapsed();
  const asked = ask().then((answer) => ({ answer }));
  asked.catch(() => undefined);
  try {
    const answered = await within(clock, partMs, asked);
    if (answered === undefined) throw new Error(`no answer in ${partMs} ms`);
    const { answer } = answered;
    return { check: { ok: true, tookMs: Math.round(clock.elapsed() - startedAt) }, answer };
  } catch (error) {
    logger.error("health: a part does not answer", { error: error as Error });
    return { check: { ok: false, tookMs: Math.round(clock.elapsed() - startedAt) }, answer: undefined };
  }
}

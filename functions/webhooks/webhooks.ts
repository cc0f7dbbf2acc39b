import * as stores from "../../aws/open.ts";
import { defined } from "../../core/defined.ts";
import { invalidField, NamedError } from "../../core/errors.ts";
import { refusedAs, unlessRefused } from "../../core/refused.ts";
import { eventIdOf, testEventType, type DomainEvent } from "../../core/webhook/events.ts";
import { idOf, isIdOf, timeOf } from "../../core/ids.ts";
import {
  askedAgain,
  deliveryIdOf,
  formerSecretsOf,
  listenersHoldMs,
  maxFormerSecrets,
  maxWebhooks,
  withNewSecret,
  type Webhook,
  type WebhookDelivery,
} from "../../core/webhook/webhook.ts";
import { lastAnswerOf } from "../../core/webhook/receiver-trouble.ts";
import { normalUrl, urlProblem } from "../../core/webhook/webhook-address.ts";
import { unlessGone } from "../edge/access.ts";
import { serve } from "../edge/http.ts";
import { maySeeAllOf, type Caller } from "../edge/keys.ts";
import { pageOfFew, searchPage } from "../edge/pages.ts";
import { implementWith } from "../edge/request.ts";
import type { Services } from "../edge/services.ts";
import { isoTime } from "../edge/views.ts";
import * as routes from "../routes/webhooks.ts";

const implement = implementWith({
  webhooks: stores.webhooks,
  webhookDeliveries: stores.webhookDeliveries,
  webhookQueue: stores.webhookQueue,
});

/** Of the form of Standard Webhooks: what is drawn is base64 of 24 bytes, the least that it wants. */
const secretOf = (drawn: string): string => `whsec_${drawn}`;

/** @throws NamedError WEBHOOK_NOT_FOUND */
async function getWebhookOf(
  { webhooks }: Pick<Services, "webhooks">,
  caller: Caller,
  webhookId: string,
): Promise<Webhook> {
  const webhook = isIdOf("webhook", webhookId)
    ? await webhooks.find({ tenantId: caller.tenantId, webhookId })
    : undefined;
  if (webhook === undefined || !maySeeAllOf(caller, webhook))
    throw new NamedError("WEBHOOK_NOT_FOUND", "no such webhook");
  return webhook;
}

/** The address in its normal form. @throws NamedError VALIDATION_FAILED */
function callableUrl({ settings }: Pick<Services, "settings">, written: string): string {
  // The parser of URLs passes over tabs and line ends in silence.
  const hasControls = /\p{Cc}/u.test(written);
  const problem = hasControls
    ? "a URL without control characters"
    : urlProblem(written, { allowLoopback: settings.allowLoopback });
  if (problem !== undefined) throw invalidField("/url", written, problem);
  return normalUrl(written);
}

/** The answer can be relied on: by then no process goes by what it read before. */
const untilKnownEverywhere = ({ clock }: Pick<Services, "clock">): Promise<void> => clock.wait(listenersHoldMs);

const listWebhooks = implement(routes.listWebhooks)(async ({ caller, query, after, page, now }, { webhooks }) => {
  const seen = (await webhooks.list(caller.tenantId)).filter((webhook) => maySeeAllOf(caller, webhook));
  const { items, next } = pageOfFew(seen, ({ webhookId }) => webhookId, { limit: query.limit, after });
  const data = items.map((one) => view(one, now));
  return page(data, next, seen.length);
});

const createWebhook = implement(routes.createWebhook)(
  async ({ caller, body, now, ulid, secret }, services) => {
    const { webhooks } = services;
    const url = callableUrl(services, body.url);
    const webhook: Webhook = defined({
      tenantId: caller.tenantId,
      webhookId: idOf("webhook", ulid),
      url,
      events: [...new Set(body.events)],
      description: body.description,
      active: true,
      sessions: caller.sessions,
      secret: secretOf(secret()),
      createdAt: now,
      updatedAt: now,
    });
    // Two at once may make one more than that; nothing rests on it.
    if ((await webhooks.list(caller.tenantId)).length >= maxWebhooks) {
      throw new NamedError("WEBHOOK_LIMIT", "too many webhooks", { facts: { limit: maxWebhooks } });
    }
    // The repeat of a request that was cut off finds the webhook that it made: it drew the same secret.
    await unlessRefused(webhooks.create(webhook));
    await untilKnownEverywhere(services);
    return { status: 201, body: { data: { ...view(webhook, now), secret: webhook.secret } } };
  },
  async ({ caller, now, ulid, secret }, services) => {
    const webhook = await services.webhooks.find({ tenantId: caller.tenantId, webhookId: idOf("webhook", ulid) });
    if (webhook === undefined) return undefined;
    await untilKnownEverywhere(services);
    // The one that it was made with, should another have taken its place.
    return { status: 201, body: { data: { ...view(webhook, now), secret: secretOf(secret()) } } };
  },
);

/** Among so many of the latest deliveries the last answer of a receiver that is well is searched. */
const deliveriesLookedAt = 25;

const getWebhook = implement(routes.getWebhook)(async ({ caller, params, now }, services) => {
  const webhook = await getWebhookOf(services, caller, params.webhookId);
  const [trouble, latest] = await Promise.all([
    services.webhookDeliveries.findTrouble(webhook),
    services.webhookDeliveries.page(webhook, { limit: deliveriesLookedAt }),
  ]);
  const answer = lastAnswerOf(webhook, latest.items, trouble);
  const lastAnswer = answer === undefined ? {} : { lastAnswer: { ...answer, at: isoTime(answer.at) } };
  const data = { ...view(webhook, now), ...defined({ failingSince: isoTime(trouble?.failingSince) }), ...lastAnswer };
  return { status: 200, body: { data } };
});

const updateWebhook = implement(routes.updateWebhook)(async ({ caller, params, body, now, secret }, services) => {
  const seen = await getWebhookOf(services, caller, params.webhookId);
  const url = body.url === undefined ? seen.url : callableUrl(services, body.url);
  // That the former receiver is gone says nothing of the one at another address.
  const isMoved = url !== seen.url && seen.inactiveBecause === "gone";
  const active = body.active ?? (isMoved ? true : undefined);
  const rotates = body.rotateSecret === true;
  if (rotates) assertMayRotate(seen, now);
  const changed: Webhook = {
    ...withActivity(rotates ? withNewSecret(seen, secretOf(secret()), now) : seen, active, now),
    url,
    ...defined({ events: body.events && [...new Set(body.events)], description: body.description }),
    // Two changes of one millisecond are two changes.
    updatedAt: Math.max(now, seen.updatedAt + 1),
  };
  const isSwitchedOn = changed.active && !seen.active;
  await unlessChanged(services.webhooks.save(changed, seen), () => getWebhookOf(services, caller, params.webhookId));
  // What its receiver did before it was switched on again is past.
  if (isSwitchedOn) await services.webhookDeliveries.saveTrouble(changed, undefined);
  await untilKnownEverywhere(services);
  return { status: 200, body: { data: { ...view(changed, now), ...(rotates ? { secret: changed.secret } : {}) } } };
});

/** Switched off by a person it says so; switched on again it is as new. */
function withActivity(webhook: Webhook, active: boolean | undefined, now: number): Webhook {
  if (active === undefined || active === webhook.active) return webhook;
  const { inactiveBecause: _why, ...rest } = webhook;
  return active ? { ...rest, active, activatedAt: now } : { ...rest, active, inactiveBecause: "user" };
}

/** @throws NamedError SECRET_CHANGES_LIMIT */
function assertMayRotate(webhook: Webhook, now: number): void {
  const former = formerSecretsOf(webhook, now);
  if (former.length < maxFormerSecrets) return;
  // The oldest goes first: from then on there is room for one more.
  const firstUntil = Math.min(...former.map(({ until }) => until));
  throw new NamedError("SECRET_CHANGES_LIMIT", `${former.length} former secrets sign still`, {
    facts: { limit: maxFormerSecrets, until: isoTime(firstUntil) },
    retryAfterSeconds: Math.max(1, Math.ceil((firstUntil - now) / 1_000)),
  });
}

/** @throws NamedError CHANGED_MEANWHILE, or what `assertThere` throws */
const unlessChanged = <Result>(write: Promise<Result>, assertThere: () => Promise<unknown>): Promise<Result> =>
  refusedAs(
    unlessGone(write, assertThere),
    (cause) => new NamedError("CHANGED_MEANWHILE", "changed by another request", { cause }),
  );

const removeWebhook = implement(routes.removeWebhook)(async ({ caller, params }, services) => {
  await services.webhooks.remove(await getWebhookOf(services, caller, params.webhookId));
  return { status: 200, body: {} };
});

const testAnswer = (event: DomainEvent, webhookId: string) => ({
  status: 202 as const,
  body: { data: { deliveryId: deliveryIdOf(event, webhookId), eventId: event.eventId } },
});

/** The event of a request: the same for each of its tries. */
const testEvent = (tenantId: string, webhookId: string, ulid: string): DomainEvent => ({
  eventId: eventIdOf("test", tenantId, webhookId, ulid),
  type: testEventType,
  tenantId,
  at: timeOf(ulid),
  data: { webhookId },
});

const testWebhook = implement(routes.testWebhook)(
  async ({ caller, params, ulid }, services) => {
    const { tenantId, webhookId } = await getWebhookOf(services, caller, params.webhookId);
    const event = testEvent(tenantId, webhookId, ulid);
    await services.webhookQueue.enqueue({ kind: "event", event, onlyTo: webhookId }, 0);
    return testAnswer(event, webhookId);
  },
  async ({ caller: { tenantId }, params: { webhookId }, ulid }, { webhookDeliveries }) => {
    const event = testEvent(tenantId, webhookId, ulid);
    const made = await webhookDeliveries.find({ tenantId, webhookId, deliveryId: deliveryIdOf(event, webhookId) });
    return made === undefined ? undefined : testAnswer(event, webhookId);
  },
);

const listDeliveries = implement(routes.listDeliveries)(async ({ caller, params, query, after, page }, services) => {
  const webhook = await getWebhookOf(services, caller, params.webhookId);
  const { items, next } = await searchPage(
    (part) => services.webhookDeliveries.page(webhook, part),
    ({ deliveryId }) => deliveryId,
    query.status === undefined ? undefined : ({ state }: WebhookDelivery) => state === query.status,
    { limit: query.limit, after },
  );
  return page(items.map(deliveryView), next);
});

/** @throws NamedError WEBHOOK_NOT_FOUND | DELIVERY_NOT_FOUND */
async function getDeliveryOf(
  services: Pick<Services, "webhooks" | "webhookDeliveries">,
  caller: Caller,
  { webhookId, deliveryId }: { readonly webhookId: string; readonly deliveryId: string },
): Promise<WebhookDelivery> {
  const { tenantId } = await getWebhookOf(services, caller, webhookId);
  const delivery = isIdOf("delivery", deliveryId)
    ? await services.webhookDeliveries.find({ tenantId, webhookId, deliveryId })
    : undefined;
  if (delivery === undefined) throw new NamedError("DELIVERY_NOT_FOUND", "no such delivery");
  return delivery;
}

/** The ticket of a delivery whose row says that it was asked for again. A second one finds that there is nothing to do. */
async function attemptNow({ webhookQueue }: Pick<Services, "webhookQueue">, delivery: WebhookDelivery, now: number) {
  const { tenantId, webhookId, deliveryId } = delivery;
  await webhookQueue.enqueue({ kind: "attempt", tenantId, webhookId, deliveryId, dueAt: now }, 0);
  return { status: 202 as const, body: { data: deliveryView(delivery) } };
}

const redeliver = implement(routes.redeliver)(
  async ({ caller, params, now, ulid }, services) => {
    const delivery = await getDeliveryOf(services, caller, params);
    const asked = await unlessChanged(services.webhookDeliveries.save(askedAgain(delivery, ulid, now)), () =>
      getDeliveryOf(services, caller, params),
    );
    return await attemptNow(services, asked, now);
  },
  async ({ caller, params, now, ulid }, services) => {
    const delivery = await getDeliveryOf(services, caller, params);
    return delivery.askedBy === ulid ? await attemptNow(services, delivery, now) : undefined;
  },
);

const view = (webhook: Webhook, now: number) =>
  defined({
    webhookId: webhook.webhookId,
    url: webhook.url,
    events: [...webhook.events],
    description: webhook.description,
    active: webhook.active,
    ...(webhook.active || webhook.inactiveBecause === undefined ? {} : { inactiveBecause: webhook.inactiveBecause }),
    sessions: webhook.sessions && [...webhook.sessions],
    previousSecretUntil: isoTime(formerSecretsOf(webhook, now)[0]?.until),
    createdAt: isoTime(webhook.createdAt),
    updatedAt: isoTime(webhook.updatedAt),
  });

const deliveryView = (delivery: WebhookDelivery) => ({
  deliveryId: delivery.deliveryId,
  eventId: delivery.eventId,
  type: delivery.type,
  status: delivery.state,
  attempts: delivery.attempts.map(({ at, ...attempt }) => ({ at: isoTime(at), ...attempt })),
  attemptCount: delivery.attemptCount,
  createdAt: isoTime(delivery.createdAt),
  ...defined({ nextAttemptAt: isoTime(delivery.nextAttemptAt), deliveredAt: isoTime(delivery.deliveredAt) }),
  event: JSON.parse(delivery.body) as Record<string, unknown>,
});

export const handler = serve([
  listWebhooks,
  createWebhook,
  getWebhook,
  updateWebhook,
  removeWebhook,
  testWebhook,
  listDeliveries,
  redeliver,
]);

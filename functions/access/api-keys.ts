import { networkSetting } from "../../aws/env.ts";
import * as stores from "../../aws/open.ts";
import { productVersion } from "../../core/product-version.ts";
import { defined } from "../../core/defined.ts";
import { ifRefused, refusedAs } from "../../core/refused.ts";
import { authenticator } from "../edge/bootstrap.ts";
import { formatKey, hashKey, type ApiKey } from "../../core/access/api-key.ts";
import { invalidField, NamedError } from "../../core/errors.ts";
import { idOf, isIdOf } from "../../core/ids.ts";
import { serve } from "../edge/http.ts";
import { maySee, maySeeAllOf } from "../edge/keys.ts";
import { pageOfFew } from "../edge/pages.ts";
import { implementWith } from "../edge/request.ts";
import { isoTime } from "../edge/views.ts";
import { listAudit } from "./audit-trail.ts";
import { getSending, setSending } from "./halts.ts";
import { listTenants, listWorkers } from "./operations.ts";
import * as routes from "../routes/api-keys.ts";

const implement = implementWith({
  apiKeys: stores.apiKeys,
  authenticator,
  network: networkSetting,
});

const listApiKeys = implement(routes.listApiKeys)(async ({ caller, query, after, page }, { apiKeys }) => {
  const keys = (await apiKeys.list(caller.tenantId)).filter((key) => maySeeAllOf(caller, key));
  const { items, next } = pageOfFew(keys, ({ keyId }) => keyId, { limit: query.limit, after });
  return page(items.map(view), next, keys.length);
});

const createApiKey = implement(routes.createApiKey)(
  async ({ caller, body, now, ulid, secret: draw }, { apiKeys }) => {
    const expiresAt = body.expiresAt === undefined ? undefined : Date.parse(body.expiresAt);
    if (expiresAt !== undefined && expiresAt <= now) {
      throw invalidField("/expiresAt", body.expiresAt, "a time that is still to come");
    }
    if (body.tenantId !== undefined && !caller.operator) {
      throw new NamedError("SCOPE_MISSING", "only the operator names a tenant", { facts: { scope: "operator" } });
    }
    // A key may not make one that may do more than itself.
    const beyond = body.sessions?.findIndex((sessionId) => !maySee(caller, sessionId)) ?? -1;
    if (beyond >= 0) {
      throw invalidField(`/sessions/${beyond}`, body.sessions?.[beyond], "a session that your key may see");
    }
    const sessions = body.sessions ?? caller.sessions;
    const secret = formatKey(ulid, draw());
    const key: ApiKey = defined({
      tenantId: body.tenantId ?? caller.tenantId,
      keyId: idOf("apiKey", ulid),
      name: body.name,
      scopes: [...new Set(body.scopes)],
      sessions,
      hash: hashKey(secret),
      createdAt: now,
      expiresAt,
    });
    await ifRefused(apiKeys.create(key), async (refused) => {
      // The repeat of a request that was cut off after it had made the key: it drew the same secret.
      if ((await apiKeys.find(key.keyId))?.hash !== key.hash) throw refused;
    });
    return { status: 201, body: { data: { ...view(key), key: secret } } };
  },
  async ({ ulid, secret: draw }, { apiKeys }) => {
    const secret = formatKey(ulid, draw());
    const key = await apiKeys.find(idOf("apiKey", ulid));
    if (key?.hash !== hashKey(secret)) return undefined;
    return { status: 201, body: { data: { ...view(key), key: secret } } };
  },
);

const getOwnApiKey = implement(routes.getOwnApiKey)(async ({ caller }, { apiKeys, network }) => {
  const { keyId, tenantId, scopes, sessions, operator } = caller;
  // The operator's own is no row.
  const key = operator ? undefined : await apiKeys.find(keyId);
  const data = {
    keyId,
    tenantId,
    scopes: [...scopes],
    operator,
    ...defined({ name: key?.name, sessions: sessions && [...sessions], expiresAt: isoTime(key?.expiresAt) }),
    deployment: { version: productVersion, network },
  };
  return { status: 200, body: { data } };
});

const revokeApiKey = implement(routes.revokeApiKey)(async ({ caller, params, now }, { apiKeys, authenticator }) => {
  const key = isIdOf("apiKey", params.keyId) ? await apiKeys.find(params.keyId) : undefined;
  const notThere = (cause?: unknown) => new NamedError("API_KEY_NOT_FOUND", "no such key", { cause });
  if (key === undefined || !maySeeAllOf(caller, key)) throw notThere();
  await refusedAs(apiKeys.revoke(caller.tenantId, params.keyId, now), notThere);
  authenticator.forget(params.keyId);
  return { status: 200, body: {} };
});

const view = (key: ApiKey) =>
  defined({
    keyId: key.keyId,
    tenantId: key.tenantId,
    name: key.name,
    scopes: [...key.scopes],
    sessions: key.sessions && [...key.sessions],
    createdAt: isoTime(key.createdAt),
    expiresAt: isoTime(key.expiresAt),
    lastUsedAt: isoTime(key.lastUsedAt),
    revokedAt: isoTime(key.revokedAt),
  });

export const handler = serve([
  listApiKeys,
  getOwnApiKey,
  createApiKey,
  revokeApiKey,
  listAudit,
  getSending,
  setSending,
  listTenants,
  listWorkers,
]);

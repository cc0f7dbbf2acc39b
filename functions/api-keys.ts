import { formatKey, hashKey, type ApiKey } from "../core/api-key.ts";
import { ConditionRefused, NamedError } from "../core/errors.ts";
import { idOf } from "../core/ids.ts";
import { serve } from "./edge/http.ts";
import { implement } from "./edge/request.ts";
import { servicesOfProcess } from "./edge/services.ts";
import { isoTime, optionalTime } from "./edge/views.ts";
import { createApiKey, listApiKeys, revokeApiKey } from "./routes/api-keys.ts";

const list = implement(listApiKeys)(async ({ caller }) => {
  const { apiKeys } = await servicesOfProcess();
  return { status: 200, body: { data: (await apiKeys.list(caller.tenantId)).map(view) } };
});

const create = implement(createApiKey)(async ({ caller, body, now, ulid }) => {
  const { apiKeys, newSecret } = await servicesOfProcess();
  if (body.tenantId !== undefined && !caller.operator) {
    throw new NamedError("SCOPE_MISSING", "only the operator names a tenant", { facts: { scope: "operator" } });
  }
  const secret = formatKey(ulid, newSecret());
  const key: ApiKey = {
    tenantId: body.tenantId ?? caller.tenantId,
    keyId: idOf("apiKey", ulid),
    name: body.name,
    scopes: [...new Set(body.scopes)],
    ...(body.sessions === undefined ? {} : { sessions: body.sessions }),
    hash: hashKey(secret),
    createdAt: now,
    ...(body.expiresAt === undefined ? {} : { expiresAt: Date.parse(body.expiresAt) }),
  };
  await apiKeys.create(key);
  return { status: 201, body: { data: { ...view(key), key: secret } } };
});

const revoke = implement(revokeApiKey)(async ({ caller, params, now }) => {
  const { apiKeys } = await servicesOfProcess();
  try {
    await apiKeys.revoke(caller.tenantId, params.keyId, now);
  } catch (error) {
    if (error instanceof ConditionRefused) throw new NamedError("API_KEY_NOT_FOUND", "no such key", { cause: error });
    throw error;
  }
  return { status: 200, body: {} };
});

const view = (key: ApiKey) => ({
  keyId: key.keyId,
  tenantId: key.tenantId,
  name: key.name,
  scopes: [...key.scopes],
  ...(key.sessions === undefined ? {} : { sessions: [...key.sessions] }),
  createdAt: isoTime(key.createdAt),
  ...optionalTime("expiresAt", key.expiresAt),
  ...optionalTime("revokedAt", key.revokedAt),
});

export const handler = serve([list, create, revoke], servicesOfProcess);

import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { ulid } from "ulid";
import { documentClient } from "../../aws/clients.ts";
import { envNames } from "../../aws/names.ts";
import * as stores from "../../aws/open.ts";
import { formatKey, hashKey, type ApiKey } from "../../core/access/api-key.ts";
import { routes } from "../../functions/routes/index.ts";
import { routeKeys } from "../../functions/routes/route.ts";
import { startHttpFront } from "../../local/gateway/http-front.ts";
import { loadLambdas } from "../../local/gateway/lambdas.ts";
import { createResources } from "../../local/aws/resources.ts";
import { startAwsProcess, stopAwsProcess } from "../support/embedded-aws.ts";
import type { Figure } from "./figure.ts";

const requests = 10_000;
const atOnce = 20;
/** Of bad keys. */
const kinds = 5;

/** Requests with bad keys, of every route: what they ask of the services, and what they change. */
export async function measureBadKeys(): Promise<readonly Figure[]> {
  const aws = await startAwsProcess();
  const env = await createResources(aws.endpoints, { prefix: "bad-keys", maxWorkers: 1 });
  Object.assign(process.env, env, { [envNames.bootstrapKey]: "the operator's own key" });
  const { targets, fallback } = await loadLambdas();
  const guarded = routes.filter(({ scope }) => scope !== "none").flatMap((route) => routeKeys(route));
  const front = await startHttpFront({ port: 0, routes: targets, fallback });
  try {
    const good = formatKey(ulid(), "a".repeat(32));
    const key: ApiKey = {
      tenantId: "acme",
      keyId: good.split("_")[1] ?? "",
      name: "bench",
      hash: hashKey(good),
      scopes: ["admin"],
      createdAt: Date.now(),
    };
    await stores.apiKeys(env).create(key);
    // Whatever a Lambda reads once at its start is read before the count.
    await fetch(`${front.endpoint}/api/whatsapp/sessions`, { headers: { "x-api-key": "x" } });
    const before = await itemsOf(env);
    let asked = 0;
    const count = () => (asked += 1);
    // The client of this measurement is fetch, which does not pass here: what does are the calls of the services.
    subscribe("http.client.request.start", count);
    const statuses = new Map<number, number>();
    const startedAt = performance.now();
    await Promise.all(
      Array.from({ length: atOnce }, async (_, caller) => {
        for (let index = caller; index < requests; index += atOnce) {
          const routeKey = guarded[Math.floor(index / kinds) % guarded.length] ?? "";
          const status = await ask(front.endpoint, routeKey, badKey(good, index));
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }
      }),
    );
    const tookMs = performance.now() - startedAt;
    unsubscribe("http.client.request.start", count);
    const changed = (await itemsOf(env)) !== before;
    const told = Object.fromEntries([...statuses].map(([status, times]) => [`answered ${status}`, times]));
    return [
      {
        name: `${requests.toLocaleString("en")} requests with bad keys, calls of any service`,
        value: asked,
        unit: "calls",
        against: "every route in turn; made-up, mistyped, cut, long and missing keys",
        bound: "0, nothing changed, no 2xx",
        kept: asked === 0 && !changed && ![...statuses.keys()].some((status) => status >= 200 && status < 300),
        details: { ...told, "ms a request": tookMs / requests },
      },
    ];
  } finally {
    await front.close();
    await stopAwsProcess(aws);
  }
}

function badKey(good: string, index: number): string | undefined {
  const made = [
    () => `wab_${ulid()}_${String(index).padStart(40, "x")}`,
    () => good.slice(0, -1) + (good.endsWith("0") ? "1" : "0"),
    () => good.slice(0, 4 + (index % 60)),
    () => "k".repeat(index % 2_000),
    () => undefined,
  ];
  return made[index % kinds]?.();
}

async function ask(endpoint: string, routeKey: string, key: string | undefined): Promise<number> {
  const [method = "GET", path = "/"] = routeKey.split(" ");
  const hasBody = method !== "GET";
  const answer = await fetch(`${endpoint}${path.replaceAll(/\{\w+\}/g, "some")}`, {
    method,
    headers: {
      ...(key === undefined || key === "" ? {} : { "x-api-key": key }),
      ...(hasBody ? { "content-type": "application/json" } : {}),
    },
    ...(hasBody ? { body: "{}" } : {}),
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** Both tables, whole. */
async function itemsOf(env: Record<string, string>): Promise<string> {
  const client = documentClient(env);
  const tables = [envNames.registryTable, envNames.deliveryTable].map((name) => env[name] ?? "");
  const found = await Promise.all(tables.map((TableName) => client.send(new ScanCommand({ TableName }))));
  client.destroy();
  return JSON.stringify(found.map(({ Items }) => Items));
}

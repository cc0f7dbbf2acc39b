import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdir } from "node:fs/promises";
import type { Server } from "node:http";
import { join } from "node:path";
import { startFauxqs } from "fauxqs";
import { defined } from "../../core/defined.ts";
import { loopback, type LocalServer } from "../listening.ts";

/** S3 takes 5 GiB in one PUT; fauxqs holds a body in memory, so a laptop gets less. Its own bound is 11 MiB. */
const maxObjectBytes = 512 * 1024 * 1024;

/**
 * SQS and S3 on loopback: fauxqs, on disk below `dataDir` or in memory. On disk everything lives in its SQLite file:
 * its other store, plain files for objects, writes data and metadata in two steps, and a process killed between them
 * leaves a half-written file that keeps the next start from loading. S3 callers go through the edge (s3/edge.ts) before it.
 */
export async function startSqsS3({ dataDir }: { readonly dataDir?: string } = {}): Promise<LocalServer> {
  const path = dataDir === undefined ? undefined : join(dataDir, "sqs-s3");
  if (path !== undefined) await mkdir(path, { recursive: true });
  const heard: FastifyInstance[] = [];
  const onFastify = (message: unknown) => {
    heard.push(prepared((message as { readonly fastify: FastifyInstance }).fastify));
  };
  // fauxqs 2.4.1 builds its Fastify instance before its first await, so the channel gets no other instance.
  subscribe("fastify.initialization", onFastify);
  const starting = startFauxqs({ port: 0, logger: false, ...defined({ dataDir: path }) });
  unsubscribe("fastify.initialization", onFastify);
  const server = await starting;
  const bound = heard[0]?.server.address();
  if (typeof bound !== "object" || bound?.address !== loopback) {
    await server.stop();
    throw new Error(`the embedded SQS and S3 came up on ${JSON.stringify(bound)}, wanted ${loopback}`);
  }
  return { endpoint: `http://${loopback}:${server.port}`, close: () => server.stop() };
}

/** What is used of a Fastify instance, which announces itself on `fastify.initialization` (Fastify, docs/Reference/Hooks.md). */
interface FastifyInstance {
  readonly server: Server;
  listen(options: { port: number; host: string }): Promise<string>;
  addHook(name: "onRoute", hook: (route: { bodyLimit?: number }) => void): unknown;
}

/** fauxqs listens on 0.0.0.0 whatever its options say, and asks no caller for a key: here it is bound to loopback. */
function prepared(fastify: FastifyInstance): FastifyInstance {
  const listenAnywhere = fastify.listen.bind(fastify);
  fastify.listen = (options) => listenAnywhere({ ...options, host: loopback });
  fastify.addHook("onRoute", (route) => {
    route.bodyLimit = maxObjectBytes;
  });
  return fastify;
}

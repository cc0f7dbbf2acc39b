import type { RequestListener, Server } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import dynamoDbServer from "../dynamodb-server.ts";
import { harsh } from "./harsh-server.ts";
import { harshness, isHarsh } from "./settings.ts";

/** Stands in for the package `dynalite` in a process that runs with register.ts: the tests' own, made harsh if they are to be. */

export default function harshDynalite(options?: Parameters<typeof dynamoDbServer>[0]): Server {
  const settings = harshness();
  const server = dynamoDbServer(options);
  if (!isHarsh(settings)) return server;
  const [listener] = server.listeners("request") as RequestListener[];
  if (listener === undefined) throw new Error("the tests' DynamoDB answers nothing");
  const harshly = harsh(listener, {
    ...settings,
    lagMs: () => settings.lagMs,
    now: () => performance.now(),
    onItsWay: async (ms) => {
      if (ms > 0) await wait(ms);
    },
  });
  return server.removeAllListeners("request").on("request", harshly);
}

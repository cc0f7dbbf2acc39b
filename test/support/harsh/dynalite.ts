import type { RequestListener, Server } from "node:http";
import { createRequire } from "node:module";
import { setTimeout as wait } from "node:timers/promises";
import { harsh } from "./harsh-server.ts";
import { harshness } from "./settings.ts";

/** Stands in for the package `dynalite` in a process that runs with register.ts: the same, made harsh. */

const dynalite = createRequire(import.meta.url)("dynalite") as (options?: object) => Server;

export default function harshDynalite(options?: object): Server {
  const { lagMs, latencyMs, shuffles } = harshness();
  const server = dynalite(options);
  const [listener] = server.listeners("request") as RequestListener[];
  if (listener === undefined) throw new Error("dynalite answers nothing");
  const harshly = harsh(listener, {
    lagMs: () => lagMs,
    shuffles,
    now: () => performance.now(),
    onItsWay: async (random) => {
      if (latencyMs > 0) await wait((random() * latencyMs) / 2);
    },
  });
  return server.removeAllListeners("request").on("request", harshly);
}

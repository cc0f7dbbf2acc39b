import { AsyncLocalStorage } from "node:async_hooks";
import type { OtherEntry } from "../../functions/entries.ts";
import type { Resource } from "../../functions/routes/route.ts";

/** Who has a role of its own on AWS; here all of them share a process. */
export type Principal = Resource | OtherEntry | "worker";

const running = new AsyncLocalStorage<Principal>();

/** All that it does, now or later, is done in that name. */
export const inNameOf = <Answer>(principal: Principal, run: () => Answer): Answer => running.run(principal, run);

/** The Lambda or worker in whose name this code runs; `undefined` for what stands for AWS itself. */
export const currentPrincipal = (): Principal | undefined => running.getStore();

/** What another does beside it, who has no role. */
export const inNoName = <Answer>(run: () => Answer): Answer => running.exit(run);

import type { Socket } from "node:net";
import { type AwsProcess, publishEndpoints, startAwsProcess } from "./embedded-aws.ts";

declare global {
  /** Set by jest's globalSetup for its globalTeardown, which runs in the same process. */
  var embeddedAwsProcess: AwsProcess | undefined;
}

export default async function globalSetup(): Promise<void> {
  const started = await startAwsProcess();
  // Nothing of it keeps jest from ending: should globalTeardown not run, its standard input closes with jest.
  started.child.unref();
  for (const pipe of [started.child.stdin, started.child.stdout]) (pipe as Socket).unref();
  globalThis.embeddedAwsProcess = started;
  publishEndpoints(started.endpoints);
}

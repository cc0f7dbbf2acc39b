import { stopAwsProcess } from "./embedded-aws.ts";

export default async function globalTeardown(): Promise<void> {
  const started = globalThis.embeddedAwsProcess;
  if (started === undefined) return;
  started.child.ref();
  await stopAwsProcess(started);
}

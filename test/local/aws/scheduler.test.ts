import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateScheduleCommand,
  GetScheduleCommand,
  ResourceNotFoundException,
  UpdateScheduleCommand,
  ValidationException,
} from "@aws-sdk/client-scheduler";
import { schedulerClient } from "../../../aws/clients.ts";
import { envNames } from "../../../aws/names.ts";
import { eventBridgeStartScheduler } from "../../../aws/scheduler.ts";
import { embeddedCredentials } from "../../../local/aws/resources.ts";
import { startScheduler } from "../../../local/aws/scheduler.ts";
import { anId } from "../../support/builders.ts";
import { FakeClock } from "../../support/fake-clock.ts";

// The real client and our port on it against the stand-in: what it refuses, when it rings, what a restart keeps.

const target = {
  group: "campaigns",
  targetArn: "arn:aws:lambda:x:1:function:launch",
  roleArn: "arn:aws:iam::1:role/r",
};

let clock: FakeClock;
let rung: unknown[];
let fails: boolean;
let dir: string;
const open: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  Object.assign(process.env, embeddedCredentials);
  clock = new FakeClock();
  rung = [];
  fails = false;
  dir = await mkdtemp(join(tmpdir(), "scheduler-"));
});
afterEach(async () => {
  await closeAll();
  await rm(dir, { recursive: true, force: true });
});

async function closeAll(): Promise<void> {
  for (const one of open.splice(0).toReversed()) {
    const closing = one.close();
    await clock.advance(1_000);
    await closing;
  }
}

async function start() {
  const scheduler = await startScheduler({
    clock,
    dataDir: dir,
    invoke: async (input) => {
      if (fails) throw new Error("the Lambda failed");
      rung.push(input);
    },
    logger: { error: () => undefined },
  });
  open.push(scheduler);
  const client = schedulerClient({ [envNames.schedulerEndpoint]: scheduler.endpoint });
  open.push({
    close: async () => {
      client.destroy();
    },
  });
  return { client, port: eventBridgeStartScheduler(client, target) };
}

const aRef = () => ({ tenantId: "acme", sessionId: "shop", campaignId: anId("campaign") });

test("rings at its time with what it was given, once, and is gone then", async () => {
  const { client, port } = await start();
  const ref = aRef();
  await port.set(ref, clock.now() + 60_000);
  await clock.advance(59_000);
  expect(rung).toEqual([]);
  await clock.advance(2_000);
  expect(rung).toEqual([ref]);
  await clock.advance(120_000);
  expect(rung).toEqual([ref]);
  const asked = client.send(new GetScheduleCommand({ Name: ref.campaignId, GroupName: target.group }));
  await expect(asked).rejects.toThrow(ResourceNotFoundException);
});

test("set twice it is one, at the later word's time", async () => {
  const { client, port } = await start();
  const ref = aRef();
  await port.set(ref, clock.now() + 10_000);
  await port.set(ref, clock.now() + 60_500);
  const there = await client.send(new GetScheduleCommand({ Name: ref.campaignId, GroupName: target.group }));
  const written = new Date(Math.ceil((clock.now() + 60_500) / 1_000) * 1_000).toISOString().slice(0, 19);
  expect(there).toMatchObject({
    ScheduleExpression: `at(${written})`,
    ScheduleExpressionTimezone: "UTC",
    ActionAfterCompletion: "DELETE",
    Target: { Arn: target.targetArn, RoleArn: target.roleArn },
  });
  await clock.advance(59_000);
  expect(rung).toEqual([]);
  await clock.advance(3_000);
  expect(rung).toEqual([ref]);
});

test("cancelled it rings never, and cancelling what is not there is nothing", async () => {
  const { port } = await start();
  const ref = aRef();
  await port.set(ref, clock.now() + 10_000);
  await port.cancel(ref);
  await port.cancel(ref);
  await clock.advance(60_000);
  expect(rung).toEqual([]);
});

test("rings again when its target failed", async () => {
  const { port } = await start();
  const ref = aRef();
  fails = true;
  await port.set(ref, clock.now() + 1_000);
  await clock.advance(3_000);
  fails = false;
  await clock.advance(10_000);
  expect(rung).toEqual([ref]);
});

test("what came due while nothing ran rings at the next start", async () => {
  const first = await start();
  const [due, later] = [aRef(), aRef()];
  await first.port.set(due, clock.now() + 10_000);
  await first.port.set(later, clock.now() + 3_600_000);
  await closeAll();
  await clock.advance(600_000);
  expect(rung).toEqual([]);
  await start();
  await clock.advance(1_000);
  expect(rung).toEqual([due]);
  await clock.advance(3_600_000);
  expect(rung).toEqual([due, later]);
});

test("refuses what EventBridge refuses, by the client's own classes", async () => {
  const { client } = await start();
  const schedule = {
    Name: "x",
    ScheduleExpression: "at(2030-01-01T00:00:00)",
    ScheduleExpressionTimezone: "UTC",
    FlexibleTimeWindow: { Mode: "OFF" as const },
    Target: { Arn: target.targetArn, RoleArn: target.roleArn },
  };
  await expect(client.send(new UpdateScheduleCommand(schedule))).rejects.toThrow(ResourceNotFoundException);
  const malformed = new CreateScheduleCommand({ ...schedule, ScheduleExpression: "at(tomorrow)" });
  await expect(client.send(malformed)).rejects.toThrow(ValidationException);
});

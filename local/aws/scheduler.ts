import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { defined } from "../../core/defined.ts";
import type { Clock } from "../../core/time/clock.ts";
import { type FailureLog, logFailure } from "../failure-log.ts";
import { listen, loopback, stopListening } from "../listening.ts";

/**
 * EventBridge Scheduler on loopback: the calls that the real client makes for one-time schedules in UTC, and their ringing.
 * Answers have the form that @aws-sdk/client-scheduler 3.1162 reads. Schedules outlive the process where there is a folder;
 * those that came due meanwhile ring at once.
 */

export interface EmbeddedScheduler {
  readonly endpoint: string;
  close(): Promise<void>;
}

export interface SchedulerOptions {
  readonly clock: Clock;
  /** Where schedules are kept; in memory when absent. */
  readonly dataDir?: string;
  /** Calls the target of a schedule that is due with its input. One that fails is called again a while later. */
  readonly invoke: (targetArn: string, input: unknown) => Promise<void>;
  readonly logger?: FailureLog;
}

interface Schedule {
  readonly Name: string;
  readonly GroupName: string;
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone: string;
  readonly FlexibleTimeWindow: { readonly Mode: string };
  readonly ActionAfterCompletion?: string;
  readonly Target: { readonly Arn: string; readonly RoleArn: string; readonly Input?: string };
}

class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly type: string;
  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

const lookEveryMs = 500;
const again = { firstMs: 5_000, tries: 20 };
const atPattern = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/;

export async function startScheduler(options: SchedulerOptions): Promise<EmbeddedScheduler> {
  const scheduler = new Scheduler(options);
  await scheduler.load();
  const server = createServer((request, response) => {
    void scheduler.answer(request).then(({ status, type, body }) => {
      response.writeHead(status, { "content-type": "application/json", ...defined({ "x-amzn-errortype": type }) });
      response.end(JSON.stringify(body));
    });
  });
  const endpoint = await listen(server, { host: loopback, port: 0 });
  const ending = new AbortController();
  const ringing = scheduler.ring(ending.signal);
  return {
    endpoint,
    close: async () => {
      ending.abort();
      await ringing;
      await stopListening(server, 1_000);
    },
  };
}

class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #schedules = new Map<string, Schedule>();
  readonly #failed = new Map<string, { readonly times: number; readonly notBefore: number }>();
  #saving: Promise<void> = Promise.resolve();

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  get #file(): string | undefined {
    const { dataDir } = this.#options;
    return dataDir === undefined ? undefined : join(dataDir, "schedules.json");
  }

  async load(): Promise<void> {
    const file = this.#file;
    if (file === undefined) return;
    await mkdir(join(file, ".."), { recursive: true });
    const kept = await readFile(file, "utf8").catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return "[]";
      throw error;
    });
    for (const schedule of JSON.parse(kept) as Schedule[]) this.#schedules.set(keyOf(schedule), schedule);
  }

  async answer(request: IncomingMessage) {
    try {
      return { status: 200, type: undefined, body: await this.#handle(request) };
    } catch (error) {
      if (error instanceof Refusal) return { status: error.status, type: error.type, body: { Message: error.message } };
      logFailure(this.#options.logger ?? console, "a call to the scheduler failed", error);
      return { status: 500, type: "InternalServerException", body: { Message: "the scheduler failed" } };
    }
  }

  async #handle(request: IncomingMessage): Promise<object> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://scheduler");
    const [, name = ""] = /^\/schedules\/([0-9a-zA-Z-_.]{1,64})$/.exec(pathname) ?? [];
    if (name === "") throw new Refusal(400, "ValidationException", `no schedule is named by ${pathname}`);
    const groupOf = (group: string | null | undefined) => group ?? "default";
    switch (request.method) {
      case "POST":
      case "PUT": {
        const written = JSON.parse(await text(request)) as Partial<Schedule>;
        const schedule = { ...written, Name: name, GroupName: groupOf(written.GroupName) } as Schedule;
        const there = this.#schedules.has(keyOf(schedule));
        if (request.method === "POST" && there) throw new Refusal(409, "ConflictException", `${name} exists`);
        if (request.method === "PUT" && !there) throw notFound(name);
        momentOf(schedule);
        if (schedule.ScheduleExpressionTimezone !== "UTC") {
          throw new Refusal(400, "ValidationException", "here schedules are written in UTC");
        }
        await this.#keep(schedule);
        return { ScheduleArn: `arn:aws:scheduler:us-east-1:000000000000:schedule/${schedule.GroupName}/${name}` };
      }
      case "GET":
        return this.#find(name, groupOf(searchParams.get("groupName")));
      case "DELETE": {
        const schedule = this.#find(name, groupOf(searchParams.get("groupName")));
        await this.#forget(schedule);
        return {};
      }
      default:
        throw new Refusal(400, "ValidationException", `${String(request.method)} is nothing here`);
    }
  }

  #find(Name: string, GroupName: string): Schedule {
    const schedule = this.#schedules.get(keyOf({ Name, GroupName }));
    if (schedule === undefined) throw notFound(Name);
    return schedule;
  }

  async #keep(schedule: Schedule): Promise<void> {
    this.#schedules.set(keyOf(schedule), schedule);
    this.#failed.delete(keyOf(schedule));
    await this.#save();
  }

  async #forget(schedule: Schedule): Promise<void> {
    this.#schedules.delete(keyOf(schedule));
    this.#failed.delete(keyOf(schedule));
    await this.#save();
  }

  /** Whole or not at all, one after the other. */
  async #save(): Promise<void> {
    const file = this.#file;
    if (file === undefined) return;
    this.#saving = this.#saving
      .catch(() => undefined)
      .then(async () => {
        await writeFile(`${file}.new`, JSON.stringify([...this.#schedules.values()]));
        await rename(`${file}.new`, file);
      });
    await this.#saving;
  }

  /** Rings for what is due until aborted; the call in hand is finished. */
  async ring(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted) {
      const now = clock.now();
      const due = [...this.#schedules].filter(
        ([key, schedule]) => momentOf(schedule) <= now && (this.#failed.get(key)?.notBefore ?? 0) <= now,
      );
      for (const [key, schedule] of due) await this.#ringOnce(key, schedule);
      await clock.wait(lookEveryMs, signal);
    }
  }

  async #ringOnce(key: string, schedule: Schedule): Promise<void> {
    const { clock, invoke, logger = console } = this.#options;
    try {
      await invoke(schedule.Target.Arn, JSON.parse(schedule.Target.Input ?? "{}"));
    } catch (cause) {
      logFailure(logger, `the target of schedule ${schedule.Name} failed`, cause);
      const times = (this.#failed.get(key)?.times ?? 0) + 1;
      if (times < again.tries) {
        this.#failed.set(key, { times, notBefore: clock.now() + again.firstMs * times });
        return;
      }
    }
    // It may have been moved while it rang.
    if (this.#schedules.get(key) === schedule) await this.#forget(schedule);
  }
}

const keyOf = ({ Name, GroupName }: Pick<Schedule, "Name" | "GroupName">): string => `${GroupName}/${Name}`;

const notFound = (name: string) => new Refusal(404, "ResourceNotFoundException", `schedule ${name} does not exist`);

function momentOf({ ScheduleExpression }: Schedule): number {
  const [, moment = ""] = atPattern.exec(ScheduleExpression) ?? [];
  const at = Date.parse(`${moment}Z`);
  if (Number.isNaN(at)) throw new Refusal(400, "ValidationException", `${ScheduleExpression} is no one-time schedule`);
  return at;
}

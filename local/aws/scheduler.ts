import { mkdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { defined } from "../../core/defined.ts";
import type { Clock } from "../../core/time/clock.ts";
import { type FailureLog, logFailure } from "../failure-log.ts";
import { listen, stopListening, type LocalServer } from "../listening.ts";
import { writeWholeFile } from "../whole-file.ts";

/**
 * EventBridge Scheduler on loopback: the calls that the real client makes for one-time schedules in UTC, and their ringing.
 * Answers have the form that @aws-sdk/client-scheduler 3.1162 reads. Schedules outlive the process where there is a folder;
 * those that came due meanwhile ring at once.
 */

interface SchedulerOptions {
  readonly clock: Clock;
  /** Where schedules are kept; in memory when absent. */
  readonly dataDir?: string;
  /** Calls launch-campaign, the target of every schedule, with the input of one that is due; again a while later when it fails. */
  readonly invoke: (input: unknown) => Promise<void>;
  readonly logger?: FailureLog;
}

interface Schedule {
  readonly Name: string;
  readonly GroupName: string;
  readonly ScheduleExpression: string;
  readonly Target: { readonly Input: string };
}

interface Waiting {
  readonly schedule: Schedule;
  /** When it rings next, epoch milliseconds. */
  readonly at: number;
  readonly failures: number;
}

interface Answer {
  readonly status: number;
  /** By which the client names its error. */
  readonly type?: string;
  readonly body: object;
}

const lookEveryMs = 500;
const again = { firstMs: 5_000, tries: 20 };

export async function startScheduler(options: SchedulerOptions): Promise<LocalServer> {
  const scheduler = new Scheduler(options);
  const server = createServer((request, response) => {
    void scheduler.answer(request).then(({ status, type, body }) => {
      response.writeHead(status, { "content-type": "application/json", ...defined({ "x-amzn-errortype": type }) });
      response.end(JSON.stringify(body));
    });
  });
  const endpoint = await listen(server);
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
  readonly #file: string | undefined;
  readonly #waiting = new Map<string, Waiting>();

  constructor(options: SchedulerOptions) {
    this.#options = options;
    if (options.dataDir === undefined) return;
    mkdirSync(options.dataDir, { recursive: true });
    this.#file = join(options.dataDir, "schedules.json");
    for (const schedule of readSchedules(this.#file)) this.#wait(schedule);
  }

  async answer(request: IncomingMessage): Promise<Answer> {
    try {
      return await this.#handle(request);
    } catch (error) {
      logFailure(this.#options.logger ?? console, "a call to the scheduler failed", error);
      return refused(500, "InternalServerException", "the scheduler failed");
    }
  }

  async #handle(request: IncomingMessage): Promise<Answer> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://scheduler");
    const Name = pathname.replace("/schedules/", "");
    const isWritten = request.method === "POST" || request.method === "PUT";
    const written = isWritten ? (JSON.parse(await text(request)) as Schedule) : undefined;
    const GroupName = written?.GroupName ?? searchParams.get("groupName") ?? "default";
    const there = this.#waiting.get(keyOf({ Name, GroupName }))?.schedule;
    if (request.method === "POST" && there !== undefined) return refused(409, "ConflictException", `${Name} exists`);
    if (request.method !== "POST" && there === undefined) {
      return refused(404, "ResourceNotFoundException", `schedule ${Name} does not exist`);
    }
    if (request.method === "DELETE") this.#forget({ Name, GroupName });
    if (written === undefined) return { status: 200, body: { ...there } };
    if (Number.isNaN(momentOf(written))) {
      return refused(400, "ValidationException", `${written.ScheduleExpression} is no one-time schedule`);
    }
    this.#wait({ ...written, Name, GroupName });
    this.#save();
    const ScheduleArn = `arn:aws:scheduler:us-east-1:000000000000:schedule/${GroupName}/${Name}`;
    return { status: 200, body: { ScheduleArn } };
  }

  #wait(schedule: Schedule): void {
    this.#waiting.set(keyOf(schedule), { schedule, at: momentOf(schedule), failures: 0 });
  }

  #forget(schedule: Pick<Schedule, "Name" | "GroupName">): void {
    this.#waiting.delete(keyOf(schedule));
    this.#save();
  }

  #save(): void {
    if (this.#file === undefined) return;
    writeWholeFile(this.#file, JSON.stringify([...this.#waiting.values()].map(({ schedule }) => schedule)));
  }

  /** Rings for what is due until aborted; the call in hand is finished. */
  async ring(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted) {
      const now = clock.now();
      for (const due of [...this.#waiting.values()].filter(({ at }) => at <= now)) await this.#ringOnce(due);
      await clock.wait(lookEveryMs, signal);
    }
  }

  async #ringOnce(due: Waiting): Promise<void> {
    const { clock, invoke, logger = console } = this.#options;
    const { schedule } = due;
    let failures = 0;
    try {
      await invoke(JSON.parse(schedule.Target.Input));
    } catch (cause) {
      logFailure(logger, `the target of schedule ${schedule.Name} failed`, cause);
      failures = due.failures + 1;
    }
    // It may have been moved while it rang.
    if (this.#waiting.get(keyOf(schedule)) !== due) return;
    if (failures === 0 || failures === again.tries) this.#forget(schedule);
    else this.#waiting.set(keyOf(schedule), { schedule, at: clock.now() + again.firstMs * failures, failures });
  }
}

const keyOf = ({ Name, GroupName }: Pick<Schedule, "Name" | "GroupName">): string => `${GroupName}/${Name}`;

const refused = (status: number, type: string, Message: string): Answer => ({ status, type, body: { Message } });

/** `at(2030-01-01T00:00:00)`; NaN for any other form. */
const momentOf = ({ ScheduleExpression }: Schedule): number =>
  Date.parse(`${/^at\((.+)\)$/.exec(ScheduleExpression)?.[1] ?? ""}Z`);

function readSchedules(file: string): readonly Schedule[] {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Schedule[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

import type { RequestListener, Server } from "node:http";
import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../../core/time/clock.ts";
import dynamoDbServer from "../dynamodb-server.ts";
import { askServer, type ServerAnswer } from "../harsh/ask-server.ts";
import { harsh } from "../harsh/harsh-server.ts";
import { harshness, isHarsh } from "../harsh/settings.ts";

/** One request of the AWS SDK on its way to DynamoDB. */
export interface WireRequest {
  /** `PutItem`, `UpdateItem`, ... */
  readonly operation: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a request took, as DynamoDB bills it. */
export interface MeasuredRequest extends WireRequest {
  readonly units: number;
  /** Writes to the index, which dynalite leaves out: an item that enters, leaves or moves within it. */
  readonly indexUnits: number;
}

/** What may befall a request. `undefined` lets it pass. */
export const wireFaults = ["lost", "answer_lost", "doubled", "throttled", "slow"] as const;
export type Fault = (typeof wireFaults)[number] | undefined;

interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A string or bytes. */
  readonly body?: unknown;
}

const bytesOf = (body: unknown): Buffer =>
  ArrayBuffer.isView(body)
    ? Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    : Buffer.from(typeof body === "string" ? body : "");

/** A signature takes a fifth of a request's time here, and dynalite only looks whether there is one. */
export const unsigned = {
  sign: async (request: HttpRequest): Promise<HttpRequest> => ({
    ...request,
    headers: {
      ...request.headers,
      authorization:
        "AWS4-HMAC-SHA256 Credential=test/20260101/test/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
      "x-amz-date": "20260101T000000Z",
    },
  }),
};

/**
 * DynamoDB without a socket: the SDK's requests are handed straight to dynalite, so that its real conditions run on a
 * fake clock, one turn of the event loop after the other, and so that anything may happen to a request on its way.
 */
export class DynamoDbWire {
  readonly #server: Server = dynamoDbServer({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  readonly #harshness = harshness();
  readonly #harshly: RequestListener;
  #inFlight = 0;
  /** The index answers as of so long ago. */
  indexLagMs = this.#harshness.lagMs;
  /** Decides what befalls a request; nothing unless a test says otherwise. */
  faultOf: (request: WireRequest) => Fault | Promise<Fault> = () => undefined;

  /** Told what each request took; set it to measure. */
  measured: ((request: MeasuredRequest) => void) | undefined;
  /** How a slow request waits. */
  slowly: () => Promise<void> = async () => undefined;

  constructor(clock: Clock) {
    this.#harshly = harsh(this.#listener, {
      ...this.#harshness,
      lagMs: () => this.indexLagMs,
      now: () => clock.elapsed(),
      // Time stands still meanwhile, as for any request; what counts is that one overtakes another.
      onItsWay: async (ms) => {
        for (let turns = Math.floor(ms); turns > 0; turns -= 1) await setImmediate();
      },
    });
  }

  /** For FakeClock.standStillWhile: time has to go on for requests that are slow. */
  readonly isBusy = (): boolean => this.#inFlight > 0;

  /** For `requestHandler` of a client: dead ones refuse every call, as a killed process does. */
  requestHandler(isDead: () => boolean = () => false) {
    return {
      handle: async (request: HttpRequest): Promise<{ response: Omit<ServerAnswer, "body"> & { body: Readable } }> => {
        const refuse = () => {
          if (isDead()) throw new Error("this process was killed");
        };
        refuse();
        this.#inFlight += 1;
        try {
          const answer = await this.#handle(request);
          refuse();
          return { response: { ...answer, body: Readable.from([answer.body]) } };
        } finally {
          this.#inFlight -= 1;
        }
      },
    };
  }

  async #handle(request: HttpRequest): Promise<ServerAnswer> {
    const operation = request.headers["x-amz-target"]?.split(".")[1] ?? "";
    const fault = await this.faultOf({
      operation,
      body: JSON.parse(bytesOf(request.body).toString()) as WireRequest["body"],
    });
    switch (fault) {
      case "throttled":
        return throttled;
      case "lost":
        throw lineBroke();
      case "answer_lost":
        await this.#ask(request);
        throw lineBroke();
      case "doubled":
        await this.#ask(request);
        return await this.#ask(request);
      case "slow":
        this.#inFlight -= 1;
        await this.slowly().finally(() => (this.#inFlight += 1));
        return await this.#ask(request);
      case undefined:
        return await this.#ask(request);
    }
  }

  async #ask(request: HttpRequest): Promise<ServerAnswer> {
    const { measured } = this;
    if (measured === undefined) return await this.#reach(request);
    const operation = request.headers["x-amz-target"]?.split(".")[1] ?? "";
    const body = JSON.parse(bytesOf(request.body).toString()) as WireRequest["body"];
    const answer = await this.#reach({
      ...request,
      body: JSON.stringify({ ...body, ReturnConsumedCapacity: "TOTAL" }),
    });
    const { ConsumedCapacity: consumed = [] } = JSON.parse(answer.body.toString()) as {
      ConsumedCapacity?: { CapacityUnits: number } | { CapacityUnits: number }[];
    };
    const units = [consumed].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
    measured({ operation, body, units, indexUnits: indexUnitsOf(operation, body) });
    return answer;
  }

  get #listener(): RequestListener {
    const [listener] = this.#server.listeners("request") as RequestListener[];
    if (listener === undefined) throw new Error("dynalite answers nothing");
    return listener;
  }

  async #reach({ method, path, headers, body }: HttpRequest): Promise<ServerAnswer> {
    const settings = { ...this.#harshness, lagMs: this.indexLagMs };
    return await askServer(isHarsh(settings) ? this.#harshly : this.#listener, {
      method,
      path,
      headers,
      body: bytesOf(body),
    });
  }
}

/** Index entries hold keys only and stay far below 1 KB: one unit an entry written. */
function indexUnitsOf(operation: string, body: WireRequest["body"]): number {
  const text = JSON.stringify(body);
  const bearsIndexKey = operation === "PutItem" && text.includes('"ix":{');
  const changesIndexKey = operation === "UpdateItem" && text.includes('"#ix":"ix"');
  return bearsIndexKey || changesIndexKey ? 1 : 0;
}

const lineBroke = (): Error => Object.assign(new Error("socket hang up"), { name: "TimeoutError", code: "ECONNRESET" });

const throttled: ServerAnswer = {
  statusCode: 400,
  headers: { "content-type": "application/x-amz-json-1.0" },
  body: Buffer.from(
    '{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"slow down"}',
  ),
};

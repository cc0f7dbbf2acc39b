import { lookup } from "node:dns";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { defined } from "../../core/defined.ts";
import { literalAddress, mayCall, urlProblem, type AddressPolicy } from "../../core/webhook/webhook-address.ts";

/** One call of a receiver, kept off every address that is not public: as written, as resolved, and as redirected to. */

export interface ReceiverAnswer {
  readonly status?: number;
  /** Why there is no status, or what is wrong with it. */
  readonly problem?: string;
}

export interface WebhookCall {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How long a receiver may take, redirects and its whole answer included. */
export const callMs = 10_000;
/** What a receiver answers is read to its end, so that its own work is not broken off, and at most so far. */
export const maxAnswerBytes = 64 * 1024;
const maxRedirects = 3;
/** These repeat the call as it was; others would make it a GET. */
const repeats = new Set([307, 308]);

/** Never rejects: a failure is answered as the receiver's. */
export async function callReceiver(
  call: WebhookCall,
  policy: AddressPolicy,
  withinMs = callMs,
): Promise<ReceiverAnswer> {
  const deadline = AbortSignal.timeout(withinMs);
  let { url } = call;
  for (let redirects = 0; ; redirects += 1) {
    const refusal = urlProblem(url, policy);
    if (refusal !== undefined)
      return { problem: redirects === 0 ? `wanted ${refusal}` : `redirected: wanted ${refusal}` };
    const answer = await post({ ...call, url }, policy, deadline, `no answer within ${withinMs} ms`);
    if (answer.status === undefined || !repeats.has(answer.status) || answer.location === undefined) {
      const { location: _where, ...rest } = answer;
      return rest;
    }
    if (redirects === maxRedirects) return { status: answer.status, problem: `more than ${maxRedirects} redirects` };
    if (!URL.canParse(answer.location, url)) return { status: answer.status, problem: "redirected to no URL" };
    url = new URL(answer.location, url).href;
  }
}

type OneAnswer = ReceiverAnswer & { readonly location?: string };

function post(
  { url, headers, body }: WebhookCall,
  policy: AddressPolicy,
  signal: AbortSignal,
  noAnswer: string,
): Promise<OneAnswer> {
  const target = new URL(url);
  const send = target.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    let head: OneAnswer | undefined;
    const request = send(
      target,
      {
        method: "POST",
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
        // A connection of its own, so that what was checked is what is called.
        agent: false,
        lookup: publicOnly(policy),
        signal,
        maxHeaderSize: 16 * 1024,
      },
      (response) => {
        const { statusCode: status = 0 } = response;
        const { location } = response.headers;
        head = { status, ...defined({ location }) };
        const answer = head;
        let bytes = 0;
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > maxAnswerBytes) response.destroy();
        });
        // Whether it ended, was too long or took too long: the status that came with its head stands.
        response.on("error", () => undefined);
        response.on("close", () => {
          resolve(answer);
        });
      },
    );
    request.on("error", (error: NodeJS.ErrnoException) => {
      resolve(head ?? { problem: signal.aborted ? noAnswer : problemOf(error) });
    });
    request.on("socket", (socket) => {
      // A literal address is not resolved; in either case the connection goes to this address.
      socket.once("connect", () => {
        const address = literalAddress(target) ?? socket.remoteAddress;
        if (address === undefined || !mayCall(address, policy)) request.destroy(new NotPublic(target.hostname));
      });
    });
    request.end(body);
  });
}

class NotPublic extends Error {
  override readonly name = "NotPublic";
  constructor(host: string) {
    super(`${host} is not on the public internet`);
  }
}

/** Resolves a name, and fails when any of its addresses must not be called. */
export const publicOnly =
  (policy: AddressPolicy): LookupFunction =>
  (hostname, options, answer) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        answer(error, "");
        return;
      }
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => mayCall(address, policy))) {
        answer(new NotPublic(hostname), "");
      } else if (options.all === true) answer(null, addresses);
      else answer(null, first.address, first.family);
    });
  };

/** Enough for the owner of the receiver to repair it; nothing of our inside. */
const problemOf = (error: NodeJS.ErrnoException): string =>
  error instanceof NotPublic ? error.message : `no connection (${error.code ?? error.name})`;

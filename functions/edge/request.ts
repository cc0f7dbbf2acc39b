import type * as z from "zod";
import type { SessionRef } from "../../core/refs.ts";
import type { Route } from "../routes/route.ts";
import type { RawFile } from "./form.ts";
import type { Caller } from "./keys.ts";
import type { Facts, Language } from "./language/language.ts";
import type { SuccessMessage } from "./messages.ts";
import { servicesWith, type Openers, type ServicesOf } from "./services.ts";

/** What a handler gets and gives, read from its route object. */

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Input<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;

export interface ApiRequest<R extends Route = Route> {
  readonly route: R;
  readonly params: Output<R["params"]>;
  readonly query: Output<R["query"]>;
  readonly headers: Output<R["headers"]>;
  /** Absent where a route takes a file instead and one came. */
  readonly body: R extends { readonly rawBody: readonly string[] } ? Output<R["body"]> | undefined : Output<R["body"]>;
  /** The uploaded file of a route with `rawBody`; absent where the route takes JSON instead and JSON came. */
  readonly file: R extends { readonly rawBody: readonly string[] }
    ? R extends { readonly body: z.ZodType }
      ? RawFile | undefined
      : RawFile
    : undefined;
  readonly caller: R extends { readonly scope: "none" } ? undefined : Caller;
  /** The session that the route is about: one that the caller may see, and that need not exist. */
  readonly session: R extends { readonly session: string } ? SessionRef : undefined;
  readonly requestId: string;
  readonly accept: string | undefined;
  /** Epoch ms at which the request came. */
  readonly now: number;
  /** The ULID to create under: the same one when a cut-off request is repeated under its Idempotency-Key. */
  readonly ulid: string;
  /** An `Idempotency-Key` stands for this request: its repeats get its answer. */
  readonly hasIdempotencyKey: boolean;
  /** Draws what the answer shows this once: 32 characters of A-Za-z0-9. A repeat of a cut-off request draws the same. */
  readonly secret: () => string;
  /** The caller's. */
  readonly language: Language;
  /** A sentence in it. */
  readonly say: (message: SuccessMessage, facts?: Facts) => string;
  /** What came or was wanted, as `details` say it, in that language. */
  readonly detail: (english: string, values?: Readonly<Record<string, string>>) => string;
  /** Reads `cursor` of the query: the key to go on after. */
  readonly after: string | undefined;
  /** The answer of a page of rows: `next`, the key to go on after, is sealed as `nextCursor`. */
  readonly page: <Row>(data: Row[], next: string | undefined, total?: number) => PageAnswer<Row>;
}

interface PageAnswer<Row> {
  readonly status: 200;
  readonly body: {
    readonly data: Row[];
    readonly pagination: { readonly limit: number; readonly nextCursor: string | null; readonly total?: number };
  };
}

/** An answer: JSON that fits the route's schema, or a text of another media type, or a redirect. */
export type ApiAnswer<R extends Route = Route> =
  | {
      [Status in keyof R["answers"] & number]: {
        readonly status: Status;
        readonly body?: WithoutSuccess<Input<R["answers"][Status]["body"]>>;
        readonly headers?: Readonly<Record<string, string>>;
        readonly audited?: Audited;
      };
    }[keyof R["answers"] & number]
  | {
      readonly status: keyof R["answers"] & number;
      /** Bytes are no text: they go out as they are. */
      readonly text: string | Uint8Array;
      readonly mediaType: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly audited?: Audited;
    };

/** What the audit names beside the ids of path and answer. Of a GET: it changed something, and is audited for that. */
type Audited = Readonly<Record<string, string>>;

/** `success: true` is put there by the edge. */
type WithoutSuccess<Body> = Body extends object ? Omit<Body, "success"> : Body;

/** @param services what its file asked for by `implementWith` */
export type Handler<R extends Route, Services> = (request: ApiRequest<R>, services: Services) => Promise<ApiAnswer<R>>;

/**
 * What a repeat does first that takes over a try which was cut off: searches for what that try made under the same
 * `request.ulid`, does what is left to do for it, and answers from it as it is now. No check of the request comes before:
 * what has changed since must not make the repeat another request. `undefined`: nothing was made, the handler does it.
 */
type AnswerMade<R extends Route, Services> = (
  request: ApiRequest<R>,
  services: Services,
) => Promise<ApiAnswer<R> | undefined>;

export interface Endpoint {
  readonly route: Route;
  readonly handle: (request: ApiRequest) => Promise<ApiAnswer>;
  /** Every route with `idempotent` has it. */
  readonly answerMade?: (request: ApiRequest) => Promise<ApiAnswer | undefined>;
}

type Implementation<R extends Route, Services> = R extends { readonly idempotent: true }
  ? [handle: Handler<R, Services>, answerMade: AnswerMade<R, Services>]
  : [handle: Handler<R, Services>];

/**
 * Binds the handlers of a file to their routes, and hands them what the file works with, as `servicesWith` opens it; curried
 * so that a route's literal types stay literal.
 */
export function implementWith<Asked extends Openers>(asked: Asked) {
  const opened = servicesWith(asked);
  type Services = ServicesOf<Asked>;
  return <const R extends Route>(route: R) =>
    (...implementation: Implementation<R, Services>): Endpoint => {
      const [handle, answerMade] = implementation as unknown as [
        Handler<Route, Services>,
        AnswerMade<Route, Services>?,
      ];
      return {
        route,
        handle: async (request) => await handle(request, await opened()),
        ...(answerMade && { answerMade: async (request) => await answerMade(request, await opened()) }),
      };
    };
}

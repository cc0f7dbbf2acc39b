/** What the generated methods are: where a request goes, and the types of what goes in and comes back. */

export interface Operation {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  /** The session is named by the header `user-id`, not by the path. */
  readonly byHeader?: true;
  readonly hasBody?: true;
  /** Takes an `Idempotency-Key`. */
  readonly isKeyed?: true;
  readonly isPaged?: true;
  /** A file: 202 while it is being made. */
  readonly isFile?: true;
  /** May be sent again without a key although no answer came: it changes nothing, or the API answers a repeat as the first. */
  readonly isRepeatable?: true;
}

/** Of one call; what stands here goes before what the client was made with. */
export interface CallOptions {
  /** Ends the call, its waits and its retries: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The `Idempotency-Key` of a request that sends or creates; drawn for each call when absent. Give one of your own, such as
   * the number of an order, where the same call may be made again by another process, or after a crash of this one.
   */
  readonly idempotencyKey?: string | undefined;
  /** How often the request is sent again after an answer, or none, that calls for it; 0 for never. */
  readonly maxRetries?: number | undefined;
  /** ms until an attempt without an answer counts as failed. */
  readonly timeoutMs?: number | undefined;
}

interface Request {
  readonly body?: unknown;
  readonly path?: unknown;
  readonly query?: unknown;
}

type Members<Part> = [Part] extends [never] ? unknown : Part extends undefined ? unknown : Part;

/** The members of path, query and body as one object, and what names the session, in place of the path's own. */
export type Input<Data extends Request, Session = unknown> = Omit<Members<Data["path"]>, "sessionId"> &
  Omit<Members<NonNullable<Data["query"]>>, "sessionId"> &
  Members<NonNullable<Data["body"]>> &
  Session;

/** An input without a required member may be left out. */
export type Parameters<Given, Options = CallOptions> =
  Partial<Given> extends Given ? [input?: Given, options?: Options] : [input: Given, options?: Options];

export type Method<Given, Answer> = (...parameters: Parameters<Given>) => Promise<Answer>;

/** One page when it is awaited; every item of this page and all that follow with `for await`. */
export interface Pages<Page extends PageAnswer> extends Promise<Page>, AsyncIterable<ItemOf<Page>> {}
export interface PageAnswer {
  readonly data: readonly unknown[];
  readonly pagination: { readonly nextCursor: string | null };
}
export type ItemOf<Page extends PageAnswer> = Page["data"][number];
export type PagedMethod<Given, Page extends PageAnswer> = (...parameters: Parameters<Given>) => Pages<Page>;

/** With `dryRun: true` it says what a send would do, and nothing is sent. */
export interface SendMethod<Given, Sent, DryRun> {
  (input: Given & { readonly dryRun: true }, options?: CallOptions): Promise<DryRun>;
  (input: Given & { readonly dryRun?: false }, options?: CallOptions): Promise<Sent>;
}

/** `png` is answered as a Blob, `svg` and `text` as text, the other formats in JSON; 202 is JSON without a code. */
export interface QrCodeMethod<Given, Answer> {
  (...parameters: Parameters<Omit<Given, "format"> & { readonly format?: "raw" | "dataurl" }>): Promise<Answer>;
  (input: Given & { readonly format: "png" }, options?: CallOptions): Promise<Answer | Blob>;
  (input: Given & { readonly format: "svg" | "text" }, options?: CallOptions): Promise<Answer | string>;
}

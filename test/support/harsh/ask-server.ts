import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";

export interface ServerRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface ServerAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Asks a server's listener in this very process, without a socket. */
export async function askServer(
  listener: RequestListener,
  { method, path, headers, body }: ServerRequest,
): Promise<ServerAnswer> {
  const incoming = Readable.from([body]);
  const request = Object.assign(incoming, { method, url: path, headers }) as unknown as IncomingMessage;
  const outgoing = new PassThrough();
  const answered: Record<string, string> = {};
  const response = Object.assign(outgoing, {
    statusCode: 200,
    setHeader: (name: string, value: unknown) => (answered[name.toLowerCase()] = String(value)),
    removeHeader: (name: string) => Reflect.deleteProperty(answered, name.toLowerCase()),
    writeHead: (status: number, more: Record<string, unknown> = {}) => {
      response.statusCode = status;
      for (const [name, value] of Object.entries(more)) answered[name.toLowerCase()] = String(value);
      return response;
    },
  });
  listener(request, response as unknown as ServerResponse);
  const bytes = await buffer(outgoing);
  return { statusCode: response.statusCode, headers: answered, body: bytes };
}

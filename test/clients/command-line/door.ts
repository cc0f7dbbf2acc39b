import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A door before the API that can keep an answer back: what asked is then killed at exactly that moment. */

export interface Door {
  readonly url: string;
  /** The next request of that kind gets no answer. Resolves once the API has carried it out, or before it where `before` is true. */
  hold(method: string, path: RegExp, before?: boolean): Promise<void>;
  /** The request that is kept before the API goes on to it, and gets its answer. */
  release(): void;
  close(): void;
}

interface Held {
  readonly method: string;
  readonly path: RegExp;
  readonly before: boolean;
  readonly reached: () => void;
}

export async function openDoor(api: () => string): Promise<Door> {
  let held: Held | undefined;
  let release = (): void => undefined;
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "GET", url = "/", headers } = request;
    const body = await buffer(request);
    const its = held?.method === method && held.path.test(url) ? held : undefined;
    if (its !== undefined) held = undefined;
    if (its?.before === true) {
      its.reached();
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    }
    const { host: _host, connection: _connection, "content-length": _length, ...rest } = headers;
    const answer = await fetch(api() + url, {
      method,
      headers: rest as Record<string, string>,
      redirect: "manual",
      ...(method === "GET" ? {} : { body }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (its?.before === false) {
      its.reached();
      return;
    }
    const {
      "content-encoding": _encoding,
      "transfer-encoding": _transfer,
      ...own
    } = Object.fromEntries(answer.headers);
    response.writeHead(answer.status, { ...own, "content-length": String(bytes.length) });
    response.end(bytes);
  };
  const server = createServer((request, response) => {
    void pass(request, response).catch(() => {
      response.destroy();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: (method, path, before = false) =>
      new Promise((reached) => {
        held = { method, path, before, reached };
      }),
    release: () => {
      release();
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

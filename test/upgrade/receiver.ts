import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** Whom webhooks tell: it takes everything. */
export interface Receiver {
  readonly url: string;
  /** Ids of the events that came. */
  readonly received: ReadonlySet<string>;
  close(): void;
}

export async function startReceiver(): Promise<Receiver> {
  const received = new Set<string>();
  const server = createServer((req, res) => {
    void json(req).then(
      (event) => {
        received.add((event as { readonly id: string }).id);
        res.writeHead(204).end();
      },
      // The Lambda that told it was killed.
      () => res.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, received, close };
}

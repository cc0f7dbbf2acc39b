import { once } from "node:events";
import type { Server } from "node:http";
import { isIPv6, type AddressInfo } from "node:net";

/** Everything local stands on this address, unless `--host` says otherwise of the API: nothing is reachable from another machine. */
export const loopback = "127.0.0.1";

/** A server of the stack. */
export interface LocalServer {
  readonly endpoint: string;
  /** Waits for running requests, within bounds. */
  close(): Promise<void>;
}

/**
 * Listens and answers the endpoint, `http://127.0.0.1:40123`. Port 0 takes any free one. A port that is taken is an
 * error that names it.
 */
export async function listen(server: Server, port = 0, host: string = loopback): Promise<string> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (cause) {
    const taken = (cause as NodeJS.ErrnoException).code === "EADDRINUSE";
    const why = taken ? `port ${port} on ${host} is taken: stop what runs there or choose another` : undefined;
    throw new Error(why ?? `cannot listen on ${host}:${port}`, { cause });
  }
  return `http://${reachedAt(host)}:${(server.address() as AddressInfo).port}`;
}

/** What listens everywhere is reached on this machine by loopback. */
function reachedAt(host: string): string {
  if (["0.0.0.0", "::"].includes(host)) return loopback;
  return isIPv6(host) ? `[${host}]` : host;
}

/** Stops listening, ends idle connections, waits for running requests, and cuts those that take more than `graceMs`. */
export async function stopListening(server: Server, graceMs: number): Promise<void> {
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, graceMs);
  try {
    await new Promise<void>((resolve, reject) => {
      server.close((error) => {
        if (error) reject(error);
        else resolve();
      });
      server.closeIdleConnections();
    });
  } finally {
    clearTimeout(cut);
  }
}

import { once } from "node:events";
import type { Server } from "node:http";

/** Everything local stands on this address: nothing of the stack is reachable from another machine unless asked for. */
export const loopback = "127.0.0.1";

/**
 * Listens and answers the endpoint, `http://127.0.0.1:40123`. Port 0 takes any free one. A port that is taken is an
 * error that names it.
 */
export async function listen(server: Server, { host, port }: { host: string; port: number }): Promise<string> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (cause) {
    const taken = (cause as NodeJS.ErrnoException).code === "EADDRINUSE";
    throw new Error(
      taken
        ? `port ${port} on ${host} is taken: stop what runs there or choose another`
        : `cannot listen on ${host}:${port}`,
      {
        cause,
      },
    );
  }
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has no port");
  return `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`;
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

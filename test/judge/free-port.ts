import { once } from "node:events";
import { createServer } from "node:net";
import { loopback } from "../../local/listening.ts";

/** For a server that has to be told which. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, loopback);
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error(`no port came: ${String(address)}`);
  return address.port;
}

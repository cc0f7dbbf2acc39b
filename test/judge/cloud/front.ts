import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { systemClock } from "../../../aws/system-clock.ts";
import { simulatorControls } from "../../../local/simulator-front.ts";
import { Network } from "../../../simulator/network.ts";
import { WebDoor } from "../../../simulator/web/web-door.ts";
import { Client } from "../../e2e/client.ts";

/** One address for the steps of test/e2e: WhatsApp's simulated network at `/_simulator`, everything else is the API's. */

export interface Front {
  readonly url: string;
  readonly network: Network;
  /** Where browsers get the simulated page from. */
  readonly web: WebDoor;
  readonly close: () => Promise<void>;
}

/** @param tenantId whose sessions the controls speak of @param keyOf one of its keys, once there is one */
export async function openFront(api: string, tenantId: string, keyOf: () => string): Promise<Front> {
  const network = new Network({ clock: systemClock, random: Math.random });
  const web = await WebDoor.open(network, new Date());
  const control = simulatorControls(network, {
    authenticator: {
      authenticate: async () => ({ tenantId, keyId: "judge", scopes: ["read", "write", "admin"], operator: true }),
    },
    qrOnShow: async ({ sessionId }) =>
      (await new Client(api, keyOf()).get<{ readonly qrCode?: string }>("/qrcode", { "user-id": sessionId })).qrCode,
    web,
  });
  const server = createServer((req, res) => {
    const answered = control(req, res).then((isDone) => {
      if (!isDone) passOn(api, req, res);
    });
    answered.catch((error: unknown) => res.destroy(error as Error));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    network,
    web,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await web.close();
      network.close();
    },
  };
}

function passOn(api: string, req: IncomingMessage, res: ServerResponse): void {
  const { host: _own, ...headers } = req.headers;
  const asked = request(`${api}${req.url ?? ""}`, { method: req.method, headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(res);
  });
  asked.once("error", (error) => res.destroy(error));
  req.pipe(asked);
}

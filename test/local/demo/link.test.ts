import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Api } from "../../../local/demo/api.ts";
import { linkSession } from "../../../local/demo/link.ts";

test("a code that is not there yet (202) is waited for, and only a code on show is scanned", async () => {
  const asked: string[] = [];
  const notYet = [202, { message: "not yet" }] as const;
  const answers = {
    "GET /qrcode": [notYet, notYet, [200, { message: "scan it", qrCode: "data:image/png;base64,AA==" }]],
    "POST /_simulator/sessions/demo/scan": [[200, {}]],
    "GET /status": [
      [200, { connected: false }],
      [200, { connected: true }],
    ],
  } as Record<string, (readonly [number, object])[]>;
  const server = createServer((request, response) => {
    const name = `${request.method ?? ""} ${request.url ?? ""}`;
    asked.push(name);
    const [status, body] = answers[name]?.shift() ?? [500, {}];
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  try {
    await once(server, "listening");
    const api = new Api(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, "k");
    await linkSession(api, "demo", { number: "628111000111" });
    expect(asked).toEqual([
      ...["GET /qrcode", "GET /qrcode", "GET /qrcode"],
      "POST /_simulator/sessions/demo/scan",
      ...["GET /status", "GET /status"],
    ]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

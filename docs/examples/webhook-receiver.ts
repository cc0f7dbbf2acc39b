import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { isOurWebhook } from "./verify-webhook.ts";

// A receiver: WEBHOOK_SECRET=whsec_... node docs/examples/webhook-receiver.ts 4000

const secrets = (process.env["WEBHOOK_SECRET"] ?? "").split(",").filter((secret) => secret !== "");
const seen = new Set<string>();

createServer((request, response) => {
  void text(request).then((body) => {
    const header = (name: string) => request.headers[name]?.toString();
    const headers = {
      "x-webhook-timestamp": header("x-webhook-timestamp"),
      "x-webhook-signature": header("x-webhook-signature"),
    };
    if (!isOurWebhook(secrets, headers, body)) {
      response.writeHead(401).end();
      return;
    }
    const event = JSON.parse(body) as { readonly id: string; readonly type: string };
    // The same event may come more than once; its id shows it. Answer first and work later: 10 s are all there is.
    response.writeHead(204).end();
    if (seen.has(event.id)) return;
    seen.add(event.id);
    process.stdout.write(`${event.type} ${event.id}\n`);
  });
}).listen(Number(process.argv[2] ?? 4_000));

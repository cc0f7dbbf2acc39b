import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";

// A receiver: WEBHOOK_SECRET=whsec_... node docs/examples/webhook-receiver.ts 4000

const webhook = new Webhook(process.env["WEBHOOK_SECRET"] ?? "");
const seen = new Set<string>();

const verified = (body: string, headers: Record<string, string>) => {
  try {
    return webhook.verify(body, headers) as { readonly id: string; readonly type: string };
  } catch {
    return undefined;
  }
};

createServer((request, response) => {
  void text(request).then((body) => {
    const event = verified(body, request.headers as Record<string, string>);
    if (event === undefined) {
      response.writeHead(401).end();
      return;
    }
    // The same event may come more than once; its id shows it. Answer first and work later: 10 s are all there is.
    response.writeHead(204).end();
    if (seen.has(event.id)) return;
    seen.add(event.id);
    process.stdout.write(`${event.type} ${event.id}\n`);
  });
}).listen(Number(process.argv[2] ?? 4_000));

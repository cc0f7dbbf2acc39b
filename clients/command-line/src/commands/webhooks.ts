import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import {
  ApiError,
  NetworkError,
  verifyWebhook,
  WebhookError,
  type Client,
  type WebhookEvent,
} from "../../../typescript/src/index.ts";
import type { AddCommand } from "../act.ts";
import type { Context } from "../context.ts";
import { every } from "../every.ts";
import { CommandError, exitCodes, wrongUsage } from "../failure.ts";
import { forgetHook, keepHook, keptHooks, type KeptHook } from "../kept/hooks.ts";
import { printable } from "../terminal/text.ts";

interface Options {
  readonly events: string;
  readonly port: string;
  readonly publicUrl?: string;
}
type EventFilter = Parameters<Client["createWebhook"]>[0]["events"][number];

const loopback = "127.0.0.1";
const described = "whatsapp-broadcast webhooks listen";
/** A person who types Ctrl-C waits no longer than that for the API to take the webhook away. */
const removeMs = 5_000;

export const addWebhooks: AddCommand = (program, act) => {
  const webhooks = program.command("webhooks").description("what happens, as the API tells it to other programs");
  webhooks
    .command("listen")
    .description("print the events on this machine, by a webhook that is there until Ctrl-C; wants a key with `admin`")
    .option("--events <names>", "which, such as campaign.*,recipient.failed", "*")
    .option("--port <number>", "where this command listens; 0 takes a free one", "0")
    .option("--public-url <url>", "https address that leads to that port, for an API on another machine")
    .action(act(listen));
};

async function listen(context: Context, options: Options): Promise<undefined> {
  const { screen, signal } = context;
  const port = Number(options.port);
  if (!/^\d{1,5}$/.test(options.port) || port > 65_535)
    throw wrongUsage(`--port is "${options.port}", wanted a whole number from 0 to 65535`);
  const { publicUrl } = options;
  if (publicUrl !== undefined && port === 0)
    throw wrongUsage(
      "--public-url came without --port",
      "give the port to which the tunnel leads, such as --port 8080",
    );
  const client = await context.client();
  await removeLeft(context, client);
  let secret = "";
  const server = createServer((request, response) => {
    void receive(context, secret, request, response);
  });
  server.listen(port, loopback);
  await once(server, "listening");
  const url = publicUrl ?? `http://${loopback}:${(server.address() as AddressInfo).port}/`;
  const hook = await keepHook(context.env, await context.url());
  try {
    const { webhookId, secret: fresh } = await makeHook(client, hook, url, options.events).catch(
      async (error: unknown) => {
        // Refused, and so not made.
        if (!(error instanceof NetworkError)) await forgetHook(context.env, hook);
        throw error;
      },
    );
    secret = fresh;
    screen.note(`Listening to ${options.events} at ${url} (${webhookId}). Ctrl-C ends it.`);
    try {
      await wait(2 ** 31 - 1, undefined, { signal }).catch(() => undefined);
    } finally {
      await client.removeWebhook({ webhookId }, { signal: AbortSignal.timeout(removeMs) });
      await forgetHook(context.env, hook);
      screen.note(`The webhook ${webhookId} is gone.`);
    }
  } finally {
    close(server);
  }
  return undefined;
}

const close = (server: Server): void => {
  server.close();
  server.closeAllConnections();
};

async function makeHook(client: Client, { mark }: KeptHook, url: string, events: string) {
  const wanted = events.split(",").map((name) => name.trim()) as EventFilter[];
  try {
    const { data } = await client.createWebhook({
      url,
      events: wanted,
      description: `${described} ${mark}`,
    });
    return data;
  } catch (error) {
    const isOfAddress = error instanceof ApiError && error.details.some(({ pointer }) => pointer === "/url");
    if (!isOfAddress || !url.startsWith("http:")) throw error;
    throw new CommandError("this API calls no address of this machine", {
      code: "NOT_REACHABLE_FROM_THE_API",
      exitCode: exitCodes.refused,
      hint: `where the API runs on this machine: WEBHOOK_ALLOW_LOOPBACK=true npm start. Where it runs elsewhere, it needs an https address that leads here: start a tunnel to a port (cloudflared, ngrok, a reverse proxy of your own), and give both: --port 8080 --public-url https://...`,
    });
  }
}

/** A command that was killed could not take its webhook away: the next one does. */
async function removeLeft(context: Context, client: Client): Promise<void> {
  const { env, screen } = context;
  const url = await context.url();
  const left = (await keptHooks(env)).filter((hook) => hook.url === url && !isAlive(hook.pid));
  if (left.length === 0) return;
  const webhooks = await every(client.listWebhooks({ limit: 100 }));
  for (const hook of left) {
    for (const { webhookId } of webhooks.filter(({ description }) => description === `${described} ${hook.mark}`)) {
      await client.removeWebhook({ webhookId });
      screen.note(`Removed ${webhookId}, which a command that was killed left behind.`);
    }
    await forgetHook(env, hook);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function receive(
  { screen }: Context,
  secret: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const event = await verifyWebhook(secret, request.headers, await buffer(request));
    response.writeHead(204).end();
    screen.document(event);
    screen.line(lineOf(event), 2);
  } catch (error) {
    response.writeHead(400).end();
    // Any program of this machine, or of the internet behind a tunnel, can call the port.
    screen.note(`refused a call: ${error instanceof WebhookError ? error.message : "it can't be read"}`);
  }
}

function lineOf({ type, createdAt, sessionId, data }: WebhookEvent): string {
  const facts = Object.entries(data as Readonly<Record<string, unknown>>).flatMap(([name, value]) =>
    typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? [`${name}=${value}`] : [],
  );
  const of = sessionId === undefined ? [] : [`session=${sessionId}`];
  return printable([createdAt, type, ...of, ...facts].join(" "));
}

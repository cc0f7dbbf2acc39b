import { timingSafeEqual } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { type SimulatedConnection } from "./connection.ts";
import { type SimulatedWhatsApp } from "./engine.ts";
import { type Answer, type Hello, lineOf, type RemoteCall, type Request, wordOf } from "./remote-words.ts";

export interface RemoteDoor {
  readonly port: number;
  close(): Promise<void>;
}

const calls: readonly RemoteCall[] = [
  "checkNumber",
  "numberOfLid",
  "send",
  "findMessage",
  "requestPairingCode",
  "readUnread",
  "probe",
  "logout",
  "close",
];

/**
 * Lets worker processes of this machine open connections of the in-process door. A process that dies takes its
 * connections with it, as it would take its browsers: its sockets close, and what they held is killed.
 */
export async function openRemoteDoor(engine: SimulatedWhatsApp, token: string): Promise<RemoteDoor> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket)).on("error", () => socket.destroy());
    // A socket that breaks off is a process that died; its connection is killed as it closes.
    serve(engine, token, socket).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  return { port: portOf(server), close: () => close(server, sockets) };
}

const portOf = (server: Server): number => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the remote door has no port");
  return address.port;
};

function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

async function serve(engine: SimulatedWhatsApp, token: string, socket: Socket): Promise<void> {
  const say = (answer: Answer) => {
    if (!socket.destroyed) socket.write(lineOf(answer));
  };
  let connection: SimulatedConnection | undefined;
  socket.once("close", () => connection?.kill());
  for await (const line of createInterface({ input: socket })) {
    if (connection !== undefined) {
      void answer(connection, JSON.parse(line) as Request, say);
      continue;
    }
    const hello = JSON.parse(line) as Hello;
    if (!isToken(hello.token, token)) {
      socket.destroy();
      return;
    }
    const onEvent = (event: Extract<Answer, { event: unknown }>["event"]) => {
      say({ event });
    };
    connection = await engine.open({ profileDir: hello.profileDir, onEvent });
    if (socket.destroyed) connection.kill();
  }
}

async function answer(
  connection: SimulatedConnection,
  { id, call, parameters }: Request,
  say: (answer: Answer) => void,
): Promise<void> {
  try {
    if (!calls.includes(call)) throw new Error(`no call ${call}`);
    const callable = connection as unknown as Record<RemoteCall, (...all: unknown[]) => Promise<unknown>>;
    say({ id, value: await callable[call](...parameters) });
  } catch (error) {
    say({ id, error: wordOf(error as Error) });
  }
}

function isToken(came: string, token: string): boolean {
  const [a, b] = [Buffer.from(came), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

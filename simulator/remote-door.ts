import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { sameText } from "../core/access/api-key.ts";
import { type WhatsAppEvent } from "../core/whatsapp.ts";
import { type SimulatedConnection } from "./connection.ts";
import { type SimulatedWhatsApp } from "./engine.ts";
import { type Answer, type Hello, lineOf, type RemoteCall, type Request, wordOf } from "./remote-words.ts";

export interface RemoteDoor {
  readonly port: number;
  close(): Promise<void>;
}

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
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
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
    if (!sameText(hello.token, token)) {
      socket.destroy();
      return;
    }
    const onEvent = (event: WhatsAppEvent) => {
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
    const callable = connection as unknown as Record<RemoteCall, (...all: unknown[]) => Promise<unknown>>;
    say({ id, value: await callable[call](...parameters) });
  } catch (error) {
    say({ id, error: wordOf(error as Error) });
  }
}

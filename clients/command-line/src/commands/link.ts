import { setTimeout as wait } from "node:timers/promises";
import type { SessionClient } from "../../../typescript/src/index.ts";
import type { AddCommand } from "../act.ts";
import type { Context } from "../context.ts";
import { CommandError, exitCodes } from "../failure.ts";
import { qrLines } from "../terminal/qr.ts";
import { printable } from "../terminal/text.ts";
import { assertSimulated } from "./login.ts";

interface Options {
  readonly code?: string;
  readonly testPhone?: string | true;
}
type Connected = Awaited<ReturnType<SessionClient["getStatus"]>>;

const usualTestNumber = "628111000111";
const pollMs = 1_000;

export const addLink: AddCommand = (program, act) => {
  program
    .command("link")
    .description("link a phone to a session by the QR code, which is renewed until a phone has scanned it")
    .argument("<session>", "a name of your own, such as shop; made where it is not there")
    .option("--code <number>", "get a code to type on the phone of that number instead")
    .option("--test-phone [number]", "let the test phone of a simulated WhatsApp scan it")
    .action(
      act(async (context, sessionId: string, options: Options) => {
        const shop = (await context.client()).session(sessionId);
        const status =
          options.code === undefined
            ? await byQrCode(context, shop, sessionId, options.testPhone)
            : await byPairingCode(context, shop, options.code);
        const { number = "", name = "" } = status;
        const who = [name, number].filter((part) => part !== "").map(printable);
        context.screen.line(
          context.screen.paint("green", `Session ${printable(sessionId)} is linked: ${who.join(", ")}`),
        );
        context.screen.document({ ...status, sessionId });
        return undefined;
      }),
    );
};

async function byQrCode(
  context: Context,
  shop: SessionClient,
  sessionId: string,
  testPhone: string | true | undefined,
): Promise<Connected> {
  const { screen, signal } = context;
  const { deployment } = (await (await context.client()).getOwnApiKey()).data;
  if (testPhone !== undefined) assertSimulated(deployment.network);
  let shown = 0;
  let hasScanned = false;
  for await (const step of shop.link({}, { signal })) {
    if (step.state === "connected") return step.status;
    screen.document({ state: "scan", qrCode: step.qrCode });
    if (screen.json || testPhone === undefined) shown = show(context, step.qrCode, shown, deployment.network);
    if (testPhone === undefined || hasScanned) continue;
    hasScanned = true;
    await scanByTestPhone(context, sessionId, testPhone === true ? usualTestNumber : testPhone);
  }
  throw new Error("the link ended without a phone");
}

/** In the place of the code before it. @returns how many lines that took */
function show({ screen, program }: Context, code: string, before: number, network: string): number {
  const isColored = screen.paint("bold", "") !== "";
  const lines = [
    ...qrLines(code, isColored),
    network === "simulated"
      ? "WhatsApp is simulated here: a phone can't scan this, --test-phone does."
      : "Scan it with the phone: WhatsApp, Linked devices, Link a device. It is renewed.",
  ];
  if (before > 0 && screen.isTerminal) screen.raw(`\u001b[${before}A\u001b[J`);
  for (const line of lines) screen.line(line);
  if (before === 0) screen.note(`Ctrl-C ends this; \`${program} link\` goes on.`);
  return lines.length + 1;
}

async function byPairingCode(context: Context, shop: SessionClient, number: string): Promise<Connected> {
  const { screen, signal } = context;
  const before = await shop.getStatus();
  if (before.connected) return before;
  let code: string | undefined;
  while (code === undefined) {
    const answer = await shop.requestPairingCode({ number }, { signal });
    if ("data" in answer) code = answer.data.code;
    else await wait(pollMs, undefined, { signal });
  }
  screen.document({ state: "code", code });
  screen.line(`Type this code on the phone: ${screen.paint("bold", printable(code))}`);
  screen.line("WhatsApp, Linked devices, Link a device, Link with phone number instead.");
  for (;;) {
    const status = await shop.getStatus({}, { signal });
    if (status.connected) return status;
    if (status.state === "failed" || status.state === "stopped" || status.state === "logged_out") {
      throw new CommandError(`the code was not typed in time: the session is ${status.state}`, {
        code: "LINK_NOT_COMPLETED",
        exitCode: exitCodes.refused,
        hint: "the same command asks for another code",
      });
    }
    await wait(pollMs, undefined, { signal });
  }
}

/** By the controls of the simulator, which only a local stack has. */
async function scanByTestPhone(context: Context, sessionId: string, number: string): Promise<void> {
  const { url, key } = await context.target();
  const address = `${url.replace(/\/+$/, "")}/_simulator/sessions/${encodeURIComponent(sessionId)}/scan`;
  const response = await fetch(address, {
    method: "POST",
    headers: { "x-api-key": key, "content-type": "application/json", "accept-language": "en" },
    body: JSON.stringify({ number, name: "Test phone" }),
  });
  if (response.ok) return;
  const { message } = (await response.json().catch(() => ({}))) as { readonly message?: string };
  throw new CommandError(`the test phone can't scan: ${printable(message ?? `status ${response.status}`)}`, {
    code: "TEST_PHONE_REFUSED",
    exitCode: exitCodes.refused,
  });
}

import { setTimeout as wait } from "node:timers/promises";
import { Option } from "commander";
import { ApiError, type Client, type SessionClient } from "../../../typescript/src/index.ts";
import type { AddCommand } from "../act.ts";
import type { Context } from "../context.ts";
import { CommandError, exitCodes, wrongUsage } from "../failure.ts";
import { sessionName } from "../session-name.ts";
import { qrLines } from "../terminal/qr.ts";
import type { Screen } from "../terminal/screen.ts";
import { printable, wrapped } from "../terminal/text.ts";
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
    .argument("<session>", "a name of your own, such as shop; made where it is not there", sessionName)
    .option("--code <number>", "get a code to type on the phone of that number instead")
    .addOption(
      new Option("--test-phone [number]", "let the test phone of a simulated WhatsApp scan it").conflicts("code"),
    )
    .action(
      act(async (context, sessionId: string, { code, testPhone }: Options) => {
        if (typeof testPhone === "string" && !isInternational(testPhone))
          throw wrongUsage(`--test-phone is "${testPhone}", wanted a number with its country, such as +628111000111`);
        const shop = (await context.client()).session(sessionId);
        const status =
          code === undefined
            ? await byQrCode(context, shop, sessionId, testPhone)
            : await byPairingCode(context, shop, sessionId, code);
        assertLinkedTo(context, sessionId, status, code ?? testPhone);
        const { number = "", name = "" } = status;
        const who = [name, number].filter((part) => part !== "").map(printable);
        context.screen.line(
          context.screen.paint("green", `Session ${printable(sessionId)} is linked: ${who.join(", ")}`),
        );
        context.screen.next("Next, bring contacts in", `${context.program} import FILE --list NAME`);
        context.screen.document({ ...status, sessionId });
        return undefined;
      }),
    );
};

const digitsOf = (number: string): string => number.replace(/\D/g, "");
const isInternational = (number: string): boolean => /^[1-9]\d{6,14}$/.test(digitsOf(number));

/** A session that was linked already is no success where it is to another phone. A national number ends as the whole does. */
function assertLinkedTo(
  { program }: Context,
  sessionId: string,
  { number = "" }: Connected,
  wanted: string | true | undefined,
): void {
  if (typeof wanted !== "string" || number.endsWith(digitsOf(wanted).replace(/^0+/, ""))) return;
  throw new CommandError(`${sessionId} is linked already, to ${printable(number)} and not to ${printable(wanted)}`, {
    code: "SESSION_LINKED",
    exitCode: exitCodes.refused,
    hint: `\`${program} unlink ${sessionId}\` comes first, or take another name for the other phone`,
  });
}

async function byQrCode(
  context: Context,
  shop: SessionClient,
  sessionId: string,
  testPhone: string | true | undefined,
): Promise<Connected> {
  const { screen, signal } = context;
  const { deployment } = (await (await context.client()).getOwnApiKey()).data;
  if (testPhone !== undefined) assertSimulated(deployment.network);
  let drawn = 0;
  let hasScanned = false;
  for await (const step of shop.link({}, { signal })) {
    if (step.state === "connected") return step.status;
    screen.document({ state: "scan", qrCode: step.qrCode });
    if (testPhone === undefined) {
      if (drawn === 0) sayHowToEnd(context, sessionId);
      drawn = draw(screen, await linesOf(context, sessionId, step.qrCode, deployment.network), drawn);
    } else if (!hasScanned) {
      hasScanned = true;
      await scanByTestPhone(context, sessionId, testPhone === true ? usualTestNumber : digitsOf(testPhone));
    }
  }
  throw new Error("the link ended without a phone");
}

const sayHowToEnd = ({ screen, program }: Context, sessionId: string): void => {
  screen.note(`Ctrl-C ends this; \`${program} link ${sessionId}\` goes on.`);
};

/** In the place of what was drawn before. @param before how many lines that took @returns how many these take */
function draw(screen: Screen, lines: readonly string[], before: number): number {
  if (before > 0 && screen.isTerminal) screen.raw(`\u001b[${before}A\u001b[J`);
  for (const line of lines) screen.line(line);
  return lines.length;
}

/** The code, or, of a terminal that is too small for it, what else to do: half a code can't be scanned. */
async function linesOf(context: Context, sessionId: string, code: string, network: string): Promise<string[]> {
  const { screen, program } = context;
  const { lines, columns } = qrLines(code, screen.paint("bold", "") !== "");
  const rows = lines.length + 2;
  if (screen.isTerminal && (rows > screen.rows || columns > screen.columns)) {
    return wrapped(
      `The QR code needs ${rows} rows and ${columns} columns, this terminal has ${screen.rows} and ${screen.columns}. Make it larger or its letters smaller: the next code, within a minute, is drawn once it fits. Or scan it in the console, ${await context.url()}, or get one to type: \`${program} link ${sessionId} --code NUMBER\``,
      screen.columns,
    );
  }
  return [
    ...lines,
    network === "simulated"
      ? "WhatsApp is simulated here: a phone can't scan this, --test-phone does."
      : "Scan it with the phone: WhatsApp, Linked devices, Link a device. It is renewed.",
  ];
}

async function byPairingCode(
  context: Context,
  shop: SessionClient,
  sessionId: string,
  number: string,
): Promise<Connected> {
  const { screen, signal } = context;
  const before = await shop.getStatus();
  if (before.connected) return before;
  await makeWhereAbsent(await context.client(), sessionId);
  const code = await pairingCode(context, shop, number);
  screen.document({ state: "code", code });
  screen.line(`Type this code on the phone: ${screen.paint("bold", printable(code))}`);
  screen.line("WhatsApp, Linked devices, Link a device, Link with phone number instead.");
  sayHowToEnd(context, sessionId);
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

/** The route of pairing codes makes no session, as that of QR codes does. Two commands may make it at once. */
async function makeWhereAbsent(client: Client, sessionId: string): Promise<void> {
  try {
    await client.getSession({ sessionId });
  } catch (error) {
    if (!isRefusal(error, "SESSION_NOT_FOUND")) throw error;
    await client.createSession({ sessionId }).catch((refused: unknown) => {
      if (!isRefusal(refused, "SESSION_EXISTS")) throw refused;
    });
  }
}

const isRefusal = (error: unknown, code: string): boolean => error instanceof ApiError && error.code === code;

async function pairingCode({ signal }: Context, shop: SessionClient, number: string): Promise<string> {
  for (;;) {
    const answer = await shop.requestPairingCode({ number }, { signal });
    if ("data" in answer) return answer.data.code;
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

import { stat } from "node:fs/promises";
import { ApiError, NetworkError, type Client, type Session } from "../../../typescript/src/index.ts";
import type { AddCommand } from "../act.ts";
import type { Context } from "../context.ts";
import { every } from "../every.ts";
import { exitCodes, failureOf } from "../failure.ts";
import { profileFile } from "../kept/profile.ts";
import { holdsChatsBack, limitsInWords } from "../terminal/figures.ts";
import { printable } from "../terminal/text.ts";
import { version } from "../version.ts";
import { describe } from "./login.ts";

/** What is wrong, and what to do about it. */
interface Finding {
  readonly check: string;
  readonly state: "ok" | "warning" | "wrong";
  readonly found: string;
  readonly todo?: string;
}

const ok = (check: string, found: string): Finding => ({ check, state: "ok", found });
const wrong = (check: string, found: string, todo: string): Finding => ({ check, state: "wrong", found, todo });
const warning = (check: string, found: string, todo: string): Finding => ({ check, state: "warning", found, todo });

/** The signatures of webhooks and the links to buckets hold for minutes. */
const skewAtMostMs = 30_000;
const expiresSoonMs = 7 * 86_400_000;

/** Columns that the sign takes, and what stands between. */
const besideSign = 9;

export const addDoctor: AddCommand = (program, act) => {
  program
    .command("doctor")
    .description("look what is wrong, from the key to the phones; ends with 1 where something is")
    .action(
      act(async (context) => {
        const findings = await examine(context);
        const { screen } = context;
        screen.document({ ok: findings.every(({ state }) => state !== "wrong"), findings });
        const signs = {
          ok: screen.paint("green", "ok     "),
          warning: screen.paint("yellow", "warning"),
          wrong: screen.paint("red", "wrong  "),
        };
        for (const { check, state, found, todo } of findings) {
          screen.line(`${signs[state]}  ${check}: ${printable(found)}`, besideSign);
          if (todo !== undefined) screen.line(`${" ".repeat(besideSign)}${todo}`, besideSign);
        }
        return findings.some(({ state }) => state === "wrong") ? exitCodes.refused : exitCodes.ok;
      }),
    );
};

async function examine(context: Context): Promise<readonly Finding[]> {
  const login = await examineLogin(context);
  if (login.state === "wrong") return [login];
  const client = await context.client();
  const reached = await examineReach(context);
  if (reached.some(({ state }) => state === "wrong")) return [login, ...reached];
  const key = await examineKey(context, client);
  if (key.state === "wrong" && key.check === "key") return [login, ...reached, key];
  return [login, ...reached, key, ...(await examineSending(client)), ...(await examineSessions(context, client))];
}

async function examineLogin(context: Context): Promise<Finding> {
  const { env, profileName, program } = context;
  try {
    const { url } = await context.target();
    const said = await context.given();
    if (said.key !== undefined) return ok("login", `${url}, with a key of the environment or a file`);
    const file = profileFile(env, profileName);
    const isOpen = process.platform !== "win32" && ((await stat(file)).mode & 0o077) !== 0;
    return isOpen
      ? warning("login", `${file} can be read by others on this machine`, `chmod 600 ${file}`)
      : ok("login", `${url}, kept in ${file}`);
  } catch (error) {
    const { message, hint = `\`${program} login\`` } = failureOf(error, program);
    return wrong("login", message, hint);
  }
}

async function examineReach(context: Context): Promise<Finding[]> {
  const url = (await context.url()).replace(/\/+$/, "");
  const askedAt = Date.now();
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(15_000) });
    const tookMs = Date.now() - askedAt;
    const body = (await response.json().catch(() => undefined)) as { readonly status?: string } | undefined;
    if (body?.status !== "ok") {
      return [
        wrong(
          "API",
          `${url} answers ${response.status}, and not as this API does`,
          "look at the address, and at what stands before the API",
        ),
      ];
    }
    const date = Date.parse(response.headers.get("date") ?? "");
    return [
      ok("API", `${url} answers in ${tookMs} ms`),
      ...(Number.isNaN(date) ? [] : [examineClock(date - (askedAt + tookMs / 2))]),
    ];
  } catch (error) {
    const cause = (error as Error).cause instanceof Error ? `: ${((error as Error).cause as Error).message}` : "";
    return [
      wrong(
        "API",
        `${url} does not answer (${(error as Error).message}${cause})`,
        "is it up, and is the address right? On this machine: npm start",
      ),
    ];
  }
}

/** @param skewMs how far the API's clock is ahead; its header counts whole seconds */
function examineClock(skewMs: number): Finding {
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  if (Math.abs(skewMs) <= skewAtMostMs) return ok("clock", `this machine's and the API's are ${seconds} s apart`);
  const side = skewMs > 0 ? "behind" : "ahead of";
  return wrong(
    "clock",
    `this machine's is ${seconds} s ${side} the API's`,
    "set it by NTP: uploads and signatures of webhooks hold for minutes only",
  );
}

async function examineKey({ program }: Context, client: Client): Promise<Finding> {
  try {
    const { data } = await client.getOwnApiKey();
    const found = describe(data);
    if (data.deployment.version !== version) {
      return warning("key", found, `this program is of version ${version}: take the one of the deployment`);
    }
    const { expiresAt, scopes } = data;
    if (expiresAt !== undefined && Date.parse(expiresAt) - Date.now() < expiresSoonMs) {
      return warning("key", found, "make another one before it ends");
    }
    if (!scopes.includes("write") && !scopes.includes("admin")) {
      return warning("key", found, "it reads only: to import and to send, take a key with `write`");
    }
    return ok("key", found);
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof NetworkError)) throw error;
    const { message, hint = `\`${program} login\`` } = failureOf(error, program);
    return wrong("key", message, hint);
  }
}

async function examineSending(client: Client): Promise<Finding[]> {
  const { data } = await client.getSending();
  const pages = (data.pages ?? []).map(({ version: page, error }) =>
    wrong(
      "WhatsApp's page",
      `version ${page} fails: ${error}`,
      "campaigns wait by themselves; docs/whatsapp-changes.md says what to do",
    ),
  );
  if (!data.halted) return [ok("sending", "not halted"), ...pages];
  const { by = "operator", reason = "", since = "" } = data;
  return [
    wrong(
      "sending",
      `halted by the ${by} since ${since}: ${reason}`,
      "campaigns go on by themselves once the halt is lifted",
    ),
    ...pages,
  ];
}

async function examineSessions(context: Context, client: Client): Promise<Finding[]> {
  const { session } = context.options;
  const sessions = await every(client.listSessions({ limit: 100 }));
  const seen = sessions.filter(({ sessionId }) => session === undefined || sessionId === session);
  if (seen.length === 0) return [wrong("sessions", "there is none", `\`${context.program} link NAME\` links a phone`)];
  const isAnyLinked = seen.some(wasLinked);
  const findings = seen.map(async (listed) => {
    // One alone says how people take what it sends, too.
    const { data: one } = await client.getSession({ sessionId: listed.sessionId });
    const standing = isAnyLinked && !wasLinked(one) ? neverLinked(context, one) : examineSession(context, one);
    return [standing, ...examinePage(one), ...examineLimits(one), ...examineSigns(one)];
  });
  return (await Promise.all(findings)).flat();
}

/** What WhatsApp says that the account may do. */
function examineLimits({ sessionId, limits }: Session): Finding[] {
  const told = limitsInWords(limits);
  if (limits === undefined || told === undefined) return [];
  const check = `limits of ${sessionId}`;
  if (limits.restricted)
    return [wrong(check, told, "read what WhatsApp says on the phone, and leave the account alone")];
  return holdsChatsBack(limits)
    ? [warning(check, told, "campaigns wait by themselves; people of a chat can be written to")]
    : [ok(check, told)];
}

/** Of fewer messages the figures say nothing. */
const enoughMessages = 50;

/** How people take what the session sends. */
function examineSigns({ sessionId, last7Days }: Session): Finding[] {
  if (last7Days === undefined || last7Days.messages < enoughMessages) return [];
  const { messages, repliesPer100, optOutsPer100, refusalsPer100 } = last7Days;
  const found = `${messages} messages; of 100 ${repliesPer100} answered, ${optOutsPer100} opted out, ${refusalsPer100} refused`;
  return [ok(`last 7 days of ${sessionId}`, found)];
}

const wasLinked = ({ number }: Session): boolean => number !== undefined;

/** Beside others that send: `link` made it, and was ended. */
const neverLinked = ({ program }: Context, { sessionId }: Session): Finding =>
  warning(
    `session ${sessionId}`,
    "no phone was ever linked to it",
    `\`${program} link ${sessionId}\` links one, \`${program} sessions remove ${sessionId}\` takes it away`,
  );

function examineSession(
  { program }: Context,
  { sessionId, state, reason, number = "", warnings = [] }: Session,
): Finding {
  const check = `session ${sessionId}`;
  const why = reason === undefined ? "" : ` (${reason.replaceAll("_", " ")})`;
  const link = `\`${program} link ${sessionId}\``;
  switch (state) {
    case "ready": {
      const [first] = warnings;
      return first === undefined
        ? ok(check, `ready, ${number}`)
        : warning(check, `ready, ${number}: ${first.message}`, first.code);
    }
    case "starting":
      return warning(check, "starting", "wait half a minute, then look again");
    case "disconnected":
      return warning(check, "disconnected", "it connects by itself; is the phone on, and online?");
    case "awaiting_qr":
    case "stopped":
    case "logged_out":
      return wrong(check, `${state.replaceAll("_", " ")}${why}`, `${link} links it`);
    case "failed":
      return reason === "page_changed"
        ? wrong(check, `failed${why}`, "WhatsApp changed its page: docs/whatsapp-changes.md says what to do")
        : wrong(check, `failed${why}`, `${link} links it anew`);
  }
}

/** What WhatsApp's page lacks of what the sessions need of it. */
function examinePage({ sessionId, whatsapp }: Session): Finding[] {
  if (whatsapp === undefined) return [];
  const check = `page of ${sessionId}`;
  const lacking = [...new Set(whatsapp.unavailable.map(({ feature }) => feature))];
  return [
    lacking.length === 0
      ? ok(check, `version ${whatsapp.version} has all that is needed`)
      : wrong(
          check,
          `version ${whatsapp.version} lacks: ${lacking.join(", ")}`,
          "docs/whatsapp-changes.md says what still works, and what to do",
        ),
  ];
}

import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isIPv4 } from "node:net";
import { sameText } from "../core/access/api-key.ts";
import type { Clock } from "../core/time/clock.ts";
import { securityHeaders } from "../functions/edge/answer-headers.ts";
import { chooseLanguage, sayIn, type Sentence } from "../functions/edge/language/language.ts";
import { servicesWith } from "../functions/edge/services.ts";
import { readBody, runPast } from "./gateway/request-body.ts";
import { requestTarget } from "./gateway/request-target.ts";

/**
 * The address that `npm start` prints on a terminal signs in with one click: it bears a code, and the page that it opens gives
 * that code for the admin key, once. The code stands behind `#`, which browsers send to no server, so that no log has it.
 */

const lifeMs = 10 * 60_000;
const maxTries = 5;
const maxBodyBytes = 1_024;
const path = "/_local/sign-in";

export class SignIn {
  readonly #clock: Clock;
  /** What the code is given for; gone once it was, or can't be any more. */
  #key: string | undefined;
  #code: string | undefined;
  #until = 0;
  #tries = 0;

  constructor(key: string, clock: Clock) {
    this.#key = key;
    this.#clock = clock;
  }

  /** The address that signs in on a stack which is up there. Its life begins now, so it is asked for once. */
  addressAt(url: string): string {
    this.#code = randomBytes(24).toString("base64url");
    this.#until = this.#clock.now() + lifeMs;
    return `${url}/#code=${this.#code}`;
  }

  /** The admin key for the right code, in time and for the first time; after a few wrong ones no code is right. */
  redeem(code: string): string | undefined {
    const key = this.#key;
    if (key === undefined || this.#code === undefined) return undefined;
    this.#tries += 1;
    const isRight = sameText(code, this.#code);
    const isOver = this.#clock.now() >= this.#until;
    if (isRight || isOver || this.#tries >= maxTries) this.#key = undefined;
    return isRight && !isOver ? key : undefined;
  }
}

const codeIsOver: Sentence = {
  id: "Alamat masuk ini sudah dipakai atau sudah lebih dari 10 menit; masukkan API key admin, yang letaknya ditulis npm start di terminal, atau jalankan npm start lagi untuk alamat baru",
  en: "This address has signed in already or is older than 10 minutes; type the admin key, of which npm start says on its terminal where it is, or run npm start again for a new address",
};

const ofEvery = servicesWith({});

/** Answers `POST /_local/sign-in {"code": "..."}` of pages that this very machine opened; there is no such route for others. */
export const signInFront =
  (signIn: SignIn) =>
  async (req: IncomingMessage, res: ServerResponse): Promise<boolean> => {
    if (req.method !== "POST" || requestTarget(req).path !== path || !isOfThisMachine(req)) return false;
    const sent = await readBody(req, maxBodyBytes);
    if (sent === undefined) await runPast(req);
    const key = signIn.redeem(codeIn(sent));
    const { settings } = await ofEvery();
    const language = chooseLanguage(req.headers["accept-language"], settings.defaultLanguage);
    const message = sayIn(language, codeIsOver);
    const body =
      key === undefined
        ? { success: false, message, error: { code: "SIGN_IN_CODE_OVER", details: [] } }
        : { success: true, data: { key } };
    res.writeHead(key === undefined ? 401 : 200, {
      ...securityHeaders,
      "content-type": "application/json; charset=utf-8",
      ...(key === undefined ? { "content-language": language } : {}),
    });
    res.end(JSON.stringify(body));
    return true;
  };

/** What is no code is a wrong one. */
function codeIn(body: Buffer | undefined): string {
  try {
    const { code } = JSON.parse(body?.toString("utf8") ?? "") as { readonly code?: unknown };
    return typeof code === "string" ? code : "";
  } catch {
    return "";
  }
}

/** Headers by which a proxy says for whom it asks: its own address is loopback, its caller's need not be. */
const ofProxies = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

/**
 * Asked from this machine, by a page of this very address or by none. A name that another site makes point here stands in the
 * Host header, and a page of another site in Origin, so that neither can use up the tries.
 */
function isOfThisMachine({ headers, socket }: IncomingMessage): boolean {
  const { host = "", origin } = headers;
  const site = headers["sec-fetch-site"];
  return (
    isLoopback(socket.remoteAddress?.replace(/^::ffff:/, "")) &&
    isLoopback(/^(\[[^\]]*\]|[^:]*)(:\d{1,5})?$/.exec(host)?.[1]) &&
    (origin === undefined || origin === `http://${host}`) &&
    (site === undefined || site === "same-origin" || site === "none") &&
    !ofProxies.some((name) => headers[name] !== undefined)
  );
}

const isLoopback = (name = ""): boolean =>
  ["localhost", "[::1]", "::1"].includes(name.toLowerCase()) || (isIPv4(name) && name.startsWith("127."));

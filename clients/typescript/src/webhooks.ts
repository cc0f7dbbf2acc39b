import { WebhookError } from "./errors.ts";
import type { WebhookEvent } from "./generated/operations.gen.ts";

/** Of a request: `Headers`, or what Node, Express and the like have. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerifyOptions {
  /** epoch ms */
  readonly now?: number;
  /** How far the sender's clock may be from this one. */
  readonly toleranceSeconds?: number;
}

const secretPrefix = "whsec_";
const usualToleranceSeconds = 5 * 60;

/**
 * The event of a webhook call, after its signature was checked by the Standard Webhooks rules.
 *
 * @param secrets as `createWebhook` or a change of secrets answered: `whsec_...`; several while they change
 * @param body as it came, before anything parsed it
 * @throws WebhookError when the API did not write it, or not just now
 */
export async function verifyWebhook(
  secrets: string | readonly string[],
  headers: WebhookHeaders,
  body: string | Uint8Array,
  { now = Date.now(), toleranceSeconds = usualToleranceSeconds }: VerifyOptions = {},
): Promise<WebhookEvent> {
  const id = headerOf(headers, "webhook-id");
  const timestamp = headerOf(headers, "webhook-timestamp");
  const signatures = headerOf(headers, "webhook-signature");
  const signedAt = Number(timestamp);
  // So put that a tolerance that is no number lets no call pass.
  if (!/^\d+$/.test(timestamp) || !(Math.abs(now / 1_000 - signedAt) <= toleranceSeconds)) {
    throw new WebhookError(`webhook-timestamp is ${timestamp}, wanted one of the last ${toleranceSeconds} seconds`);
  }
  const bytes = typeof body === "string" ? encoded(body) : body;
  const signed = joined(encoded(`${id}.${timestamp}.`), bytes);
  const came = signatures.split(" ").flatMap((part) => {
    const [version, signature] = part.split(",");
    const given = version === "v1" && signature !== undefined ? bytesOf(signature) : undefined;
    return given === undefined ? [] : [given];
  });
  for (const secret of typeof secrets === "string" ? [secrets] : secrets) {
    const key = await keyOf(secret);
    for (const signature of came) {
      // Web Crypto compares in constant time.
      if (await crypto.subtle.verify("HMAC", key, signature, signed)) {
        return JSON.parse(new TextDecoder().decode(bytes)) as WebhookEvent;
      }
    }
  }
  throw new WebhookError("webhook-signature is none of this body by a secret that was given");
}

function headerOf(headers: WebhookHeaders, name: string): string {
  const value = isHeaders(headers)
    ? headers.get(name)
    : Object.entries(headers).find(([given]) => given.toLowerCase() === name)?.[1];
  const text = typeof value === "object" ? value?.[0] : value;
  if (text !== undefined && text !== "") return text;
  throw new WebhookError(`the header ${name} is missing`);
}

/** Not by `instanceof`: some runtimes and test tools have several classes of that name. */
const isHeaders = (headers: WebhookHeaders): headers is Headers => typeof headers.get === "function";

async function keyOf(secret: string): Promise<Awaited<ReturnType<typeof crypto.subtle.importKey>>> {
  const bytes = bytesOf(secret.startsWith(secretPrefix) ? secret.slice(secretPrefix.length) : secret);
  if (bytes === undefined || bytes.length === 0) {
    throw new TypeError(`a secret came that is not ${secretPrefix} and base64, wanted one as the API answered it`);
  }
  return await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
}

/** undefined for what is no base64 */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}

const encoded = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

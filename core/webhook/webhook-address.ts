import ipaddr from "ipaddr.js";

/** Where webhooks may go: to public addresses only, so that no caller reaches our network through us. */

export interface AddressPolicy {
  /** This machine, for a laptop; by deployment setting. */
  readonly allowLoopback: boolean;
}

/** Whether an address that a name resolved to, or that stands in a URL, may be called. */
export function mayCall(address: string, { allowLoopback }: AddressPolicy): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 address in IPv6 clothes is judged as what it is.
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (allowLoopback && range === "loopback") return true;
  // Of IPv6 only 2000::/3 is given out to the world; the library calls the rest unicast where it knows no better.
  const isGlobal = parsed.kind() === "ipv4" || (parsed.toByteArray()[0] ?? 0) >> 5 === 1;
  return range === "unicast" && isGlobal;
}

const maxUrlLength = 2_048;
const isLocalName = (name: string): boolean => name === "localhost" || name.endsWith(".localhost");

/** The address that stands in a URL instead of a name, without the brackets of IPv6. */
export function literalAddress(url: URL): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return ipaddr.isValid(host) ? host : undefined;
}

/** A webhook's URL as it is kept and called, however it was written. Its text must have passed `urlProblem`. */
export const normalUrl = (text: string): string => new URL(text).href;

/** What is wrong with a webhook's URL, as far as its text shows; a name is judged again by what it resolves to. */
export function urlProblem(text: string, policy: AddressPolicy): string | undefined {
  if (text.length > maxUrlLength || !URL.canParse(text)) return `an https URL of at most ${maxUrlLength} characters`;
  const url = new URL(text);
  const address = literalAddress(url);
  const name = url.hostname.toLowerCase().replace(/\.$/, "");
  const isLoopback = isLocalName(name) || (address !== undefined && ipaddr.process(address).range() === "loopback");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback && policy.allowLoopback)) {
    return "an https URL";
  }
  if (url.href.length > maxUrlLength) return `a URL of at most ${maxUrlLength} characters when they are encoded`;
  if (url.username !== "" || url.password !== "") return "a URL without user and password";
  if (url.hash !== "") return "a URL without a fragment";
  if (isLoopback && !policy.allowLoopback) return "an address on the public internet";
  if (address !== undefined) return mayCall(address, policy) ? undefined : "an address on the public internet";
  if (!isLoopback && !name.includes(".")) return "a name on the public internet";
  return undefined;
}

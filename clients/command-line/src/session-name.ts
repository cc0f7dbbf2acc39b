import { InvalidArgumentError } from "commander";

const form = /^[A-Za-z0-9_-]{1,64}$/;
export const wantedSessionName = "wanted 1 to 64 of A-Z, a-z, 0-9, _ and -, such as shop";

export const isSessionName = (text: string): boolean => form.test(text);

/** For commander, which names the argument. */
export function sessionName(text: string): string {
  if (isSessionName(text)) return text;
  throw new InvalidArgumentError(`It is no name of a session: ${wantedSessionName}.`);
}

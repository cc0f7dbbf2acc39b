import { createClient, type Client } from "../../../clients/typescript/src/index.ts";
import { languageNow } from "../words/language.ts";
import { keyStore } from "./key-store.ts";

/** A person waits: a request that fails is shown after a few seconds, and can be made again. */
const patience = { maxRetries: 1, retryForMs: 8_000, timeoutMs: 30_000 } as const;

const clientFor = (apiKey: () => string): Client =>
  createClient({
    baseUrl: "",
    apiKey,
    language: languageNow(),
    ...patience,
  });

let made: { readonly client: Client; readonly language: string } | undefined;

/** The API with the key that this page is signed in with, in the language that it is read in. */
export function api(): Client {
  const language = languageNow();
  if (made?.language !== language) made = { client: clientFor(() => keyStore.get() ?? ""), language };
  return made.client;
}

/** With a key that is only tried. */
export const apiWith = (key: string): Client => clientFor(() => key);

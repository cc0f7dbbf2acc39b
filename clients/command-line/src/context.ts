import { readFile } from "node:fs/promises";
import { createClient, type Client, type SessionClient } from "../../typescript/src/index.ts";
import { CommandError, exitCodes, reasonOf, wrongUsage } from "./failure.ts";
import type { Interruption } from "./interruption.ts";
import { readProfile, type Profile } from "./kept/profile.ts";
import { allOf } from "./terminal/ask.ts";
import { isSessionName, wantedSessionName } from "./session-name.ts";
import type { Screen } from "./terminal/screen.ts";
import { printable } from "./terminal/text.ts";

/** What every command may be given, before or behind its name. */
export interface GlobalOptions {
  readonly url?: string;
  readonly keyFile?: string;
  readonly profile?: string;
  readonly session?: string;
  readonly language?: "id" | "en";
  readonly json?: boolean;
}

export const variables = {
  url: "WHATSAPP_BROADCAST_URL",
  key: "WHATSAPP_BROADCAST_KEY",
  profile: "WHATSAPP_BROADCAST_PROFILE",
  session: "WHATSAPP_BROADCAST_SESSION",
} as const;

/** An option goes before the environment, which goes before the profile. */
export class Context {
  readonly screen: Screen;
  readonly options: GlobalOptions;
  readonly env: NodeJS.ProcessEnv;
  /** How this program is called here, for what it tells people to type. */
  readonly program: string;
  readonly #interruption: Interruption;
  #tenant: Promise<string> | undefined;
  #client: Promise<{ readonly client: Client; readonly url: string }> | undefined;

  constructor(
    given: Pick<Context, "screen" | "options" | "env" | "program"> & { readonly interruption: Interruption },
  ) {
    this.screen = given.screen;
    this.options = given.options;
    this.env = given.env;
    this.program = given.program;
    this.#interruption = given.interruption;
  }

  /** Aborted when a person or the machine ends the command, which then has to end by itself. */
  get signal(): AbortSignal {
    return this.#interruption.signal;
  }

  get profileName(): string {
    return this.options.profile ?? this.#variable("profile") ?? "default";
  }

  /** @throws CommandError */
  async target(): Promise<Profile> {
    const given = await this.given();
    const kept =
      given.url === undefined || given.key === undefined ? await readProfile(this.env, this.profileName) : undefined;
    const url = given.url ?? kept?.url;
    const key = given.key ?? kept?.key;
    if (url !== undefined && key !== undefined) {
      // A key goes only to the address that it was given with.
      if (given.url === undefined || given.key !== undefined || sameAddress(given.url, kept?.url)) return { url, key };
      throw noLogin(
        `no key came for ${url}; the one that is kept is for ${kept?.url ?? ""}`,
        `\`${this.program} login --url ${url}\` keeps one`,
      );
    }
    throw noLogin(
      `no ${url === undefined ? "address of an API" : "key"} came, and the profile "${this.profileName}" is not there`,
      `\`${this.program} login\` asks for both and keeps them; ${variables.url} and ${variables.key} do without`,
    );
  }

  /** What options and environment say, without the profile. */
  async given(): Promise<Partial<Profile>> {
    const url = this.options.url ?? this.#variable("url");
    const key = this.options.keyFile === undefined ? this.#variable("key") : await this.#keyIn(this.options.keyFile);
    return { ...(url === undefined ? {} : { url }), ...(key === undefined ? {} : { key }) };
  }

  clientFor({ url, key }: Profile): Client {
    try {
      return createClient({ baseUrl: url, apiKey: key, language: this.#language() });
    } catch (error) {
      throw wrongUsage((error as Error).message.replace("baseUrl", "the address"));
    }
  }

  async client(): Promise<Client> {
    return (await this.#opened()).client;
  }

  async url(): Promise<string> {
    return (await this.#opened()).url;
  }

  #opened() {
    this.#client ??= this.target().then((target) => ({ client: this.clientFor(target), url: target.url }));
    return this.#client;
  }

  /**
   * The one that is named, or the only one that the key may see. One that no phone was ever linked to is passed over where
   * another one was: `link` made it, and was ended. @throws CommandError naming them where there are several
   */
  async sessionId(): Promise<string> {
    const named = this.options.session ?? this.#variable("session");
    if (named !== undefined) {
      if (isSessionName(named)) return named;
      throw wrongUsage(`the session is "${printable(named)}", ${wantedSessionName}`);
    }
    const { data } = await (await this.client()).listSessions({ limit: 100 });
    const linked = data.filter(({ number }) => number !== undefined);
    const [only, ...others] = (linked.length > 0 ? linked : data).map(({ sessionId }) => sessionId);
    if (only !== undefined && others.length === 0) return only;
    if (only === undefined) {
      throw new CommandError("there is no session yet", {
        code: "NO_SESSION",
        exitCode: exitCodes.refused,
        hint: `\`${this.program} link NAME\` makes one and links it to a phone`,
      });
    }
    throw wrongUsage(
      `this key sees several sessions: ${printable([only, ...others].join(", "))}`,
      `name one: --session ${only}, or ${variables.session}`,
    );
  }

  async shop(): Promise<SessionClient> {
    return (await this.client()).session(await this.sessionId());
  }

  /** Whose the key is: two tenants may have sessions and lists of one name. */
  async tenantId(): Promise<string> {
    this.#tenant ??= this.client().then(async (client) => (await client.getOwnApiKey()).data.tenantId);
    return await this.#tenant;
  }

  #language(): "id" | "en" {
    const { language } = this.options;
    if (language !== undefined) return language;
    const locale = [this.env["LC_ALL"], this.env["LC_MESSAGES"], this.env["LANG"]].find((name) => (name ?? "") !== "");
    return /^(id|in)([_.@]|$)/i.test(locale ?? "") ? "id" : "en";
  }

  #variable(name: keyof typeof variables): string | undefined {
    const value = this.env[variables[name]];
    return value === "" ? undefined : value;
  }

  async #keyIn(file: string): Promise<string> {
    if (file === "-") return (await allOf(this.screen)).trim();
    try {
      return (await readFile(file, "utf8")).trim();
    } catch (error) {
      throw wrongUsage(`--key-file ${file} can't be read: ${reasonOf(error)}`);
    }
  }
}

const noLogin = (message: string, hint: string): CommandError =>
  new CommandError(message, { code: "NO_LOGIN", exitCode: exitCodes.keyRefused, hint });

const sameAddress = (one: string, other: string | undefined): boolean =>
  other !== undefined && URL.canParse(one) && URL.canParse(other) && new URL(one).href === new URL(other).href;

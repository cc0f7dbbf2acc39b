import type { AddCommand } from "../act.ts";
import { CommandError, exitCodes, wrongUsage } from "../failure.ts";
import { forgetProfile, keepProfile, profileFile, type Profile } from "../kept/profile.ts";
import { Questions } from "../terminal/ask.ts";
import type { Screen } from "../terminal/screen.ts";
import { printable } from "../terminal/text.ts";

export const addLogin: AddCommand = (program, act) => {
  program
    .command("login")
    .description("keep the address of an API and a key for it, after both were tried")
    .action(
      act(async (context) => {
        const { screen } = context;
        const { url, key } = await askedFor(screen, await context.given());
        const { data } = await context.clientFor({ url, key }).getOwnApiKey();
        const file = await keepProfile(context.env, context.profileName, { url, key });
        screen.line(`Logged in to ${url}: ${describe(data)}.`);
        screen.line(`The key is kept in ${file}, readable by you alone.`);
        screen.next("Next, link a phone", `${context.program} link NAME`);
        screen.document({ url, profile: context.profileName, file, ...data });
        return undefined;
      }),
    );
  program
    .command("logout")
    .description("forget the address and the key that `login` kept")
    .action(
      act(async (context) => {
        const file = profileFile(context.env, context.profileName);
        await forgetProfile(context.env, context.profileName);
        context.screen.line(`${file} is gone. The key itself still holds: a key with \`admin\` revokes it.`);
        context.screen.document({ file });
        return undefined;
      }),
    );
};

/** Asks for what was not given. @throws CommandError where there is no one to ask */
async function askedFor(screen: Screen, { url, key }: Partial<Profile>): Promise<Profile> {
  if (url !== undefined && key !== undefined) return { url, key };
  if (!screen.canAsk) {
    throw wrongUsage(
      "no terminal to ask on",
      "give --url and --key-file FILE (or - for standard input), or the environment",
    );
  }
  const questions = new Questions(screen);
  try {
    const answers = {
      url: url ?? (await questions.ask("Address of the API, such as https://api.example.com: ")),
      key: key ?? (await questions.ask("Key (hidden): ", true)),
    };
    if (answers.key !== "") return answers;
    throw wrongUsage("an empty key came, wanted one of the API's");
  } finally {
    questions.close();
  }
}

interface Key {
  readonly scopes: readonly string[];
  readonly sessions?: readonly string[];
  readonly tenantId: string;
  readonly expiresAt?: string;
  readonly deployment: { readonly version: string; readonly network: string };
}

export function describe({ scopes, sessions, tenantId, expiresAt, deployment }: Key): string {
  const may = `a key with the ${scopes.length === 1 ? "scope" : "scopes"} ${scopes.join(", ")}`;
  const where =
    sessions === undefined ? ` for all of tenant ${printable(tenantId)}` : ` for ${printable(sessions.join(", "))}`;
  const until = expiresAt === undefined ? "" : ` until ${expiresAt}`;
  const network = deployment.network === "simulated" ? "WhatsApp is simulated there" : "messages go to WhatsApp";
  return `${may}${where}${until}; version ${printable(deployment.version)}, ${network}`;
}

/** @throws CommandError where the deployment speaks to the real WhatsApp */
export function assertSimulated(network: string): void {
  if (network === "simulated") return;
  throw new CommandError("--test-phone came, and this deployment speaks to the real WhatsApp", {
    code: "NOT_SIMULATED",
    exitCode: exitCodes.refused,
    hint: "scan the code with the phone of the account, under Linked devices",
  });
}

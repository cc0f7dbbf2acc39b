import type { AddCommand } from "../act.ts";
import { CommandError, exitCodes, wrongUsage } from "../failure.ts";
import { forgetProfile, keepProfile, profileFile } from "../kept/profile.ts";
import { ask, askHidden } from "../terminal/ask.ts";
import { printable } from "../terminal/text.ts";

export const addLogin: AddCommand = (program, act) => {
  program
    .command("login")
    .description("keep the address of an API and a key for it, after both were tried")
    .action(
      act(async (context) => {
        const { screen } = context;
        const given = await context.given();
        if ((given.url === undefined || given.key === undefined) && !screen.canAsk) {
          throw wrongUsage(
            "no terminal to ask on",
            "give --url and --key-file FILE (or - for standard input), or the environment",
          );
        }
        const url = given.url ?? (await ask(screen, "Address of the API, such as https://api.example.com: "));
        const key = given.key ?? (await askHidden(screen, "Key (it is not shown): "));
        if (key === "") throw wrongUsage("an empty key came, wanted one of the API's");
        const { data } = await context.clientFor({ url, key }).getOwnApiKey();
        const file = await keepProfile(context.env, context.profileName, { url, key });
        screen.line(`Logged in to ${url}: ${describe(data)}.`);
        screen.line(`The key is kept in ${file}, readable by you alone.`);
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

interface Key {
  readonly scopes: readonly string[];
  readonly sessions?: readonly string[];
  readonly tenantId: string;
  readonly expiresAt?: string;
  readonly deployment: { readonly version: string; readonly network: string };
}

export function describe({ scopes, sessions, tenantId, expiresAt, deployment }: Key): string {
  const may = `the key may ${scopes.join(", ")}`;
  const where =
    sessions === undefined ? ` in all of tenant ${printable(tenantId)}` : ` in ${printable(sessions.join(", "))}`;
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

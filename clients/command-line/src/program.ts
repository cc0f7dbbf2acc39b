import { Command, CommanderError, Help, Option } from "commander";
import { actWith } from "./act.ts";
import { addCampaigns } from "./commands/campaigns.ts";
import { addCompletion } from "./commands/completion.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addImport } from "./commands/import.ts";
import { addLink } from "./commands/link.ts";
import { addListings } from "./commands/listings.ts";
import { addLogin } from "./commands/login.ts";
import { addMcp } from "./commands/mcp.ts";
import { addOptOuts } from "./commands/opt-outs.ts";
import { addReport } from "./commands/report.ts";
import { addSend } from "./commands/send.ts";
import { addSessions } from "./commands/sessions.ts";
import { addWatch } from "./commands/watch.ts";
import { addWebhooks } from "./commands/webhooks.ts";
import { Context, type GlobalOptions } from "./context.ts";
import { CommandError, exitCodes, failureOf, wrongUsage, type Failure } from "./failure.ts";
import type { Interruption } from "./interruption.ts";
import { Screen, type Streams } from "./terminal/screen.ts";
import { version } from "./version.ts";

interface Machine {
  readonly streams: Streams;
  readonly env: NodeJS.ProcessEnv;
  /** How a person calls it here. */
  readonly program: string;
  readonly interruption: Interruption;
}

/** In the order in which a broadcast needs them. */
const parts = [
  ...[addLogin, addSessions, addLink, addImport, addListings, addSend, addWatch, addCampaigns, addReport],
  ...[addOptOuts, addWebhooks, addDoctor, addMcp, addCompletion],
];

/** @returns the exit code */
export async function run(
  words: readonly string[],
  { streams, env, program: called, interruption }: Machine,
): Promise<number> {
  const isJson = words.includes("--json");
  const fail = (failure: Failure): number => {
    new Screen(streams, isJson, env).fail(failure);
    return failure.exitCode;
  };
  let exitCode: number = exitCodes.ok;
  const contextFor = (options: GlobalOptions) =>
    new Context({
      screen: new Screen(streams, options.json === true, env),
      options,
      env,
      program: called,
      interruption,
    });
  const program = commandsOf(called);
  // What commander says of a mistake: with `--json` it comes as the other failures do.
  let said = "";
  quiet(program, { out: (text) => streams.stdout.write(text), mistake: (text) => (said += text) });
  const act = actWith(contextFor, (code) => (exitCode = code));
  for (const add of parts) add(program, act);
  for (const command of allOf(program)) {
    command.exitOverride().helpCommand(false).configureHelp(helpOf);
    command.showHelpAfterError(`\`${nameOf(command)} --help\` shows what it takes.`);
  }
  try {
    await program.parseAsync(words, { from: "user" });
    return exitCode;
  } catch (error) {
    if (interruption.hasCome) return interruption.exitCode;
    // A person who types Ctrl-C at a question knows what happened.
    if (error instanceof CommandError && error.exitCode === exitCodes.interrupted) return error.exitCode;
    if (!(error instanceof CommanderError)) return fail(failureOf(error, called));
    if (error.exitCode === 0) return exitCodes.ok;
    if (isJson) return fail(failureOf(wrongUsage(error.message.replace(/^error: /, "")), called));
    const screen = new Screen(streams, isJson, env);
    for (const line of said.trimEnd().split("\n")) screen.note(line);
    return exitCodes.wrongUsage;
  }
}

/** For completion as well, which reads the names out of it. */
export const commandsOf = (called: string): Command =>
  new Command(called)
    .description("WhatsApp broadcasts from a terminal, by the API of whatsapp-broadcast.")
    .version(version, "--version", "show the version of this program")
    .option("--url <url>", "address of the API")
    .option("--key-file <file>", "file with the key, - for standard input")
    .option("--profile <name>", "which login to use (default: default)")
    .option("--session <id>", "which linked account (default: the only one)")
    .addOption(new Option("--language <language>", "of what the API says").choices(["id", "en"]))
    .option("--json", "one JSON document, or a line of JSON for each change")
    .helpOption("-h, --help", "show this")
    .helpCommand(false)
    .addHelpText("after", endOfHelp);

/** As it is typed. */
const nameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;

const allOf = (command: Command): Command[] => [command, ...command.commands.flatMap(allOf)];

const helpOf = {
  showGlobalOptions: true,
  // The first line is what is typed.
  formatHelp: (command: Command, helper: Help) =>
    Help.prototype.formatHelp.call(helper, command, helper).replace(/^Usage: /, ""),
};
const endOfHelp = `
Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 no answer (the same
command again is safe), 4 the key is missing or refused. NO_COLOR is heeded.`;

function quiet(
  program: Command,
  { out, mistake }: { readonly out: (text: string) => void; readonly mistake: (text: string) => void },
): void {
  program.configureOutput({
    writeOut: out,
    writeErr: mistake,
    outputError: (text, write) => {
      write(text);
    },
    getOutHelpWidth: () => 80,
    getErrHelpWidth: () => 80,
  });
}

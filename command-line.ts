import { parseArgs, type ParseArgsOptionsConfig } from "node:util";

/** How each command of package.json that is a script of ours reads what was written behind it. */

const help = { help: { type: "boolean", short: "h" } } as const;

export interface CommandLine<Options extends ParseArgsOptionsConfig> {
  readonly values: ReturnType<typeof parseArgs<{ options: Options }>>["values"];
  /** Ends with the problem, the usage and exit code 2. */
  readonly refuse: (problem: string) => never;
}

/** The options that were given. `--help` prints the usage and ends; an unknown option or a stray word is refused. */
export function commandLine<const Options extends ParseArgsOptionsConfig>(
  usage: string,
  options: Options,
): CommandLine<Options> {
  const refuse = (problem: string): never => {
    process.stderr.write(`${problem}\n\n${usage}\n`);
    process.exit(2);
  };
  const values = (() => {
    try {
      return parseArgs({ options: { ...options, ...help } }).values as { readonly help?: boolean };
    } catch (error) {
      return refuse((error as Error).message);
    }
  })();
  if (values.help === true) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  return { values: values as CommandLine<Options>["values"], refuse };
}

/** @returns the number that was written @throws by `refuse` unless it is one from `min` to `max` */
export function numberOf(
  { refuse }: Pick<CommandLine<ParseArgsOptionsConfig>, "refuse">,
  name: string,
  written: string,
  { min, max, whole = true }: { readonly min: number; readonly max: number; readonly whole?: boolean },
): number {
  const value = written.trim() === "" ? Number.NaN : Number(written);
  if (value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
  return refuse(`--${name} is "${written}", wanted a ${whole ? "whole " : ""}number from ${min} to ${max}`);
}

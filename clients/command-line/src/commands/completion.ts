import { Argument, type Command, type Option } from "commander";
import type { AddCommand } from "../act.ts";

const shells = ["bash", "zsh", "fish"] as const;
type Shell = (typeof shells)[number];

export const addCompletion: AddCommand = (program, act) => {
  program
    .command("completion")
    .description("write what a shell needs to complete the words of `whatsapp-broadcast`")
    .addArgument(new Argument("<shell>").choices(shells))
    .action(
      act(async ({ screen, program: called }, shell: Shell) => {
        screen.raw(scripts[shell](program));
        if (called !== name)
          screen.note(`This completes \`${name}\`, the installed package. \`${called}\` can't be completed.`);
        return undefined;
      }),
    );
};

const name = "whatsapp-broadcast";

interface Place {
  /** The words before: "" of the program itself. */
  readonly path: string;
  readonly command: Command;
  readonly options: readonly Option[];
}

function placesOf(program: Command): Place[] {
  const optionsOf = (command: Command) =>
    [...new Set([...command.options, ...program.options])].filter(({ hidden }) => !hidden);
  const below = (command: Command, path: string): Place[] => [
    { path, command, options: optionsOf(command) },
    ...command.commands.flatMap((child) => below(child, `${path} ${child.name()}`.trim())),
  ];
  return below(program, "");
}

/** What a person types behind an option or as an argument. */
type Value =
  { readonly kind: "none" | "text" | "file" } | { readonly kind: "choice"; readonly words: readonly string[] };

/** By how commander was told of it: `<file>` is one. */
function valueOf({
  choices,
  placeholder,
}: {
  readonly choices?: readonly string[] | undefined;
  readonly placeholder: string;
}): Value {
  if (choices !== undefined) return { kind: "choice", words: choices };
  return { kind: placeholder === "" ? "none" : placeholder === "file" ? "file" : "text" };
}
const valueOfOption = ({ flags, required, argChoices }: Option): Value =>
  valueOf({ choices: argChoices, placeholder: required ? (/<(.+)>/.exec(flags)?.[1] ?? "") : "" });
const valueOfArgument = ({ command }: Place): Value => {
  const [argument] = command.registeredArguments;
  return valueOf({ choices: argument?.argChoices, placeholder: argument?.name() ?? "" });
};

const namesOf = ({ short, long }: Option): string[] => [short, long].filter((its) => typeof its === "string");
const wordsOf = (place: Place): string[] => {
  const value = valueOfArgument(place);
  return [...place.command.commands.map((child) => child.name()), ...(value.kind === "choice" ? value.words : [])];
};
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** For the shells that have `case`: what fits, from the words before the one that is completed. */
function caseLines(program: Command): string {
  const places = placesOf(program);
  const own = places.filter(({ path }) => path !== "");
  const steps = own.map(({ path }) => {
    const words = path.split(" ");
    return `      ${quoted(`${words.slice(0, -1).join(" ")}:${words.at(-1) ?? ""}`)}) at=${quoted(path)} ;;`;
  });
  const values = [
    ...own.flatMap(({ path, command }) => command.options.flatMap((option) => valueLines(quoted(`${path}:`), option))),
    ...program.options.flatMap((option) => valueLines("*:", option)),
  ];
  const words = places.map((place) => {
    const longs = place.options.flatMap(({ long }) => (typeof long === "string" ? [long] : []));
    const fits = [...wordsOf(place), ...longs, "--help"].join(" ");
    const files = valueOfArgument(place).kind === "file" ? " files=yes" : "";
    return `    ${quoted(`${place.path}:`)}*) fits=${quoted(fits)}${files} ;;`;
  });
  return `  for word in "\${before[@]}"; do
    case "$at:$word" in
${steps.join("\n")}
    esac
  done
  case "$at:$previous" in
${[...values, ...words].join("\n")}
  esac`;
}

/** @param behind a pattern of the commands that have it */
function valueLines(behind: string, option: Option): string[] {
  const value = valueOfOption(option);
  if (value.kind === "none") return [];
  return [
    `    ${namesOf(option)
      .map((its) => `${behind}${its}`)
      .join(" | ")}) ${answerOf(value)} ;;`,
  ];
}

const answerOf = (value: Value): string =>
  value.kind === "choice" ? `fits=${quoted(value.words.join(" "))}` : value.kind === "file" ? "files=yes" : ":";

const scripts: Readonly<Record<Shell, (program: Command) => string>> = {
  bash: (program) => `# ${name}: completion for bash
_whatsapp_broadcast() {
  local at='' fits='' files='' word IFS=$' \\n'
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local -a before=("\${COMP_WORDS[@]:1:COMP_CWORD-1}")
${caseLines(program)}
  COMPREPLY=($(compgen -W "$fits" -- "$current"))
  [ -n "$files" ] || return 0
  # Names of files may hold blanks.
  IFS=$'\\n'
  COMPREPLY+=($(compgen -f -- "$current"))
  compopt -o filenames 2>/dev/null || true
}
complete -F _whatsapp_broadcast ${name}
`,
  zsh: (program) => `#compdef ${name}
# ${name}: completion for zsh
_whatsapp_broadcast() {
  local at='' fits='' files='' word previous="\${words[CURRENT-1]}"
  local -a before
  before=("\${(@)words[2,CURRENT-1]}")
${caseLines(program)}
  compadd -- \${=fits}
  [[ -z $files ]] || _files
}
if [[ \${zsh_eval_context[-1]} == loadautofunc ]]; then
  _whatsapp_broadcast "$@"
else
  (( \${+functions[compdef]} )) || { autoload -Uz compinit && compinit -i }
  compdef _whatsapp_broadcast ${name}
fi
`,
  fish: (program) => {
    const lines = placesOf(program).flatMap((place) => {
      const { path, command, options } = place;
      const words = path === "" ? [] : path.split(" ");
      const children = command.commands.map((child) => child.name());
      const seen = words.map((word) => `__fish_seen_subcommand_from ${word}`);
      const none = children.length === 0 ? [] : [`not __fish_seen_subcommand_from ${children.join(" ")}`];
      const when = quoted([...seen, ...none].join("; and ") || "true");
      const complete = `complete -c ${name} -n ${when}`;
      const argument = valueOfArgument(place);
      return [
        ...command.commands.map((child) => `${complete} -a ${child.name()} -d ${quoted(child.description())}`),
        ...(argument.kind === "choice" ? [`${complete} -a ${quoted(argument.words.join(" "))}`] : []),
        ...(argument.kind === "file" ? [`${complete} -F`] : []),
        ...options.map((option) => `${complete} ${fishOption(option)} -d ${quoted(option.description)}`),
      ];
    });
    return `# ${name}: completion for fish\ncomplete -c ${name} -f\n${lines.join("\n")}\n`;
  },
};

function fishOption(option: Option): string {
  const value = valueOfOption(option);
  const names = namesOf(option).map((its) => (its.startsWith("--") ? `-l ${its.slice(2)}` : `-s ${its.slice(1)}`));
  const ends = { none: "", text: " -x", file: " -r -F", choice: " -x" }[value.kind];
  return `${names.join(" ")}${ends}${value.kind === "choice" ? ` -a ${quoted(value.words.join(" "))}` : ""}`;
}

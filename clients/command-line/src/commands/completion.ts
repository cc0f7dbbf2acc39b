import { Argument, type Command, type Option } from "commander";
import type { AddCommand } from "../act.ts";

const shells = ["bash", "zsh", "fish"] as const;
type Shell = (typeof shells)[number];

export const addCompletion: AddCommand = (program, act) => {
  program
    .command("completion")
    .description("write the completion of a shell, such as `source <(whatsapp-broadcast completion bash)`")
    .addArgument(new Argument("<shell>").choices(shells))
    .action(
      act(async ({ screen }, shell: Shell) => {
        screen.raw(scripts[shell](program));
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

const longOf = ({ options }: Place): string[] =>
  options.flatMap(({ long }) => (typeof long === "string" ? [long] : []));
const choicesOf = ({ command }: Place): string[] =>
  command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices);
const wordsOf = (place: Place): string[] => [
  ...place.command.commands.map((child) => child.name()),
  ...choicesOf(place),
];
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Which command stands in the line, found word by word, for the shells that have `case`. */
function caseLines(program: Command): string {
  const places = placesOf(program);
  const steps = places
    .filter(({ path }) => path !== "")
    .map(({ path }) => {
      const words = path.split(" ");
      return `      ${quoted(`${words.slice(0, -1).join(" ")}:${words.at(-1) ?? ""}`)}) at=${quoted(path)} ;;`;
    });
  const answers = places.map(
    (place) =>
      `    ${quoted(place.path)}) fits=${quoted([...wordsOf(place), ...longOf(place), "--help"].join(" "))} ;;`,
  );
  return `  for word in "\${before[@]}"; do
    case "$at:$word" in
${steps.join("\n")}
    esac
  done
  case "$at" in
${answers.join("\n")}
  esac`;
}

const scripts: Readonly<Record<Shell, (program: Command) => string>> = {
  bash: (program) => `# ${name}: completion for bash
_whatsapp_broadcast() {
  local at='' fits='' word current="\${COMP_WORDS[COMP_CWORD]}"
  local -a before=("\${COMP_WORDS[@]:1:COMP_CWORD-1}")
${caseLines(program)}
  COMPREPLY=($(compgen -W "$fits" -- "$current"))
  # A file where no word fits, such as behind --media.
  [ "\${#COMPREPLY[@]}" -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
}
complete -o filenames -F _whatsapp_broadcast ${name}
`,
  zsh: (program) => `#compdef ${name}
# ${name}: completion for zsh
_whatsapp_broadcast() {
  local at='' fits='' word
  local -a before
  before=("\${(@)words[2,CURRENT-1]}")
${caseLines(program)}
  compadd -- \${=fits} || _files
}
compdef _whatsapp_broadcast ${name}
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
      return [
        ...command.commands.map((child) => `${complete} -f -a ${child.name()} -d ${quoted(child.description())}`),
        ...choicesOf(place).map((choice) => `${complete} -f -a ${choice}`),
        ...options.flatMap(({ long, description, required }) =>
          typeof long === "string"
            ? [`${complete} -l ${long.slice(2)}${required ? " -r" : ""} -d ${quoted(description)}`]
            : [],
        ),
      ];
    });
    return `# ${name}: completion for fish\n${lines.join("\n")}\n`;
  },
};

import { firstCharacters } from "../characters.ts";
import { EchoTag, Output, TokenKind, toValueSync, Value, type Template, type Token } from "liquidjs";

/** What Liquid reads, and would put something else into a message than its person meant. */

export interface TemplateProblem {
  readonly line: number;
  readonly column: number;
  readonly problem: string;
}

interface Shown {
  readonly token: Token;
  readonly value: Value;
}

/** Each part that puts a value into the text, in order, inside conditions and loops as well. */
function* shownIn(
  templates: readonly Template[],
  kinds: readonly (typeof Output | typeof EchoTag)[],
): Generator<Shown> {
  for (const template of templates) {
    if (kinds.some((kind) => template instanceof kind)) {
      const [value] = template.arguments?.() ?? [];
      if (value instanceof Value) yield { token: template.token, value };
    }
    if (template.children !== undefined) yield* shownIn(toValueSync(template.children(false, true)), kinds);
  }
}

function placeOf({ token }: Shown): { readonly line: number; readonly column: number } {
  const [line = 1, column = 1] = token.getPosition();
  return { line, column };
}

const isOperator = (part: Token): part is Token & { readonly operator: string } => part.kind === TokenKind.Operator;

/** The engine reads `{{ nama kota }}` as `{{ nama }}`: a person would get the wrong text, without an error. */
export function leftOverIn(templates: readonly Template[]): TemplateProblem | undefined {
  for (const shown of shownIn(templates, [Output])) {
    const { postfix } = shown.value.initial;
    // What operators leave over; each takes two values for one, `not` one for one.
    const values = postfix.reduce((sum, part) => sum + (!isOperator(part) ? 1 : part.operator === "not" ? 0 : -1), 0);
    if (values <= 1) continue;
    const within = shown.token.getText().replace(/^\{\{-?|-?\}\}$/g, "");
    const written = firstCharacters(within.trim(), 80);
    const wanted = 'a variable and its filters; a name with spaces is written {{ nama_kota }} or {{ ["nama kota"] }}';
    return { ...placeOf(shown), problem: `{{ ${written} }}: wanted ${wanted}` };
  }
  return undefined;
}

/** A number that would be sent as itself where a value was meant: `{{1}}` of WhatsApp's own templates. */
export interface BareNumber {
  readonly line: number;
  readonly column: number;
  /** The part of the text, as it is written. */
  readonly written: string;
}

/** With one of these, a number is reckoned with, or is a part of what is shown. */
const reckoning: ReadonlySet<string> = new Set(
  "plus minus times divided_by modulo at_least at_most append prepend".split(" "),
);

export function bareNumberIn(templates: readonly Template[]): BareNumber | undefined {
  for (const shown of shownIn(templates, [Output, EchoTag])) {
    const { initial, filters } = shown.value;
    const [first, ...more] = initial.postfix;
    if (first === undefined || more.length > 0 || filters.some(({ name }) => reckoning.has(name))) continue;
    // Digits of other scripts are names to the engine, and mean the same to a person.
    if (!/^[+-]?\p{N}+(?:[.,]\p{N}*)?$/u.test(first.getText())) continue;
    return { ...placeOf(shown), written: firstCharacters(shown.token.getText(), 40) };
  }
  return undefined;
}

/**
 * DynamoDB's own words, with values in them: `expression`#state = ${state}``. An attribute whose name is a word of DynamoDB's
 * stands as `#state`, one whose name is data as `#${name}`.
 */
export class Expression {
  readonly texts: readonly string[];
  readonly values: readonly unknown[];

  constructor(texts: readonly string[], values: readonly unknown[]) {
    this.texts = texts;
    this.values = values;
  }
}

export const expression = (texts: TemplateStringsArray, ...values: readonly unknown[]): Expression =>
  new Expression(texts, values);

export const itemDoesNotExist = expression`attribute_not_exists(pk)`;
export const itemExists = expression`attribute_exists(pk)`;

/** @param value undefined: the item has no such attribute */
export const attributeIs = (attribute: string, value: unknown): Expression =>
  value === undefined
    ? new Expression([`attribute_not_exists(#${attribute})`], [])
    : new Expression([`#${attribute} = `, ""], [value]);

export const joined = (between: string, parts: readonly Expression[]): Expression =>
  new Expression(["", ...parts.slice(1).map(() => between), ""], parts);

/** Values of a list, for `IN`. */
export const listed = (values: readonly unknown[]): Expression =>
  joined(
    ", ",
    values.map((value) => expression`${value}`),
  );

/** Every one of them must hold. */
export const all = (...conditions: readonly Expression[]): Expression => joined(" AND ", conditions);
/** One of them must hold. In brackets, because AND binds tighter; nothing else is, since a parser pays for each bracket. */
export const anyOf = (...conditions: readonly Expression[]): Expression => expression`(${joined(" OR ", conditions)})`;

/** What changes of an item: `null` takes an attribute away, `undefined` leaves it as it is. */
export type Changes = Readonly<Record<string, unknown>>;

export function setAndRemove(changes: Changes): Expression {
  const entries = Object.entries(changes).filter(([, value]) => value !== undefined);
  const [set, remove] = [entries.filter(([, value]) => value !== null), entries.filter(([, value]) => value === null)];
  const sets = set.map(([name, value]) => new Expression([`#${name} = `, ""], [value]));
  const removes = remove.map(([name]) => new Expression([`#${name}`], []));
  return joined(" ", [
    ...(sets.length === 0 ? [] : [expression`SET ${joined(", ", sets)}`]),
    ...(removes.length === 0 ? [] : [expression`REMOVE ${joined(", ", removes)}`]),
  ]);
}

/** For `setAndRemove`: the value that the attribute has, or this one where the item has none. */
export const unlessThere = (attribute: string, value: unknown): Expression =>
  new Expression([`if_not_exists(#${attribute}, `, ")"], [value]);

/** Members of a request: its expressions as text, and the names and values that the text stands for. */
export function written<Member extends string>(expressions: Readonly<Record<Member, Expression | undefined>>) {
  const words = new Map<string, string>();
  const names = new Placeholders("#");
  const values = new Placeholders(":");
  const textOf = ({ texts, values: inserted }: Expression): string =>
    texts
      .map((text, index) => {
        for (const [word, attribute = ""] of text.matchAll(/#([a-z]\w*)/gi)) words.set(word, attribute);
        const value = inserted[index];
        if (index >= inserted.length) return text;
        if (value instanceof Expression) return text + textOf(value);
        return text.endsWith("#") ? text.slice(0, -1) + names.of(value) : text + values.of(value);
      })
      .join("");
  const texts = Object.entries<Expression | undefined>(expressions).flatMap(([member, one]) =>
    one === undefined ? [] : [[member, textOf(one)] as const],
  );
  const allNames = { ...Object.fromEntries(words), ...names.given };
  return {
    ...(Object.fromEntries(texts) as Readonly<Partial<Record<Member, string>>>),
    // DynamoDB takes no empty map of either.
    ...(Object.keys(allNames).length === 0 ? {} : { ExpressionAttributeNames: allNames as Record<string, string> }),
    ...(Object.keys(values.given).length === 0 ? {} : { ExpressionAttributeValues: values.given }),
  };
}

/** Numbers stand for what is data; equal data has one. They are short, because an expression may have 4 KB. */
class Placeholders {
  readonly given: Record<string, unknown> = {};
  readonly #names = new Map<unknown, string>();
  readonly #sign: string;

  constructor(sign: "#" | ":") {
    this.#sign = sign;
  }

  of(value: unknown): string {
    const name = this.#names.get(value) ?? `${this.#sign}${this.#names.size}`;
    this.#names.set(value, name);
    this.given[name] = value;
    return name;
  }
}

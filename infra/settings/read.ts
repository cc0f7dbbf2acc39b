/** How settings are read: from CDK context, where the command line leaves text and cdk.json numbers, lists and objects. */

/** The value of a context key, `undefined` when it is not set. */
export type Read = (name: string) => unknown;

export class ConfigInvalid extends Error {
  override readonly name = "ConfigInvalid";
}

export const invalid = (name: string, came: unknown, wanted: string): ConfigInvalid =>
  new ConfigInvalid(`context ${name} is ${JSON.stringify(came)}, wanted ${wanted}`);

export const optional = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, Value>>;

export function choice<Value extends string | number>(
  read: Read,
  name: string,
  values: readonly Value[],
  otherwise: Value,
): Value {
  const came = read(name);
  if (came === undefined) return otherwise;
  const found = values.find((value) => value === came || String(value) === came);
  if (found === undefined) throw invalid(name, came, `one of ${values.join(", ")}`);
  return found;
}

export function text(read: Read, name: string, pattern: RegExp, wanted: string): string | undefined {
  const came = read(name);
  if (came === undefined) return undefined;
  if (typeof came !== "string" || !pattern.test(came)) throw invalid(name, came, wanted);
  return came;
}

export function whole(
  read: Read,
  name: string,
  { min, max, default: otherwise }: { readonly min: number; readonly max: number; readonly default: number },
): number {
  const came = read(name);
  if (came === undefined) return otherwise;
  const value = came === "" ? Number.NaN : Number(came);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw invalid(name, came, `a whole number from ${min} to ${max}`);
  }
  return value;
}

/** Texts with commas between them, or a list in cdk.json: each of them once. */
export function list(
  read: Read,
  name: string,
  each: RegExp,
  { wanted, most }: { readonly wanted: string; readonly most: number },
): readonly string[] | undefined {
  const came = read(name);
  if (came === undefined) return undefined;
  const parts: readonly unknown[] = typeof came === "string" ? came.split(",") : Array.isArray(came) ? came : [];
  const good = parts.filter((part): part is string => typeof part === "string" && each.test(part));
  if (good.length !== parts.length || good.length === 0 || good.length > most || new Set(good).size !== good.length) {
    throw invalid(name, came, wanted);
  }
  return good;
}

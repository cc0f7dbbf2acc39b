type OptionalNames<T> = { [Name in keyof T]-?: undefined extends T[Name] ? Name : never }[keyof T];

/** Members that may be `undefined` become members that may be absent. */
export type Defined<T> = T extends unknown
  ? Omit<T, OptionalNames<T>> & { [Name in OptionalNames<T>]?: Exclude<T[Name], undefined> }
  : never;

/** What a member may be: named, so that a literal keeps its own type. */
type Value = string | number | boolean | object | null | undefined;

/** The members that have a value: rows, answers and options have no member that is `undefined`. */
export const defined = <T extends Readonly<Record<string, V>>, V extends Value>(members: T): Defined<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<T>;

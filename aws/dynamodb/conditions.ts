/** Conditions of writes, in English. */

export const itemDoesNotExist = "attribute_not_exists(pk)";
export const itemExists = "attribute_exists(pk)";

/** Every one of them must hold. */
export const all = (...conditions: readonly string[]): string => conditions.map((one) => `(${one})`).join(" AND ");
/** One of them must hold. */
export const anyOf = (...conditions: readonly string[]): string => conditions.map((one) => `(${one})`).join(" OR ");

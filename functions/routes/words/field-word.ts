/** What a member or parameter is, with its unit, and an example of it. */
export type FieldWord = readonly [description: string, example?: unknown];

export type FieldWords = Readonly<Record<string, FieldWord>>;

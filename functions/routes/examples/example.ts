/** What a request to an operation looks like; parameters of its path have theirs by words/field-words.ts. */
export interface RequestExample {
  /** As JSON. */
  readonly body?: unknown;
  /** As text/csv. */
  readonly csv?: string;
  readonly query?: Readonly<Record<string, string | number>>;
  /** By status: what its answer has beside the members that every one has, or the text of an answer that is no JSON. */
  readonly answers?: Readonly<Record<number, unknown>>;
}

export type RequestExamples = Readonly<Record<string, RequestExample>>;

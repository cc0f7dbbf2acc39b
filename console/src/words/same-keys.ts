/** What each language of an area must say: the same keys as English. A count's form for one (`_one`) is English alone. */
export type SameKeys<Words> = {
  readonly [Key in keyof Words as Key extends `${string}_one` ? never : Key]: Words[Key] extends string
    ? string
    : SameKeys<Words[Key]>;
};

type Given<Members> = { [Name in keyof Members]?: Exclude<Members[Name], undefined | ""> };

/** The members that say something: an empty filter, and the cursor of the first page, are none. */
export const given = <Members extends Readonly<Record<string, unknown>>>(members: Members): Given<Members> =>
  Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== ""),
  ) as Given<Members>;

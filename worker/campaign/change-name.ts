/** A short name for one change of a row: enough to tell the few changes of that row apart, and light in a row of 1 KB. */
export const changeName = (nonce: () => string): string => nonce().slice(-8);

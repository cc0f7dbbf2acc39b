/** A short name for one change of a row: enough to distinguish the few changes of that row, and light in a row of 1 KB. */
export const changeName = (nonce: () => string): string => nonce().slice(-8);

import type { Judge } from "./judge.ts";

/** In the order in which they run: what fails soonest comes first. */
export const judges: readonly Judge[] = [];

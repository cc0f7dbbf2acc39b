export { en } from "./words/en.ts";
export { id } from "./words/id.ts";

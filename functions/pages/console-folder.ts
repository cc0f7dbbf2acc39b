import { builtConsole } from "../../console-files.ts";

/**
 * Where the built console lies. On a laptop it is built when it is first asked for; in the bundle it stands beside `index.js`,
 * and `npm run bundle` puts in place of this module one that says so.
 */
export const consoleFolder = (): Promise<string> => builtConsole();

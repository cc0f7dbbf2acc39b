import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Principal } from "../../../local/gateway/principal.ts";

/** Where and whether processes of tests write down what they ask of AWS. test/all.ts switches it on. */

export const recordDirName = "TEST_ACCESS_RECORD";
const principalName = "TEST_ACCESS_PRINCIPAL";

/** The directory of the whole run; nothing is recorded where there is none. */
export const recordDir = (): string | undefined => process.env[recordDirName];

/** Who a process is that has but one name. */
export const recordedPrincipal = (): Principal | undefined => process.env[principalName] as Principal | undefined;

const recorder = pathToFileURL(join(process.cwd(), "test/support/access/recorder.ts")).href;

/** Flags of Node for a process whose calls are to be recorded. */
export const recording = (): readonly string[] => (recordDir() === undefined ? [] : ["--import", recorder]);

/** Environment of a process in which nobody but this one runs. */
export const recordedAs = (principal: Principal): Readonly<Record<string, string>> => ({ [principalName]: principal });

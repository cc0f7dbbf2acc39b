import { harshE2e } from "../../support/harsh/suites.ts";

/** Which suites are judged: all that work on tables, but those that are named here. */

/** What every suite that works on tables uses, itself or by what it imports. */
export const tableSupport: readonly string[] = [
  "test/support/dynamodb-server.ts",
  "test/support/embedded-aws.ts",
  "test/support/stack.ts",
  "local/aws/dynamodb.ts",
];

/** Patterns of suites that stay on dynalite, with the reason. */
export const leftOut: Readonly<Record<string, string>> = {
  "^test/e2e/browser/": "real browsers; what they ask of tables, the other suites ask too",
  "^test/e2e/content/browser-upload\\.": "a real browser on S3",
  "^test/e2e/sessions/worker-signals\\.": "a real browser and its processes",
  "^test/clients/typescript/flow\\.": "the client in a real browser",
  "^test/simulator/page-drift\\.": "a real browser without tables",
  "^test/worker/whatsapp/": "real browsers without tables",
  "^test/chaos/page/": "changes of the page in real browsers",
  "^test/chaos/(even|odd)-seeds\\.": "the part `chaos` takes six seeds instead",
  "^test/e2e/sessions/(backup|restore)\\.": "put back what dynalite's files held",
  "^test/recorded/": "opens data directories that dynalite has kept",
  "^test/run\\.": "how programs start and end; they ask nothing of tables",
  "^test/support/harsh/": "tries the harsh layer itself, whose slow writes take turns of the event loop and no time",
  "^test/local/aws/dynamodb\\.": "tries dynalite itself, and what mends it",
};

export interface Selection {
  readonly suites: readonly string[];
  /** Patterns that match nothing: they have outlived what they name. */
  readonly idle: readonly string[];
}

/** @param found suites that work on tables, by their paths within the repository */
export function judged(found: readonly string[]): Selection {
  const matches = (pattern: string) => (path: string) => new RegExp(pattern).test(path);
  const patterns = Object.keys(leftOut);
  return {
    suites: found.filter((path) => !patterns.some((pattern) => matches(pattern)(path))),
    idle: patterns.filter((pattern) => !found.some(matches(pattern))),
  };
}

const isIn = (folder: string) => (path: string) => path.startsWith(`test/${folder}/`);
const folders = ["contract", "functions", "worker", "e2e"] as const;
const harshPatterns = harshE2e.map((pattern) => new RegExp(`^${pattern}`));

/** The parts of the judge that run suites: of each, which. */
export const shares = {
  contract: isIn("contract"),
  functions: isIn("functions"),
  worker: isIn("worker"),
  "e2e, contract": isIn("e2e/contract"),
  "e2e, the rest": (path: string) => isIn("e2e")(path) && !isIn("e2e/contract")(path),
  others: (path: string) => !folders.some((folder) => isIn(folder)(path)),
} as const satisfies Readonly<Record<string, (path: string) => boolean>>;

/** The parts that run them again on a harsh DynamoDB. */
export const harshShares = {
  "harsh worker": isIn("worker"),
  "harsh e2e": (path: string) => harshPatterns.some((pattern) => pattern.test(path)),
} as const satisfies Readonly<Record<string, (path: string) => boolean>>;

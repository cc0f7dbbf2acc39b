import { recordDir, recordDirName } from "./support/access/record.ts";
import { granted, partings, recordedIn } from "./support/access/use.ts";

// A step of test/all.ts: what all tests together asked of AWS is what infra/access.ts grants, nothing more and nothing less.

const dir = recordDir();
if (dir === undefined) throw new Error(`${recordDirName} names no directory: nothing was recorded`);
const used = recordedIn(dir);
const wrong = partings(granted(), used);
for (const line of wrong) console.error(line);
const count = Object.values(used).reduce((sum, actions) => sum + actions.length, 0);
console.log(`${count} actions of ${Object.keys(used).length} principals were used, ${wrong.length} are not as granted`);
if (wrong.length > 0 || count === 0) process.exitCode = 1;

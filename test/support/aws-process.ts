import { parseArgs } from "node:util";
import { defined } from "../../core/defined.ts";
import { startEmbeddedAws } from "../../local/aws/embedded-aws.ts";

// Entry point: `node test/support/aws-process.ts [--data DIR]`. Prints one line of JSON with the endpoints, and ends when its
// standard input closes, so that it never outlives the process that started it, or on a signal.

const { values } = parseArgs({ options: { data: { type: "string" } } });

const aws = await startEmbeddedAws(defined({ dataDir: values.data }));
let ending = false;
const end = () => {
  if (ending) return;
  ending = true;
  void aws.close().finally(() => process.exit());
};
process.once("SIGTERM", end).once("SIGINT", end);
process.stdin.once("close", end).resume();
console.log(JSON.stringify(aws));

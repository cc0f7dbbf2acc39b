import { parseArgs } from "node:util";
import { defined } from "../../core/defined.ts";
import { startEmbeddedAws } from "./embedded-aws.ts";

// Entry point: `node local/aws/aws-process.ts [--data DIR] [--origin ORIGIN]...`. Prints one line of JSON with the
// endpoints, and ends when its standard input closes, so that it never outlives the process that started it, or on a signal.

const { values } = parseArgs({
  options: { data: { type: "string" }, origin: { type: "string", multiple: true, default: [] } },
});

const aws = await startEmbeddedAws({ allowedOrigins: values.origin, ...defined({ dataDir: values.data }) });
let ending = false;
const end = () => {
  if (ending) return;
  ending = true;
  void aws.close().finally(() => process.exit());
};
process.once("SIGTERM", end).once("SIGINT", end);
process.stdin.once("close", end).resume();
console.log(JSON.stringify(aws));

import { flushCompileCache } from "node:module";
import type * as recipients from "../../aws/stores/campaign/recipient-store.ts";
import type * as optOuts from "../../aws/stores/contact/opt-out-store.ts";
import type * as directs from "../../aws/stores/sending/direct-message-store.ts";
import type * as sessions from "../../aws/stores/session/session-store.ts";
import { processName } from "../support/history/of-processes.ts";
import { processScribe, recordStores } from "../support/history/recorded-calls.ts";
import { load } from "./load.ts";

// Preloaded into a worker that is started in the folder of a version: writes down what that version's stores are asked. What it
// hands over is written down where it arrives (services.ts), because not every version has a class for its end of that.

const { DynamoRecipientStore } = await load<typeof recipients>(
  "aws/stores/campaign/recipient-store.ts",
  "aws/recipient-store.ts",
);
const { DynamoOptOutStore } = await load<typeof optOuts>("aws/stores/contact/opt-out-store.ts", "aws/opt-out-store.ts");
const { DynamoDirectMessageStore } = await load<typeof directs>(
  "aws/stores/sending/direct-message-store.ts",
  "aws/direct-message-store.ts",
);
const { DynamoSessionStore } = await load<typeof sessions>(
  "aws/stores/session/session-store.ts",
  "aws/session-store.ts",
);

const by = processName(process.pid);
const scribe = processScribe(process.env["TEST_HISTORY"] ?? "", process.pid);
recordStores(
  { scribe, by },
  {
    sessionOwners: DynamoSessionStore,
    recipientClaims: DynamoRecipientStore,
    directClaims: DynamoDirectMessageStore,
    optOutChanges: DynamoOptOutStore,
  },
);
scribe.point(by, "process", { became: "started" });
// Once its own modules are there: it is killed later on, and would keep nothing of them.
setTimeout(flushCompileCache, 3_000).unref();

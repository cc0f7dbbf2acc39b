import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { aShop } from "../../e2e/shop.ts";
import { endLeft, run } from "./cli.ts";
import { openDoor, type Door } from "./door.ts";
import { describeTerminal } from "./at-a-terminal.ts";
import { describeCommands } from "./commands.ts";
import { describeCompletion } from "./completion.ts";
import { describeFiles } from "./files.ts";
import { describeKills } from "./kills.ts";
import { describeLimits } from "./limits.ts";
import { describeLinking } from "./linking.ts";
import { describeMcp } from "./mcp.ts";
import { describePackage, installInto } from "./packed.ts";
import type { Parts } from "./parts.ts";
import { describeWebhooks } from "./webhooks-and-doctor.ts";

/** The command line on one real stack: what it prints, what a kill leaves, what a model may do by it. */

const { client, stack } = aShop({ env: { WEBHOOK_ALLOW_LOOPBACK: "true", DEFAULT_LANGUAGE: "en" }, arriveMs: 0 });
const home = mkdtempSync(join(tmpdir(), "command-line-"));
let door: Door | undefined;
beforeAll(() => {
  installInto(home);
});
beforeAll(async () => {
  door = await openDoor(() => stack().url);
  await run(["login", "--url", door.url, "--key-file", "-"], { home, input: stack().apiKey });
  await run(["link", "shop", "--test-phone"], { home });
});
afterAll(() => {
  const left = endLeft();
  door?.close();
  rmSync(home, { recursive: true, force: true });
  expect(left).toBe(0);
});

const parts: Parts = {
  client,
  stack,
  home,
  door: (): Door => {
    if (door === undefined) throw new Error("the door is open once beforeAll has run");
    return door;
  },
};

describe("the package", () => {
  describePackage(parts);
});
describe("completion", () => {
  describeCompletion(parts);
});
describe("what it prints", () => {
  describeCommands(parts);
});
describe("files", () => {
  describeFiles(parts);
});
describe("linked and unlinked", () => {
  describeLinking(parts);
});
describe("at a terminal", () => {
  describeTerminal(parts);
});
test("the log of `npm start` says in one line each what happened", () => {
  const { written } = stack();
  const said = [/^[\d:]{8} {2}shop is linked, and sends$/m, /^[\d:]{8} {2}shop cmp_\w+ launched: 3 contacts$/m];
  for (const line of [...said, /^[\d:]{8} {2}shop cmp_\w+ completed: 3 \w+$/m]) expect(written).toMatch(line);
});
describe("killed and repeated", () => {
  describeKills(parts);
});
describe("as an MCP server", () => {
  describeMcp(parts);
});
describe("webhooks and doctor", () => {
  describeWebhooks(parts);
});
describe("WhatsApp's limits", () => {
  describeLimits(parts);
});

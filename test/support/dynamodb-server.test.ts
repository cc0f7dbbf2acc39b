import { once } from "node:events";
import { createServer } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { DescribeLimitsCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { listen } from "../../local/listening.ts";
import dynamoDbServer, { dynamoDbLocalName } from "./dynamodb-server.ts";
import { embeddedAws } from "./embedded-aws.ts";

/** The setting by which tests keep their tables in Amazon's DynamoDB Local, here in a server that only listens. */

const dir = mkdtempSync(join(tmpdir(), "dynamodb-local-"));
/** The access keys that came. */
const came: string[] = [];
const amazons = createServer((incoming, outgoing) => {
  void buffer(incoming).then((body) => {
    const [, key = ""] = /Credential=([^/]*)/.exec(incoming.headers.authorization ?? "") ?? [];
    came.push(key);
    outgoing.end(body);
  });
});
const before = process.env[dynamoDbLocalName];
beforeAll(async () => {
  process.env[dynamoDbLocalName] = await listen(amazons);
});
afterAll(() => {
  if (before === undefined) Reflect.deleteProperty(process.env, dynamoDbLocalName);
  else process.env[dynamoDbLocalName] = before;
  amazons.closeAllConnections();
  amazons.close();
  rmSync(dir, { recursive: true });
});

/** By which access key DynamoDB Local is asked by what serves there. */
async function askedAs(endpoint: string): Promise<string | undefined> {
  came.length = 0;
  const client = new DynamoDBClient({ ...embeddedAws(), endpoint });
  await client.send(new DescribeLimitsCommand({}));
  client.destroy();
  return came[0];
}

test("each server has a database of its own there, and a data directory keeps its own", async () => {
  const keys: (string | undefined)[] = [];
  for (const options of [{}, {}, { path: join(dir, "a") }, { path: join(dir, "b") }, { path: join(dir, "a") }]) {
    const server = dynamoDbServer(options);
    keys.push(await askedAs(await listen(server)));
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
  // Others are refused by DynamoDB Local.
  for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9]+$/);
  expect(new Set(keys).size).toBe(4);
  expect(keys[4]).toBe(keys[2]);
});

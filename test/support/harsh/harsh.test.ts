import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { seededRandom } from "../../chaos/seeded-random.ts";
import { createTable } from "../../../local/aws/resources.ts";
import { FakeClock } from "../fake-clock.ts";
import { DynamoDbWire, unsigned } from "../api/wire.ts";
import { harshNames } from "./settings.ts";
import { shuffled } from "./shuffled.ts";

const TableName = "harsh";
const lagMs = 3_000;
const clock = new FakeClock();
Object.assign(process.env, { [harshNames.slowKey]: "SLOW", [harshNames.slowMs]: "200" });
const wire = new DynamoDbWire(clock);
clock.standStillWhile(wire.isBusy);
const bare = new DynamoDBClient({
  region: "test",
  endpoint: "http://wire",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  requestHandler: wire.requestHandler() as never,
  signer: unsigned as never,
  maxAttempts: 1,
});
const client = DynamoDBDocumentClient.from(bare);

beforeAll(async () => {
  wire.indexLagMs = lagMs;
  await createTable(bare, TableName);
});
afterAll(() => {
  bare.destroy();
});

const put = (sk: string, place: { readonly ix?: string; readonly ixSort?: string } = {}) =>
  client.send(new PutCommand({ TableName, Item: { pk: "p", sk, ...place } }));

async function query(ix: string, more: object = {}, upTo?: string) {
  const input = {
    TableName,
    IndexName: "lookup",
    KeyConditionExpression: upTo === undefined ? "ix = :ix" : "ix = :ix AND ixSort <= :upTo",
    ExpressionAttributeValues: { ":ix": ix, ...(upTo === undefined ? {} : { ":upTo": upTo }) },
    ...more,
  };
  return await client.send(new QueryCommand(input));
}
const listed = async (...asked: Parameters<typeof query>) =>
  ((await query(...asked)).Items ?? []).map(({ sk }) => sk as string);

describe("the index", () => {
  test("lists an item when the lag is over, moves it, and lets go of it", async () => {
    await put("a", { ix: "OPEN", ixSort: "1" });
    expect(await listed("OPEN")).toEqual([]);
    await clock.advance(lagMs);
    expect(await listed("OPEN")).toEqual(["a"]);
    const UpdateExpression = "SET #ix = :ix";
    const names = { ExpressionAttributeNames: { "#ix": "ix" }, ExpressionAttributeValues: { ":ix": "CLOSED" } };
    await client.send(new UpdateCommand({ TableName, Key: { pk: "p", sk: "a" }, UpdateExpression, ...names }));
    await clock.advance(lagMs - 1);
    expect([await listed("OPEN"), await listed("CLOSED")]).toEqual([["a"], []]);
    await clock.advance(1);
    expect([await listed("OPEN"), await listed("CLOSED")]).toEqual([[], ["a"]]);
    await client.send(new DeleteCommand({ TableName, Key: { pk: "p", sk: "a" } }));
    expect(await listed("CLOSED")).toEqual(["a"]);
    await clock.advance(lagMs);
    expect(await listed("CLOSED")).toEqual([]);
  });

  test("shows every step of an item at its time, and none of a write that was refused", async () => {
    await put("s", { ix: "FIRST", ixSort: "1" });
    await clock.advance(1_000);
    await put("s", { ix: "SECOND", ixSort: "1" });
    await clock.advance(1_000);
    const Item = { pk: "p", sk: "s", ix: "THIRD", ixSort: "1" };
    const refused = new PutCommand({ TableName, Item, ConditionExpression: "attribute_not_exists(pk)" });
    await expect(client.send(refused)).rejects.toThrow("conditional");
    const steps = [];
    for (let waited = 2_000; waited <= 6_000; waited += 1_000) {
      steps.push([...(await listed("FIRST")), "|", ...(await listed("SECOND")), ...(await listed("THIRD"))].join(""));
      await clock.advance(1_000);
    }
    expect(steps).toEqual(["|", "s|", "|s", "|s", "|s"]);
  });

  test("answers page by page in either direction, up to a key, and counts", async () => {
    for (const sk of ["1", "2", "3", "4"]) await put(sk, { ix: "PAGED", ixSort: sk });
    await clock.advance(lagMs);
    // Not there yet: it is in no page.
    await put("5", { ix: "PAGED", ixSort: "0" });
    const first = await query("PAGED", { Limit: 3 });
    expect(first.Items?.map(({ sk }) => sk as string)).toEqual(["1", "2", "3"]);
    expect(await listed("PAGED", { Limit: 3, ExclusiveStartKey: first.LastEvaluatedKey })).toEqual(["4"]);
    expect(await listed("PAGED", { ScanIndexForward: false, Limit: 2 })).toEqual(["4", "3"]);
    expect(await listed("PAGED", {}, "2")).toEqual(["1", "2"]);
    const afterTwo = {
      KeyConditionExpression: "ix = :ix AND ixSort > :after",
      ExpressionAttributeValues: { ":ix": "PAGED", ":after": "2" },
    };
    expect(await listed("PAGED", afterTwo)).toEqual(["3", "4"]);
    const leaving = new DeleteCommand({ TableName, Key: { pk: "p", sk: "3" } });
    await client.send(leaving);
    expect(await listed("PAGED", afterTwo)).toEqual(["3", "4"]);
    await put("3", { ix: "PAGED", ixSort: "3" });
    expect(await query("PAGED", { Select: "COUNT" })).toMatchObject({ Count: 4 });
    await clock.advance(lagMs);
    expect(await listed("PAGED")).toEqual(["5", "1", "2", "3", "4"]);
  });

  test("of a table whose index does not lag is dynalite's own", async () => {
    wire.indexLagMs = 0;
    await put("n", { ix: "NOW", ixSort: "1" });
    expect(await listed("NOW")).toEqual(["n"]);
    wire.indexLagMs = lagMs;
  });
});

test("writes to the slow key are overtaken by others, and reads of it are not slow", async () => {
  const order: string[] = [];
  const noted = (name: string, sent: Promise<unknown>) => sent.then(() => order.push(name));
  await Promise.all([noted("slow", put("SLOW")), put("FAST").then(() => noted("fast", listed("NONE")))]);
  expect(order).toEqual(["fast", "slow"]);
  await Promise.all([
    noted("write", put("SLOW")),
    noted("read", client.send(new GetCommand({ TableName, Key: { pk: "p", sk: "SLOW" } }))),
  ]);
  expect(order.slice(2)).toEqual(["read", "write"]);
});

test("the members of maps come in another order, and say the same", () => {
  const item = {
    Item: { m: { M: Object.fromEntries(Array.from("abcdefgh", (name) => [name, { S: name }])) } },
    Count: 1,
  };
  const other = shuffled(item, seededRandom(7));
  expect(other).toEqual(item);
  expect(JSON.stringify(other)).not.toBe(JSON.stringify(item));
});

test("a process that runs with register.ts has the harsh dynalite", () => {
  const register = pathToFileURL(join(__dirname, "register.ts")).href;
  const code = 'import dynalite from "dynalite"; console.log(dynalite.name)';
  const named = (...parameters: string[]) =>
    spawnSync(process.execPath, [...parameters, "--input-type=module", "--eval", code], {
      encoding: "utf8",
      env: { ...process.env, NODE_OPTIONS: "" },
    }).stdout.trim();
  expect([named(), named("--import", register)]).toEqual(["dynalite", "harshDynalite"]);
});

import { cp, mkdtemp, readdir, rm, stat, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteItemCommand, DynamoDBClient, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { startDynamoDb } from "../../../local/aws/dynamodb.ts";
import { createTable } from "../../../local/aws/resources.ts";
import { embeddedAws } from "../../support/embedded-aws.ts";

/** What a power cut leaves of the embedded tables: a log that ends anywhere behind what was synced. */

interface Level {
  open(): Promise<void>;
  close(): Promise<void>;
  keys(): AsyncIterable<string>;
}
/** Loaded as dynalite loads it. */
const { ClassicLevel } = jest.requireActual<{
  ClassicLevel: {
    new (path: string): Level;
    readonly prototype: { _batch: (changes: readonly { key: string }[], options: { sync?: boolean }) => Promise<void> };
  };
}>("classic-level");

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "power-cut-"));
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(dir, { recursive: true });
});

const key = (name: string) => ({ pk: { S: name }, sk: { S: "-" } });
const item = (name: string, state: string) => ({ ...key(name), ix: { S: state }, ixSort: { S: name } });
const toSent = new UpdateItemCommand({
  TableName: "rows",
  Key: key("ayu"),
  UpdateExpression: "SET ix = :sent",
  ExpressionAttributeValues: { ":sent": { S: "sent" } },
});
/** A row enters the index, another one, a row moves within it, a row leaves both. */
const changes = [
  new PutItemCommand({ TableName: "rows", Item: item("ayu", "sending") }),
  new PutItemCommand({ TableName: "rows", Item: item("budi", "sending") }),
  toSent,
  new DeleteItemCommand({ TableName: "rows", Key: key("budi") }),
];

async function withTable(act: (client: DynamoDBClient) => Promise<void>): Promise<void> {
  const dynamoDb = await startDynamoDb({ dataDir: dir });
  const client = new DynamoDBClient({ ...embeddedAws(), endpoint: dynamoDb.endpoint });
  try {
    await createTable(client, "rows");
    await act(client);
  } finally {
    client.destroy();
    await dynamoDb.close();
  }
}

const logIn = async (folder: string): Promise<string> => {
  const logs = (await readdir(folder)).filter((file) => file.endsWith(".log"));
  expect(logs).toHaveLength(1);
  return join(folder, logs[0] ?? "");
};

test("a write is answered once LevelDB has synced it, the item and its index rows as one", async () => {
  const { _batch: batch } = ClassicLevel.prototype;
  const synced: number[] = [];
  jest.spyOn(ClassicLevel.prototype, "_batch").mockImplementation(async function (this: Level, written, options) {
    await batch.call(this, written, options);
    if (options.sync === true) synced.push(written.length);
  });
  await withTable(async (client) => {
    for (const change of changes) {
      synced.length = 0;
      await client.send(change as PutItemCommand);
      expect(synced).toEqual([change === toSent ? 3 : 2]);
    }
  });
});

test("wherever the log is cut behind an answer, what was answered is there, and nothing is there by half", async () => {
  const copy = join(dir, "cut");
  const copied = async (): Promise<string> => {
    await rm(copy, { recursive: true, force: true });
    await cp(join(dir, "dynamodb"), copy, { recursive: true });
    return await logIn(copy);
  };
  const rowsInCopy = async (): Promise<string> => {
    const level = new ClassicLevel(copy);
    await level.open();
    const found: string[] = [];
    for await (const one of level.keys()) if (!one.startsWith("table")) found.push(one);
    await level.close();
    return found.join("\n");
  };
  await withTable(async (client) => {
    /** The log's size at each answer, and what there was by then. */
    const answered: { readonly size: number; readonly rows: string }[] = [];
    const note = async () => {
      const { size } = await stat(await copied());
      answered.push({ size, rows: await rowsInCopy() });
    };
    await note();
    for (const change of changes) {
      await client.send(change as PutItemCommand);
      await note();
    }
    expect(new Set(answered.map(({ rows }) => rows)).size).toBe(changes.length + 1);
    for (const cut of cutsBetween(answered.map(({ size }) => size))) {
      await truncate(await copied(), cut);
      const { rows } = answered.findLast(({ size }) => size <= cut) ?? { rows: "nothing" };
      expect({ cut, rows: await rowsInCopy() }).toEqual({ cut, rows });
    }
  });
});

/** Around each end of a record, around the end of its header of 7 bytes, and every 29th byte. */
function cutsBetween(sizes: readonly number[]): readonly number[] {
  const [first = 0, last = 0] = [sizes[0], sizes.at(-1)];
  const around = sizes.flatMap((size) => [-1, 0, 1, 6, 7, 8].map((step) => size + step));
  const between = Array.from({ length: Math.ceil((last - first) / 29) }, (_, step) => first + step * 29);
  return [...new Set([...around, ...between])].filter((cut) => cut >= first && cut <= last);
}

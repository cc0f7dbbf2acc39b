import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  ListTablesCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { startDynamoDb } from "../../../local/aws/dynamodb.ts";
import { embeddedAws } from "../../support/embedded-aws.ts";

/** Runs one life of a DynamoDB and its client. */
async function living<T>(where: { dataDir?: string }, act: (client: DynamoDBClient) => Promise<T>): Promise<T> {
  const dynamoDb = await startDynamoDb(where);
  expect(dynamoDb.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const client = new DynamoDBClient({ ...embeddedAws(), endpoint: dynamoDb.endpoint });
  try {
    return await act(client);
  } finally {
    client.destroy();
    await dynamoDb.close();
  }
}

const aTable = new CreateTableCommand({
  TableName: "things",
  BillingMode: "PAY_PER_REQUEST",
  KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
  AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
});

async function makeTable(client: DynamoDBClient): Promise<void> {
  await client.send(aTable);
  const describe = new DescribeTableCommand({ TableName: "things" });
  while ((await client.send(describe)).Table?.TableStatus !== "ACTIVE");
}

/** What is used of the package that dynalite keeps its tables with; loaded as dynalite loads it. */
const { AbstractLevel, AbstractValueIterator } = jest.requireActual<{
  AbstractLevel: { prototype: { close: () => Promise<void> } };
  AbstractValueIterator: { prototype: { close: () => Promise<void>; next: (this: unknown) => Promise<unknown> } };
}>("abstract-level");

test.each([undefined, 1])("a query leaves nothing open behind it (limit %s)", async (Limit) => {
  const opened = new Set<unknown>();
  const { next } = AbstractValueIterator.prototype;
  const reading = jest.spyOn(AbstractValueIterator.prototype, "next").mockImplementation(function (this: unknown) {
    opened.add(this);
    return next.call(this);
  });
  const closing = jest.spyOn(AbstractValueIterator.prototype, "close");
  await living({}, async (client) => {
    await makeTable(client);
    for (const pk of ["a", "b"])
      await client.send(new PutItemCommand({ TableName: "things", Item: { pk: { S: pk } } }));
    const query = new QueryCommand({
      TableName: "things",
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: "a" } },
      Limit,
    });
    for (let asked = 0; asked < 5; asked += 1) expect((await client.send(query)).Count).toBe(1);
    expect(opened.size).toBeGreaterThanOrEqual(5);
    expect(new Set(closing.mock.contexts)).toEqual(opened);
  });
  reading.mockRestore();
  closing.mockRestore();
});

describe("the embedded DynamoDB", () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "dynamodb-"));
  });
  afterEach(async () => {
    await rm(dataDir, { recursive: true });
  });

  test("has on disk after a restart what it had before", async () => {
    const item = { pk: { S: "one" }, count: { N: "3" } };
    await living({ dataDir }, async (client) => {
      await makeTable(client);
      await client.send(new PutItemCommand({ TableName: "things", Item: item }));
    });
    const { Item } = await living({ dataDir }, (client) =>
      client.send(new GetItemCommand({ TableName: "things", Key: { pk: { S: "one" } } })),
    );
    expect(Item).toEqual(item);
  });

  test("keeps nothing in memory from one life to the next", async () => {
    await living({}, (client) => client.send(aTable));
    const { TableNames } = await living({}, (client) => client.send(new ListTablesCommand({})));
    expect(TableNames).toEqual([]);
  });

  test("closes its tables after the last request, also when the caller of that has hung up", async () => {
    const closing = jest.spyOn(AbstractLevel.prototype, "close");
    const dynamoDb = await startDynamoDb();
    const client = new DynamoDBClient({ ...embeddedAws(), endpoint: dynamoDb.endpoint, maxAttempts: 1 });
    await makeTable(client);
    await client.send(new PutItemCommand({ TableName: "things", Item: { pk: { S: "a" } } }));
    const begun = Promise.withResolvers<undefined>();
    const hold = Promise.withResolvers<undefined>();
    const { next } = AbstractValueIterator.prototype;
    const reading = jest.spyOn(AbstractValueIterator.prototype, "next");
    reading.mockImplementation(async function (this: unknown) {
      begun.resolve(undefined);
      await hold.promise;
      return await next.call(this);
    });
    const hangUp = new AbortController();
    const query = new QueryCommand({
      TableName: "things",
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: "a" } },
    });
    const asked = client.send(query, { abortSignal: hangUp.signal });
    await begun.promise;
    hangUp.abort();
    await expect(asked).rejects.toThrow("aborted");
    const closed = dynamoDb.close();
    await expect(client.send(new ListTablesCommand({}))).rejects.toThrow();
    for (let turn = 0; turn < 100; turn += 1) await setImmediate();
    expect(closing).not.toHaveBeenCalled();
    hold.resolve(undefined);
    await closed;
    expect(closing).toHaveBeenCalled();
    client.destroy();
    reading.mockRestore();
    closing.mockRestore();
  });

  test("goes on after a caller that hangs up in the middle of its body", async () => {
    await living({}, async (client) => {
      const { port = 0 } = (await client.config.endpoint?.()) ?? {};
      const socket = connect(port, "127.0.0.1");
      socket.write("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf");
      await once(socket, "connect");
      socket.destroy();
      await once(socket, "close");
      expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([]);
    });
  });
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { startDynamoDb } from "../../local/dynamodb.ts";
import { embeddedAws } from "../support/embedded-aws.ts";

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
      await client.send(aTable);
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
});

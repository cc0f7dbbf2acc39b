import { BatchGetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { Table } from "../../../aws/dynamodb/table.ts";
import { DynamoRecipientStore } from "../../../aws/stores/campaign/recipient-store.ts";
import { aRecipient } from "../../support/builders.ts";
import { storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();

/** A table that answers as it is told to, and what it was asked. */
function tableThat(answer: (command: object, nth: number) => object): { table: Table; asked: object[] } {
  const asked: object[] = [];
  const send = async (command: object) => {
    asked.push(command);
    return answer(command, asked.length);
  };
  return { table: new Table({ send } as unknown as Table["client"], "t"), asked };
}

const keys = Array.from({ length: 150 }, (_, index) => ({ pk: "batch", sk: String(index).padStart(3, "0") }));
const twice = keys.flatMap((key) => [key, key]);

describe("a batch in which keys come twice", () => {
  test("is written, the last of each; read; and taken away", async () => {
    const { registry } = stores();
    await registry.putMany(twice.map((key, index) => ({ ...key, index })));
    const found = await registry.many<{ readonly index: number }>(twice);
    expect([...found.values()].map(({ index }) => index).sort((a, b) => a - b)).toEqual(
      keys.map((_, index) => 2 * index + 1),
    );
    await registry.removeMany(twice);
    expect((await registry.many(keys)).size).toBe(0);
  });
});

test("an item that a lagging index lists on two pages is told once", async () => {
  const key = { pk: "p", sk: "s" };
  const { table } = tableThat((command, nth) =>
    command instanceof QueryCommand
      ? { Items: [key], ...(nth === 1 ? { LastEvaluatedKey: key } : {}) }
      : { Responses: { t: [{ ...key, ix: "OPEN" }] } },
  );
  expect(await table.index("OPEN", {}, (item) => item)).toEqual([{ ...key, ix: "OPEN" }]);
});

describe("keys that a throttled table leaves out", () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const wantedOf = (command: object | undefined) =>
    command instanceof BatchGetCommand ? command.input.RequestItems : undefined;

  test.each([
    ["a batch", async (table: Table) => await table.many([{ pk: "p", sk: "s" }])],
    [
      "the look before a claim",
      async (table: Table) => {
        const { tenantId, sessionId, campaignId, number } = aRecipient();
        const ref = { tenantId, sessionId, campaignId };
        await new DynamoRecipientStore(table, new Table(table.client, "other")).look(ref, "lst_1", number);
      },
    ],
  ])("are asked for again by %s, each time after a longer pause", async (_, read) => {
    const { table, asked } = tableThat((command, nth) => ({
      Responses: {},
      UnprocessedKeys: nth <= 3 ? wantedOf(command) : {},
    }));
    const reading = read(table);
    const times: number[] = [];
    for (const pauseMs of [50, 100, 200]) {
      await jest.advanceTimersByTimeAsync(pauseMs - 1);
      times.push(asked.length);
      await jest.advanceTimersByTimeAsync(1);
    }
    await reading;
    expect([...times, asked.length]).toEqual([1, 2, 3, 4]);
    expect(asked.map(wantedOf)).toEqual(Array(4).fill(wantedOf(asked[0])));
  });
});

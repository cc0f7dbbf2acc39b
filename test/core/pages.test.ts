import { everyItem, everyPage, type PageQuery } from "../../core/pages.ts";

const rows = ["a", "b", "c", "d", "e"];
const asked: PageQuery[] = [];
const read = ({ limit, after = "" }: PageQuery) => {
  asked.push({ limit, after });
  const left = rows.filter((row) => row > after);
  const items = left.slice(0, limit);
  const last = items.at(-1);
  return Promise.resolve(last === undefined || items.length === left.length ? { items } : { items, next: last });
};

async function allOf<Row>(given: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const row of given) all.push(row);
  return all;
}

beforeEach(() => asked.splice(0));

test("every item comes once, from behind a key on where one is given", async () => {
  expect(await allOf(everyItem(2, read))).toEqual(rows);
  expect(await allOf(everyItem(2, read, "b"))).toEqual(["c", "d", "e"]);
});

test("a page is read when it is asked for, and one without rows ends nothing", async () => {
  const empty = (query: PageQuery) =>
    Promise.resolve(query.after === "x" ? { items: ["y"] } : { items: [], next: "x" });
  expect(await allOf(everyItem(2, empty))).toEqual(["y"]);
  for await (const { items } of everyPage(2, read)) if (items.includes("a")) break;
  expect(asked).toHaveLength(1);
});

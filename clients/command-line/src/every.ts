/** All items of all pages. Node 20 has no Array.fromAsync. */
export async function every<Item>(pages: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

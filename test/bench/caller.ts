import type { Api } from "../../local/demo/api.ts";
import { median, type Figure } from "./figure.ts";
import { importNumbers, linkSession, pause, withStack } from "./local-stack.ts";

const base = "/api/whatsapp/bench/broadcast";
const [small, large] = [100, 100_000];
const launches = 15;
const pauses = 100;

interface Launched {
  readonly data: { readonly campaignId: string };
}

/** What a caller sees: how long a launch takes by the size of the list, and what still arrives after a pause. */
export async function measureAsCaller(): Promise<readonly Figure[]> {
  return await withStack(async (api) => {
    await api.send("PUT", "/_simulator/behaviour", { acceptMs: 0, deliverMs: 0, readMs: null });
    await linkSession(api, "bench", "628111000111");
    const smallList = await importNumbers(api, base, "small", small);
    const largeList = await importNumbers(api, base, "large", large);
    return [
      await searchFigure(api, largeList),
      await launchFigure(api, smallList, largeList),
      await pauseFigure(api, largeList),
    ];
  });
}

interface FoundPage {
  readonly data: readonly unknown[];
  readonly pagination: { readonly nextCursor: string | null };
}

/** A needle that occurs once, at the end of a large list. */
async function searchFigure(api: Api, listId: string): Promise<Figure> {
  await api.send("POST", `${base}/lists/${listId}/contacts`, { number: "+628199999999999", name: "Jarum" });
  const times: number[] = [];
  let found = 0;
  let cursor: string | null = "";
  while (cursor !== null) {
    const startedAt = performance.now();
    const from: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page: FoundPage = await api.get<FoundPage>(`${base}/lists/${listId}/contacts?search=jarum${from}`);
    times.push(performance.now() - startedAt);
    found += page.data.length;
    cursor = page.pagination.nextCursor;
  }
  const slowest = Math.max(...times);
  return {
    name: `a needle at the end of ${large.toLocaleString("en")} contacts, slowest page`,
    value: slowest,
    unit: "ms",
    against: "a second for each page",
    bound: "<= 1000",
    kept: slowest <= 1_000 && found === 1,
    details: { pages: times.length, "ms in all": times.reduce((sum, ms) => sum + ms, 0) },
  };
}

async function launchFigure(api: Api, smallList: string, largeList: string): Promise<Figure> {
  const times: Record<string, number[]> = { small: [], large: [] };
  for (let round = 0; round < launches; round += 1) {
    for (const [name, listId] of [
      ["small", smallList],
      ["large", largeList],
    ] as const) {
      const startedAt = performance.now();
      const { data } = await api.send<Launched>("POST", `${base}/send`, {
        listId,
        message: `Halo {{ name }} di {{ kota }}, ${name} ${round}`,
        pacing: { minGapMs: 60_000, maxGapMs: 60_000 },
      });
      times[name]?.push(performance.now() - startedAt);
      // Paused, not stopped: a stop walks the list once more, and the next launch would wait beside that.
      await api.send("POST", `${base}/campaigns/${data.campaignId}/pause`, {});
      await pause(300);
    }
  }
  const [ofSmall, ofLarge] = [median(times["small"] ?? []), median(times["large"] ?? [])];
  return {
    name: `launch of ${large.toLocaleString("en")} contacts`,
    value: ofLarge / ofSmall,
    unit: "x",
    against: `a launch of ${small} contacts, median of ${launches} each`,
    bound: "<= 1.5",
    kept: ofLarge / ofSmall <= 1.5,
    details: { [`ms for ${small}`]: ofSmall, [`ms for ${large}`]: ofLarge },
  };
}

async function pauseFigure(api: Api, listId: string): Promise<Figure> {
  await api.send("PUT", "/_simulator/behaviour", { acceptMs: 3, deliverMs: 0 });
  const { data } = await api.send<Launched>("POST", `${base}/send`, {
    listId,
    message: "Halo pause",
    pacing: { minGapMs: 0, maxGapMs: 0, perDay: 1_000_000 },
  });
  const campaign = `${base}/campaigns/${data.campaignId}`;
  const answers: number[] = [];
  while ((await api.get<readonly unknown[]>("/_simulator/deliveries")).length === 0) await pause(100);
  for (let round = 0; round < pauses; round += 1) {
    await api.send("POST", `${campaign}/pause`, {});
    answers.push(Date.now());
    await pause(60);
    await api.send("POST", `${campaign}/resume`, {});
    await pause(20 + (round % 7) * 11);
  }
  await api.send("POST", `${campaign}/stop`, {});
  await pause(500);
  const deliveries = await api.get<readonly { readonly receivedAt: string }[]>("/_simulator/deliveries");
  const arrivals = deliveries.map(({ receivedAt }) => Date.parse(receivedAt));
  const after = answers.map((at) => arrivals.filter((arrival) => arrival > at && arrival <= at + 60).length);
  const most = Math.max(...after);
  return {
    name: "arrivals after a pause was answered, at most",
    value: most,
    unit: "messages",
    against: `${pauses} pauses of a campaign without gaps, 60 ms each; ${deliveries.length} messages in all`,
    bound: "<= 1",
    kept: most <= 1 && deliveries.length > pauses,
    details: { "pauses with one more": after.filter((count) => count === 1).length },
  };
}

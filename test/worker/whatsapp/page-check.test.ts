import type { PageReport } from "../../../core/whatsapp.ts";
import type { Calls } from "../../../worker/whatsapp/calls.ts";
import { PageWatch, type PageWatchParts } from "../../../worker/whatsapp/page-check.ts";
import { FakeClock } from "../../support/fake-clock.ts";

/** What of a page is told: each thing that is new of it, once. */

const member = "WAWebQueryExistsJob.queryWidExists";

function watching(evaluate: () => Promise<object> = async () => ({ version: "2.3001.0", problems: [] })) {
  const told: PageReport[] = [];
  const calls = { within: (_ms: number, work: () => unknown) => work() } as unknown as Calls;
  const client = { evaluate };
  const parts = { client, calls, clock: new FakeClock(), settings: { callWithinMs: 1, settleWithinMs: 1 } };
  const watch = new PageWatch({
    ...parts,
    tell: (report: PageReport) => told.push(report),
  } as unknown as PageWatchParts);
  const problems = () => told.map(({ unavailable }) => unavailable.map(({ problem }) => problem).join());
  return { watch, problems };
}

it("tells of a member that hung when it throws, and not of one that threw when it hangs", async () => {
  const { watch, problems } = watching();
  await watch.settle();
  await watch.fails(member, { problem: "no answer", unanswered: true });
  await watch.fails(member, { problem: "no answer again", unanswered: true });
  expect(problems()).toEqual(["", "no answer"]);
  await watch.fails(member, { problem: "t is not a function" });
  await watch.fails(member, { problem: "u is not a function" });
  expect(problems()).toEqual(["", "no answer", "t is not a function"]);
  await watch.fails(member, { problem: "no answer", unanswered: true });
  await watch.works(member);
  expect(problems()).toEqual(["", "no answer", "t is not a function", ""]);
});

it("tells nothing of a look that took longer than the one after it", async () => {
  let hold = Promise.resolve();
  const { watch, problems } = watching(async () => {
    await hold;
    return { version: "2.3001.0", problems: [] };
  });
  await watch.settle();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  hold = promise.then(() => undefined);
  const slow = watch.lookAgain();
  hold = Promise.resolve();
  await watch.fails(member, { problem: "t is not a function" });
  resolve(undefined);
  await slow;
  expect(problems()).toEqual(["", "t is not a function"]);
  await watch.works(member);
  expect(problems()).toEqual(["", "t is not a function", ""]);
});

import { OutcomeUnknown, PageCannotBeAsked, PageRefused, RejectedByWhatsApp } from "../../core/errors.ts";
import { type SimulatedPage } from "../../simulator/page-settings.ts";
import { errorOf, wordOf } from "../../simulator/remote-words.ts";
import { aMessage, eachTestHasASimulation, sender } from "./simulation.ts";

/** A page that changed, on the in-process door. */

const simulation = eachTestHasASimulation();
const pageError = "TypeError: t is not a function";
const page = (changes: Partial<SimulatedPage>): SimulatedPage => ({ version: "2.3000.1", ...changes });

async function sendOn(changed: SimulatedPage, message = aMessage()) {
  const { connection } = await simulation().link();
  simulation().network.pageOf = (account) => (account === sender ? changed : { version: "another" });
  const sending = connection.send(message).catch((error: unknown) => error);
  await simulation().clock.advance(20_000);
  return { connection, outcome: await sending };
}

test("a page that refuses a message sends nothing, in words of its own", async () => {
  const { outcome, connection } = await sendOn(page({ sends: "refused", pageError: "t: t" }));
  expect(outcome).toBeInstanceOf(PageRefused);
  expect(outcome).toMatchObject({ pageError: "t: t", withMedia: false });
  expect(simulation().received()).toEqual([]);
  expect(await connection.probe()).toEqual({ answers: true, isConnected: true, version: "2.3000.1" });
});

test.each([
  ["thrown", { kind: "page_error", pageError }],
  ["unanswered", { kind: "no_answer", pageError: undefined }],
] as const)("a page that breaks off after it stored a message (%s) leaves its outcome open", async (sends, facts) => {
  const { outcome } = await sendOn(page({ sends }));
  expect(outcome).toBeInstanceOf(OutcomeUnknown);
  expect(outcome).toMatchObject({ ...facts, withMedia: false });
  expect(simulation().received()).toEqual([]);
});

test("one that fails at files alone sends texts", async () => {
  const { outcome } = await sendOn(page({ sends: "refused", onlyMedia: true }));
  expect(outcome).toMatchObject({ ack: 1 });
});

test("one that lacks what sending needs, or fails at numbers, can't be asked", async () => {
  const { outcome, connection } = await sendOn(page({ stops: "sending", numbersFailAfterMs: 0 }));
  expect(outcome).toBeInstanceOf(PageCannotBeAsked);
  await expect(connection.checkNumber("628222000999")).rejects.toThrow(PageCannotBeAsked);
});

test("errors keep what they say of the page on their way to another process", () => {
  const all = [
    new PageRefused("refused", { pageError, withMedia: true }),
    new PageCannotBeAsked("asked", { pageError }),
    new OutcomeUnknown("unknown", { kind: "page_error", pageError, withMedia: true }),
    new RejectedByWhatsApp("rejected"),
  ];
  for (const error of all) {
    const came = errorOf(JSON.parse(JSON.stringify(wordOf(error))) as ReturnType<typeof wordOf>);
    expect(came.constructor).toBe(error.constructor);
    expect(wordOf(came)).toEqual(wordOf(error));
  }
});

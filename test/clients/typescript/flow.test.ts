import * as library from "../../../clients/typescript/src/index.ts";
import { aShop } from "../../e2e/shop.ts";
import * as files from "../../support/files.ts";
import { wholeFlow, type Outcome } from "./whole-flow.ts";

/** The client against the whole system: in Node, and in a page of another origin in a real browser. */

const { client, stack } = aShop();

const expectWhole = (outcome: Outcome) => {
  expect(outcome).toMatchObject({
    linkSteps: ["scan", "connected"],
    uploaded: { state: "ready", size: files.jpg.length },
    refusal: { code: "LIST_NAME_TAKEN", status: 409, isApiError: true },
  });
  expect(outcome.lists.toSorted()).toEqual(["Customers", "Staff"]);
  expect(outcome.numbers.toSorted()).toEqual(["6281234567890", "6281311112222"]);
  expect(outcome.uploaded.progress.at(-1)).toBe(1);
  expect(outcome.statuses.at(-1)).toBe("completed");
  expect(outcome.report.split("\r\n")[0]).toContain("number,name,status");
  expect(outcome.report).toContain("6281311112222");
};

const scanner = (sessionId: string, number: string) => async () => {
  await client.post(`/_simulator/sessions/${sessionId}/scan`, { number, name: sessionId });
};

test("in Node a session is linked, a file imported, a picture uploaded, a broadcast sent and its report read", async () => {
  const { url: baseUrl, apiKey } = stack();
  const scan = scanner("node", "628111000111");
  expectWhole(
    await wholeFlow(library, { baseUrl, apiKey, sessionId: "node", scan, picture: files.jpg, filename: "foto.jpg" }),
  );
});

import type { PageMutant } from "../../../simulator/web/page-behaviour.ts";
import { driftChaos } from "./drift.ts";
import { leavingOut } from "../leave-out.ts";

jest.setTimeout(180_000);

// `npm run chaos -- --drift` tries every member of the page's contract, each in several ways.

const mutants: readonly PageMutant[] = [
  { module: "WAWebSendMsgChatAction", member: "addAndSendMsgToChat", how: "removed" },
  { module: "WAWebSendMsgChatAction", member: "addAndSendMsgToChat", how: "throwing" },
  { module: "WAWebFindChatAction", member: "findOrCreateLatestChat", how: "hanging" },
  { module: "WAWebQueryExistsJob", member: "queryWidExists", how: "undefined" },
  { module: "WAWebMediaMmsV4Upload", member: "uploadMedia", how: "throwing" },
  { module: "WAWebSocketModel", member: "Socket.state", how: "renamed" },
];
/** Sending needs it, and the contract of this test's stack does not know of it. */
const unknown: PageMutant = {
  module: "WAWebGetEphemeralFieldsMsgActionsUtils",
  member: "getEphemeralFields",
  how: "removed",
};

it("a change of WhatsApp's page, also of a member that its contract leaves out, is named, costs few an outcome, and all is well once the page is as it was", async () => {
  const verdicts = await driftChaos({
    mutants: [...mutants, unknown],
    stacks: 1,
    sessionsEach: 3,
    // Shorter than in production.
    env: {
      LEASE_SEND_DEADLINE_MS: "3000",
      IN_DOUBT_AFTER_MS: "4000",
      ...leavingOut([`${unknown.module}.${unknown.member ?? ""}`]),
    },
    staysMs: 5_000,
    tell: () => undefined,
  });
  expect(verdicts.map(({ mutant, broken }) => ({ mutant, broken }))).toEqual(
    [...mutants, unknown].map((mutant) => ({ mutant, broken: [] })),
  );
  // Nothing was found missing: it was named by the messages that the page failed at.
  expect(verdicts.at(-1)?.seen).toMatch(/^(paused|waitingFor page): .*getEphemeralFields.* is not a function/);
});

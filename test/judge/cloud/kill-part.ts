import { judgeBrowserKills } from "../../e2e/browser/browser-kills-judge.ts";
import * as person from "../../e2e/steps.ts";
import { until } from "../../support/stack.ts";
import type { Part } from "../judge.ts";
import { inSystem } from "./flow-part.ts";
import type { Steps } from "./steps.ts";
import { linkShop, type System } from "./system.ts";

const contacts = 60;

/** A machine with its worker is lost in the middle of a campaign; ECS starts another, which goes on from the profile in S3. */
export const killPart: Part = {
  name: "kill",
  minutes: 15,
  run: async (context) => await inSystem(context, loseTheMachine),
};

async function loseTheMachine(system: System, steps: Steps): Promise<void> {
  const { client, fargate } = system;
  await steps.step("a session is linked, and its profile is saved", async () => {
    await linkShop(system, "628111000111");
    await until(
      () => person.statusOf(client, "shop"),
      ({ profileSavedAt }) => profileSavedAt !== undefined,
      "the profile lies in the bucket",
      120_000,
    );
  });
  const numbers = person.numbersOf(1, contacts);
  const listId = await person.aList(client, "shop", "Semua", numbers);
  const { campaignId } = await person.launch(client, "shop", { listId, message: "Halo {{ name }}", gapMs: 200 });
  const kill = await steps.step("the machine is lost in the middle of a campaign", async () => {
    await person.untilDeliveries(client, "shop", contacts / 3);
    const { status } = await person.campaignOf(client, "shop", campaignId);
    const at = Date.now();
    await fargate.killOne();
    return { kind: "machine", at, isAmid: status === "running" } as const;
  });
  await steps.step("another worker takes over and completes it", async () => {
    await person.untilStatus(client, "shop", campaignId, "completed", 300_000);
    if (fargate.started < 2) throw new Error("no second worker was started");
  });
  await steps.step("no person got it twice, none was skipped", async () => {
    const result = await judgeBrowserKills({ client, campaignId, numbers, dedupe: false, kills: [kill] });
    if (result.broken.length > 0) throw new Error(result.broken.join("; "));
    if (result.twiceByThePage > 0) throw new Error(`${result.twiceByThePage} got it twice`);
    steps.note(`${contacts} recipients, ${result.inDoubt.length} in doubt: ${result.inDoubt.join("; ") || "none"}`);
  });
}

import { DescribeServicesCommand, ECSClient } from "@aws-sdk/client-ecs";
import { Client } from "../../e2e/client.ts";
import { until } from "../../support/stack.ts";
import type { Part } from "../judge.ts";
import { tryStack } from "./cloud-formation.ts";
import { clientOf, deploy } from "./deployment.ts";
import { alone, lacks } from "./lacks.ts";
import { same, Steps } from "./steps.ts";

/** The whole template by the CDK's own commands, and that nothing was taken out of it without need. */
export const deployPart: Part = {
  name: "deploy",
  minutes: 10,
  run: async (context) => {
    const steps = new Steps(context.say);
    let denials = async (): Promise<readonly string[]> => [];
    return await steps.verdict(
      async () => {
        const { emulator, url, outputs, resources, lacking } = await steps.step(
          "cdk bootstrap and cdk deploy end well",
          async () => await deploy(context),
        );
        denials = emulator.denials;
        steps.note(
          `ministack 1.5.33, ${resources} resources, without ${lacking.length}: ${lacks.map(({ name, reason }) => `${name} (${reason})`).join(", ")}`,
        );
        for (const lack of lacks) {
          await steps.step(`${lack.name} is still lacking`, async () => {
            const ofIt = lacking.filter((it) => it.lack === lack);
            if (ofIt.length === 0) throw new Error("the template has none: take it off the list in lacks.ts");
            for (const it of ofIt) {
              const { status, reasons } = await tryStack(emulator, `alone-${it.id}`, alone(it));
              if (lack.refusal.test(reasons)) continue;
              throw new Error(`${it.id} by itself ended as ${status}: ${reasons}. Take it off the list in lacks.ts`);
            }
          });
        }
        await steps.step("the API answers by its Lambdas", async () => {
          const client = new Client(url);
          same("GET /health", (await client.ask("GET", "/health")).status, 200);
          const unknown = await client.ask("GET", "/nothing/here");
          same("an unknown route", [unknown.status, unknown.body.error.code], [404, "ROUTE_NOT_FOUND"]);
          const stranger = await client.withKey("wab_none").ask("GET", "/status", { headers: { "user-id": "shop" } });
          same("a key that is none", stranger.status, 401);
        });
        await steps.step("a service without sessions goes to no task", async () => {
          const ecs = new ECSClient(clientOf(emulator));
          const { WorkerCluster: cluster, WorkerService: service = "" } = outputs;
          const desired = async () =>
            (await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }))).services?.[0]?.desiredCount;
          await until(desired, (count) => count === 0, "the sweep has asked ECS for none", 150_000);
        });
      },
      () => denials(),
    );
  },
};

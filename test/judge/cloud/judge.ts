import type { Judge } from "../judge.ts";
import { deployPart } from "./deploy-part.ts";
import { flowPart } from "./flow-part.ts";
import { killPart } from "./kill-part.ts";

export const cloud: Judge = {
  name: "cloud",
  proves:
    "The synthesized template deploys whole, and its bundles work together as deployed: API Gateway, S3 events, SQS, Scheduler, ECS, each Lambda and the worker under its own role with IAM enforced.",
  needs: ["java", "python"],
  parts: [deployPart, flowPart, killPart],
};

import { api } from "./api/judge.ts";
import { cloud } from "./cloud/judge.ts";
import { dynamoDb } from "./dynamodb/judge.ts";
import { guides } from "./guides/judge.ts";
import type { Judge } from "./judge.ts";
import { machine } from "./machine/judge.ts";
import { s3 } from "./s3/judge.ts";
import { templates } from "./templates/judge.ts";

/** In the order in which they run: what fails soonest comes first. */
export const judges: readonly Judge[] = [machine, s3, guides, templates, api, cloud, dynamoDb];

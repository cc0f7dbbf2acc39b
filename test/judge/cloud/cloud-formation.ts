import { createHash, createHmac } from "node:crypto";
import type { Template } from "./lacks.ts";

/** The few calls of CloudFormation that the CDK does not make for the judge. */

export interface Cloud {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** Signed by Signature Version 4, as every request of an AWS client. */
async function call(cloud: Cloud, action: string, parameters: Readonly<Record<string, string>>): Promise<string> {
  const body = new URLSearchParams({ Action: action, Version: "2010-05-15", ...parameters }).toString();
  const at = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const { host } = new URL(cloud.endpoint);
  const scope = `${at.slice(0, 8)}/${cloud.region}/cloudformation/aws4_request`;
  const request = ["POST", "/", "", `host:${host}`, `x-amz-date:${at}`, "", "host;x-amz-date", sha256(body)].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", at, scope, sha256(request)].join("\n");
  const key = scope.split("/").reduce<string | Buffer>(hmac, `AWS4${cloud.secretAccessKey}`);
  const credential = `Credential=${cloud.accessKeyId}/${scope}`;
  const response = await fetch(cloud.endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-amz-date": at,
      authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host;x-amz-date, Signature=${hmac(key, toSign).toString("hex")}`,
    },
    body,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${action} answered ${response.status}: ${text}`);
  return text;
}

/** Makes a stack of its own. @returns how it ended, and every reason that an event of it gives */
export async function tryStack(cloud: Cloud, name: string, template: Template) {
  try {
    await call(cloud, "CreateStack", { StackName: name, TemplateBody: JSON.stringify(template) });
  } catch (error) {
    return { status: "REFUSED", reasons: (error as Error).message };
  }
  for (;;) {
    const described = await call(cloud, "DescribeStacks", { StackName: name });
    const [, status = ""] = /<StackStatus>(\w+)<\/StackStatus>/.exec(described) ?? [];
    if (status.endsWith("_IN_PROGRESS")) continue;
    const events = await call(cloud, "DescribeStackEvents", { StackName: name });
    const reasons = [...events.matchAll(/<ResourceStatusReason>([^<]*)</g)].map(([, reason]) => reason).join("; ");
    return { status, reasons };
  }
}

/** Physical names of a stack's resources by their logical ones. */
export async function physicalNames(cloud: Cloud, stack: string): Promise<ReadonlyMap<string, string>> {
  const described = await call(cloud, "DescribeStackResources", { StackName: stack });
  const members = described.split("<member>").slice(1);
  const textOf = (member: string, tag: string) => new RegExp(`<${tag}>([^<]*)<`).exec(member)?.[1] ?? "";
  return new Map(members.map((member) => [textOf(member, "LogicalResourceId"), textOf(member, "PhysicalResourceId")]));
}

import { commandLine } from "../../command-line.ts";
import { ask, asScript, CommandFailed, outputsOf, stageOf } from "./commands.ts";

// Entry point of `npm run create-key`: a tenant's first API key, made with the operator's key.

const usage = `npm run create-key -- --tenant acme --name "Acme's shop" [--scopes read,write,admin] [--session ID]...
  --stage dev|prod   finds the API and the operator's key through the AWS CLI
  --url URL          this API instead, with the operator's key from the environment's API_KEY`;

await asScript(async () => {
  const { values } = commandLine(usage, {
    stage: { type: "string" },
    url: { type: "string" },
    tenant: { type: "string" },
    name: { type: "string" },
    scopes: { type: "string", default: "read,write,admin" },
    session: { type: "string", multiple: true },
  });
  const { tenant, name, session } = values;
  if (tenant === undefined || name === undefined) throw new CommandFailed(usage);
  const { url, operatorKey } = whereAndWith(values.stage, values.url);
  const response = await fetch(new URL("/api/whatsapp/api-keys", url), {
    method: "POST",
    headers: { "x-api-key": operatorKey, "content-type": "application/json" },
    body: JSON.stringify({
      tenantId: tenant,
      name,
      scopes: values.scopes.split(","),
      ...(session === undefined ? {} : { sessions: session }),
    }),
  });
  const answer = (await response.json()) as { readonly data?: { readonly key?: string }; readonly message?: string };
  if (answer.data?.key === undefined) {
    throw new CommandFailed(`the API answered ${response.status}: ${JSON.stringify(answer)}`);
  }
  console.error(`A key for tenant ${tenant}. It is shown this once:`);
  console.log(answer.data.key);
});

function whereAndWith(stage: string | undefined, url: string | undefined) {
  if (url !== undefined) {
    const operatorKey = process.env["API_KEY"];
    if (operatorKey === undefined || operatorKey === "") throw new CommandFailed(`API_KEY is not set\n\n${usage}`);
    return { url, operatorKey };
  }
  if (stage === undefined) throw new CommandFailed(usage);
  const { ApiUrl, AdminKeySecret } = outputsOf(stageOf(stage));
  const secret = ["--secret-id", AdminKeySecret, "--query", "SecretString", "--output", "text"];
  return { url: ApiUrl, operatorKey: ask("aws", ["secretsmanager", "get-secret-value", ...secret]).trim() };
}

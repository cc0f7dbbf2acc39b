import { type OpenApi, type Operation } from "./document.ts";

/** Source text of `operations.gen.ts`: where each method's request goes, and its type. */

/**
 * Operations that may be sent again although no answer came, without an Idempotency-Key: docs/api.md says that they change
 * nothing, or answer a repeat as they did the first time.
 */
const repeatable = ["previewMessage", "previewTemplate", "logout"];

interface Facts {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
  /** Of one session: by its path, or by the header `user-id`. */
  readonly ofSession: boolean;
  readonly byHeader: boolean;
  readonly hasBody: boolean;
  readonly isKeyed: boolean;
  readonly isPaged: boolean;
  /** A file that may be in the making: 202 until it is there. */
  readonly isFile: boolean;
}

/** @param whole as the API publishes it; @param document made of it for the client */
export function methodsText(whole: OpenApi, document: OpenApi): string {
  const all = factsOf(whole, document);
  const events = Object.values(document.webhooks).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => `types.${capital(operationId)}WebhookPayload`),
  );
  const interfaceOf = (head: string, facts: readonly Facts[]) =>
    [`export interface ${head} {`, ...facts.flatMap(methodLines), "}"].join("\n");
  return [
    "// Made by `npm run client` from the OpenAPI document. Changes here are overwritten.",
    `import type * as types from "./types.gen.ts";`,
    `import type { Input, Method, Operation, PagedMethod, QrCodeMethod, SendMethod } from "../operation.ts";`,
    "",
    "/** What a webhook is sent, by its `type`. */",
    `export type WebhookEvent =\n  | ${events.join("\n  | ")};`,
    "",
    interfaceOf(
      "TenantMethods",
      all.filter(({ ofSession }) => !ofSession),
    ),
    "",
    "/** @typeParam Session what names the session in each input: nothing where it is fixed */",
    interfaceOf(
      "SessionMethods<Session>",
      all.filter(({ ofSession }) => ofSession),
    ),
    "",
    "export const operations: Readonly<Record<string, Operation>> = {",
    ...all.map((facts) => `  ${facts.operation.operationId}: ${placeOf(facts)},`),
    "};",
    "",
  ].join("\n");
}

function factsOf(whole: OpenApi, document: OpenApi): Facts[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const published = whole.paths[path]?.[method]?.parameters ?? [];
      const names = published.map(({ name }) => name);
      const contentTypes = Object.keys(operation.responses["200"]?.content ?? {});
      return {
        method: method.toUpperCase(),
        path,
        operation,
        byHeader: names.includes("user-id"),
        ofSession: names.includes("user-id") || names.includes("sessionId"),
        hasBody: operation.requestBody !== undefined,
        isKeyed: names.includes("Idempotency-Key"),
        isPaged: names.includes("cursor"),
        isFile: contentTypes.includes("text/csv"),
      };
    }),
  );
}

function placeOf({ method, path, operation, byHeader, hasBody, isKeyed, isPaged, isFile }: Facts): string {
  const flags = {
    byHeader,
    hasBody,
    isKeyed,
    isPaged,
    isFile,
    isRepeatable: method === "GET" || repeatable.includes(operation.operationId),
  };
  const set = Object.entries(flags).flatMap(([name, is]) => (is ? [`${name}: true`] : []));
  return `{ ${[`method: "${method}"`, `path: "${path}"`, ...set].join(", ")} }`;
}

function methodLines(facts: Facts): string[] {
  const { operationId, summary, description = "" } = facts.operation;
  const words = [`${summary}.`, "", ...description.split("\n")].map((line) => line.replaceAll("*/", "*\\/"));
  return [
    "  /**",
    ...words.map((line) => (line === "" ? "   *" : `   * ${line}`)),
    "   */",
    `  ${operationId}: ${typeOf(facts)};`,
  ];
}

function typeOf({ operation, ofSession, isPaged, isFile }: Facts): string {
  const { operationId, responses } = operation;
  const name = capital(operationId);
  const input = `Input<types.${name}Data${ofSession ? ", Session" : ""}>`;
  const of = (status: string) => `types.${name}Responses[${status}]`;
  if (isFile) return `Method<${input}, string>`;
  if (isPaged) return `PagedMethod<${input}, ${of("200")}>`;
  if (operationId === "getQrCode") return `QrCodeMethod<${input}, ${of("200")} | ${of("202")}>`;
  if (operationId === "sendCampaign" || operationId === "scheduleCampaign") {
    return `SendMethod<${input}, ${of("202")}, ${of("200")}>`;
  }
  return `Method<${input}, ${Object.keys(responses).map(of).join(" | ")}>`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/** What schemathesis reports, a line an event: each request, its answer, and what its checks say. */

export interface Asked {
  /** `GET /api/whatsapp/sessions`, as the document names it. */
  readonly operation: string;
  readonly phase: string;
  readonly method: string;
  readonly uri: string;
  /** 0 where no answer came. */
  readonly status: number;
  readonly body: string;
  readonly failed: readonly FailedCheck[];
}

export interface FailedCheck {
  readonly check: string;
  readonly title: string;
  readonly message: string;
}

interface Scenario {
  readonly phase: string;
  readonly recorder: {
    readonly cases: Readonly<Record<string, { readonly value: { readonly method: string; readonly path: string } }>>;
    readonly checks: Readonly<Record<string, readonly Check[]>>;
    readonly interactions?: Readonly<Record<string, Interaction>>;
  };
}
interface Check {
  readonly name: string;
  readonly status: string;
  readonly failure_info?: { readonly failure: { readonly title: string; readonly message: string } };
}
interface Interaction {
  readonly request: { readonly method: string; readonly uri: string };
  readonly response: { readonly status_code: number; readonly content?: { readonly $base64: string } | null } | null;
}

/** Every request of a report, and every error that kept schemathesis from asking. */
export async function* readReport(file: string): AsyncGenerator<Asked | { readonly error: string }> {
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const event = JSON.parse(line) as { ScenarioFinished?: Scenario; NonFatalError?: unknown; FatalError?: unknown };
    const error = event.NonFatalError ?? event.FatalError;
    if (error !== undefined) yield { error: JSON.stringify(error).slice(0, 1_000) };
    const { phase = "", recorder } = event.ScenarioFinished ?? {};
    for (const [id, { request, response }] of Object.entries(recorder?.interactions ?? {})) {
      const { method, path } = recorder?.cases[id]?.value ?? (request as never);
      const failed = (recorder?.checks[id] ?? []).filter(({ status }) => status !== "success");
      yield {
        operation: `${method.toUpperCase()} ${path}`,
        phase,
        method: request.method,
        uri: request.uri,
        status: response?.status_code ?? 0,
        body: Buffer.from(response?.content?.$base64 ?? "", "base64").toString(),
        failed: failed.map(({ name, failure_info: info }) => ({
          check: name,
          title: info?.failure.title ?? "",
          message: info?.failure.message ?? "",
        })),
      };
    }
  }
}

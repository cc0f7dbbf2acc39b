import { ImportError, secondsIn, UploadError } from "./errors.ts";
import type { Campaign, Import, Media, GetStatusResponse } from "./generated/types.gen.ts";
import { operations } from "./generated/operations.gen.ts";
import type { CallOptions, Parameters } from "./operation.ts";
import { pauseMsOf, withRetries } from "./retry.ts";
import { call, type Members, type Settings } from "./transport.ts";
import { sendForm, type OnProgress, type Permission } from "./upload-form.ts";
import { uploadFileOf, type FileFacts, type FileSource } from "./upload-source.ts";

/** What takes several requests: a file's way in, and waiting for what the API does in the background. */

export interface UploadInput extends FileFacts {
  readonly file: FileSource;
  /** `media` (as when absent) goes with messages, `contacts` is a CSV for `importContacts`. */
  readonly purpose?: Media["purpose"];
}
export interface UploadOptions extends CallOptions {
  readonly onProgress?: OnProgress;
}
export interface WaitOptions extends Pick<CallOptions, "signal"> {
  /** ms between two requests. */
  readonly pollMs?: number;
}

/** What a link is waiting for: a code to be scanned, another one in its place, or nothing any more. */
export type LinkStep =
  | { readonly state: "scan"; readonly qrCode: string }
  | { readonly state: "connected"; readonly status: GetStatusResponse };

/** @typeParam Session what names the session in each input: nothing where it is fixed */
export interface SessionHelpers<Session> {
  /**
   * Uploads a file and waits until it was checked. `filename` of the answer is what messages and campaigns name as `media`,
   * `uploadKey` what `importContacts` takes.
   *
   * @throws UploadError when it can't be uploaded, or is not what it says it is
   */
  uploadFile(input: Session & UploadInput, options?: UploadOptions): Promise<Media>;
  /**
   * Waits until an import is completed.
   *
   * @throws ImportError when it failed
   */
  waitForImport(
    input: Session & { readonly listId: string; readonly importId: string },
    options?: WaitOptions & { readonly onProgress?: (job: Import) => void },
  ): Promise<Import>;
  /** The campaign as it is now and after each change, until it is completed or stopped. A paused one is waited for. */
  campaignProgress(input: Session & { readonly campaignId: string }, options?: WaitOptions): AsyncIterable<Campaign>;
  /** Links the session: each QR code to be shown to a phone, the last step once it is connected. */
  link(...parameters: Parameters<Session, WaitOptions>): AsyncIterable<LinkStep>;
}

const usualPollMs = 1_000;

export function helpersOf(settings: Settings): SessionHelpers<{ readonly sessionId: string }> {
  const { wait } = settings.surroundings;
  const ask = async <Body>(name: string, input: Members, options: CallOptions, headers?: Record<string, string>) => {
    const operation = operations[name];
    if (operation === undefined) throw new TypeError(`there is no operation ${name}`);
    const answer = await call(settings, operation, input, options, headers);
    return { ...answer, body: answer.body as Body };
  };

  async function uploadFile(
    { sessionId, file: source, purpose, ...facts }: UploadInput & { readonly sessionId: string },
    { onProgress, ...options }: UploadOptions = {},
  ): Promise<Media> {
    const { signal, maxRetries = settings.maxRetries } = options;
    const file = await uploadFileOf(source, facts);
    const { filename: originalName, contentType, size } = file;
    const wanted = { sessionId, filename: originalName, contentType, size, purpose };
    const { data } = (await ask<{ data: Media & Permission }>("createUpload", wanted, options)).body;
    await withRetries(
      () => sendForm(data, file, { fetch: settings.fetch, signal, onProgress }),
      file.blob !== undefined,
      { maxRetries, retryForMs: settings.retryForMs },
      settings.surroundings,
      signal,
    );
    for (;;) {
      const of = { sessionId, filename: data.filename };
      const { data: media } = (await ask<{ data: Media }>("getUpload", of, { signal })).body;
      if (media.state === "ready") return media;
      if (media.state === "rejected") {
        const found = media.found === undefined ? "" : `, found ${media.found}`;
        throw new UploadError(`${originalName} was rejected: ${media.reason ?? "no reason was given"}${found}`, media);
      }
      await wait(usualPollMs / 2, signal);
    }
  }

  async function waitForImport(
    input: { readonly sessionId: string; readonly listId: string; readonly importId: string },
    { signal, pollMs = usualPollMs, onProgress }: WaitOptions & { readonly onProgress?: (job: Import) => void } = {},
  ): Promise<Import> {
    for (;;) {
      const { data: job } = (await ask<{ data: Import }>("getImport", { ...input }, { signal })).body;
      onProgress?.(job);
      if (job.state === "completed") return job;
      if (job.state === "failed") throw new ImportError(job);
      await wait(pollMs, signal);
    }
  }

  async function* campaignProgress(
    input: { readonly sessionId: string; readonly campaignId: string },
    { signal, pollMs = usualPollMs }: WaitOptions = {},
  ): AsyncGenerator<Campaign, void, undefined> {
    let tag: string | null = null;
    for (;;) {
      const unlessSame: Record<string, string> = tag === null ? {} : { "if-none-match": tag };
      const { status, headers, body } = await ask<{ data: Campaign }>(
        "getCampaign",
        { ...input },
        { signal },
        unlessSame,
      );
      if (status !== 304) {
        tag = headers.get("etag");
        yield body.data;
        if (body.data.status === "completed" || body.data.status === "stopped") return;
      }
      await wait(pollMs, signal);
    }
  }

  async function* link(
    { sessionId }: { readonly sessionId: string },
    { signal, pollMs = usualPollMs }: WaitOptions = {},
  ): AsyncGenerator<LinkStep, void, undefined> {
    let shown: string | undefined;
    for (;;) {
      const { headers, body } = await ask<{ qrCode?: string; connected?: true }>(
        "getQrCode",
        { sessionId },
        { signal },
      );
      if (body.connected === true) {
        const status = (await ask<GetStatusResponse>("getStatus", { sessionId }, { signal })).body;
        yield { state: "connected", status };
        return;
      }
      const { qrCode } = body;
      if (qrCode !== undefined && qrCode !== shown) {
        shown = qrCode;
        yield { state: "scan", qrCode };
      }
      const asked = secondsIn(headers.get("retry-after"));
      await wait(asked === undefined ? pollMs : pauseMsOf(asked), signal);
    }
  }

  return { uploadFile, waitForImport, campaignProgress, link };
}

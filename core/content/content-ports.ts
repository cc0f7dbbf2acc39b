import type { Media, MediaState } from "./media.ts";
import type { MessageTemplate } from "./message-template.ts";
import type { Page, PageQuery } from "../pages.ts";
import type { MediaRef, SessionRef, TemplateRef } from "../refs.ts";

/** What is known of files. */
export interface MediaReader {
  find(ref: MediaRef): Promise<Media | undefined>;
  /** The newest first. */
  page(ref: SessionRef, query: PageQuery): Promise<Page<Media>>;
  /** Files whose check or removal is not done, of all tenants, the oldest first. May lag by a moment. */
  unfinished(limit: number): Promise<readonly Media[]>;
}

/** A file's life: it is made, checked and removed. */
export interface MediaWriter {
  /** @throws ConditionRefused when it exists */
  create(media: Media): Promise<void>;
  /** What a check found out. @throws ConditionRefused when it is gone or was checked already */
  settle(ref: MediaRef, changes: MediaChanges): Promise<Media>;
  /**
   * From now on no request finds it; its row stays until its bytes are gone, too.
   * @throws ConditionRefused when it is gone or a campaign uses it
   */
  remove(ref: MediaRef, now: number): Promise<void>;
  /** Its bytes are gone: so is the row of what was removed. Again, or of what was not removed, changes nothing. */
  forget(ref: MediaRef): Promise<void>;
}

/** Campaigns hold the files that they need, so that these stay. */
export interface MediaUses {
  /** A campaign needs it from now on; again changes nothing. @throws ConditionRefused when it is not ready, or gone */
  addUse(ref: MediaRef, campaignId: string): Promise<void>;
  /** The campaign is over; again, or of a file that is gone, changes nothing. */
  removeUse(ref: MediaRef, campaignId: string): Promise<void>;
}

export interface MediaChanges extends Partial<
  Pick<Media, "contentType" | "announcedAs" | "reason" | "found" | "sha256" | "size" | "checkedAt">
> {
  readonly state: MediaState;
}

export interface TemplateStore {
  /** @throws ConditionRefused when it exists */
  create(template: MessageTemplate): Promise<void>;
  find(ref: TemplateRef): Promise<MessageTemplate | undefined>;
  /** The newest first. */
  page(ref: SessionRef, query: PageQuery): Promise<Page<MessageTemplate>>;
  /** Puts the next version in the place of the one before. @throws ConditionRefused when that changed or is gone */
  replace(template: MessageTemplate): Promise<void>;
  /** @throws ConditionRefused when it is gone */
  remove(ref: TemplateRef): Promise<void>;
}

/** What an uploader sends: a form to `url` with these fields, and the file behind them as `file`. */
export interface UploadPermission {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Permissions to write one object, of one type and size, from anywhere. */
export interface UploadPermits {
  permit(key: string, contentType: string, size: number, forSeconds: number): Promise<UploadPermission>;
}

/** Large answers that are fetched by a signed address. */
export interface ReportStore {
  save(key: string, body: string, contentType: string): Promise<void>;
  /** @returns an address that downloads it under that file name for a while */
  sign(key: string, fileName: string): Promise<string>;
}

/** Bytes of files that go with messages. */
export interface MediaFiles {
  load(key: string): Promise<Uint8Array | undefined>;
}

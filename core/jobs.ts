import type { CampaignRef, ListRef, MediaRef, SessionRef } from "./refs.ts";

/** Work for the run-job Lambda, one kind a handler. Each kind may be delivered twice, or cut off and delivered again. */
export type Job =
  | ImportContactsJob
  | DeleteListJob
  | ExportListJob
  | ExportCampaignJob
  | CheckMediaJob
  | (MediaRef & { readonly kind: "remove_media" })
  | (CampaignRef & { readonly kind: "delete_campaign" })
  | DeleteSessionJob;

export interface ImportContactsJob {
  readonly kind: "import_contacts";
  readonly tenantId: string;
  readonly listId: string;
  readonly importId: string;
}

export interface DeleteSessionJob extends SessionRef {
  readonly kind: "delete_session";
}

/** A list as a file, that one request had no time for. */
export interface ExportListJob extends ListRef {
  readonly kind: "export_list";
  readonly defaultCountry?: string;
  readonly bom: boolean;
}

export interface ExportCampaignJob extends CampaignRef {
  readonly kind: "export_campaign";
  readonly bom: boolean;
}

export interface DeleteListJob extends ListRef {
  readonly kind: "delete_list";
}

/** Something came in for this file, or its time to come in is over. */
export interface CheckMediaJob extends MediaRef {
  readonly kind: "check_media";
}

export interface JobQueue {
  enqueue(job: Job): Promise<void>;
}

// Made by `npm run client` from the OpenAPI document. Changes here are overwritten.
import type * as types from "./types.gen.ts";
import type { Input, Method, Operation, PagedMethod, QrCodeMethod, SendMethod } from "../operation.ts";

/** What a webhook is sent, by its `type`. */
export type WebhookEvent =
  | types.OnSessionStoppedWebhookPayload
  | types.OnSessionStartingWebhookPayload
  | types.OnSessionAwaitingQrWebhookPayload
  | types.OnSessionReadyWebhookPayload
  | types.OnSessionDisconnectedWebhookPayload
  | types.OnSessionLoggedOutWebhookPayload
  | types.OnSessionFailedWebhookPayload
  | types.OnSessionPageChangedWebhookPayload
  | types.OnSessionLimitsChangedWebhookPayload
  | types.OnMessageSentWebhookPayload
  | types.OnMessageDeliveredWebhookPayload
  | types.OnMessageReadWebhookPayload
  | types.OnMessageFailedWebhookPayload
  | types.OnMessageInDoubtWebhookPayload
  | types.OnMessageReceivedWebhookPayload
  | types.OnCampaignScheduledWebhookPayload
  | types.OnCampaignStartedWebhookPayload
  | types.OnCampaignFailingWebhookPayload
  | types.OnCampaignPausedWebhookPayload
  | types.OnCampaignResumedWebhookPayload
  | types.OnCampaignStoppedWebhookPayload
  | types.OnCampaignCompletedWebhookPayload
  | types.OnRecipientSentWebhookPayload
  | types.OnRecipientDeliveredWebhookPayload
  | types.OnRecipientReadWebhookPayload
  | types.OnRecipientRepliedWebhookPayload
  | types.OnRecipientFailedWebhookPayload
  | types.OnRecipientSkippedWebhookPayload
  | types.OnRecipientInDoubtWebhookPayload
  | types.OnImportCompletedWebhookPayload
  | types.OnImportFailedWebhookPayload
  | types.OnOptOutAddedWebhookPayload
  | types.OnOptOutRemovedWebhookPayload
  | types.OnWebhookTestWebhookPayload;

export interface TenantMethods {
  /**
   * Ask whether the API answers.
   *
   * Answers at once. With `deep=true` and the operator's key it also asks what the API stands on (table, queue, files) and counts workers and sessions.
   *
   * Needs no key.
   */
  health: Method<Input<types.HealthData>, types.HealthResponses[200]>;
  /**
   * Read this document.
   *
   * This API as an OpenAPI 3.1 document, for tools that make clients, tests or pages of it.
   *
   * Needs no key.
   */
  openApiDocument: Method<Input<types.OpenApiDocumentData>, types.OpenApiDocumentResponses[200]>;
  /**
   * List API keys.
   *
   * The tenant's keys, the revoked ones too, without their secrets.
   *
   * Needs a key with the scope `admin`.
   */
  listApiKeys: PagedMethod<Input<types.ListApiKeysData>, types.ListApiKeysResponses[200]>;
  /**
   * Create an API key.
   *
   * Makes a key with some of the scopes, for all sessions of the tenant or only for those that are named. The secret `key` is answered this once and kept nowhere: store it at once.
   *
   * Needs a key with the scope `admin`.
   */
  createApiKey: Method<Input<types.CreateApiKeyData>, types.CreateApiKeyResponses[201]>;
  /**
   * Get the key that asks.
   *
   * What the key that asks may do, and in which tenant; the deployment's version, and whether its messages go to WhatsApp.
   *
   * Needs a key with the scope `read`.
   */
  getOwnApiKey: Method<Input<types.GetOwnApiKeyData>, types.GetOwnApiKeyResponses[200]>;
  /**
   * Revoke an API key.
   *
   * The key stops working within 60 seconds, for good.
   *
   * Needs a key with the scope `admin`.
   */
  revokeApiKey: Method<Input<types.RevokeApiKeyData>, types.RevokeApiKeyResponses[200]>;
  /**
   * List changes.
   *
   * Who changed what and when, the latest first. An entry is kept for 400 days. Requests that only read leave none.
   *
   * Needs a key with the scope `admin`.
   */
  listAudit: PagedMethod<Input<types.ListAuditData>, types.ListAuditResponses[200]>;
  /**
   * List webhooks.
   *
   * The tenant's webhooks, without their secrets.
   *
   * Needs a key with the scope `admin`.
   */
  listWebhooks: PagedMethod<Input<types.ListWebhooksData>, types.ListWebhooksResponses[200]>;
  /**
   * Create a webhook.
   *
   * From now on events of the named types are sent to the address (see Webhooks of this document). The signing `secret` is answered this once: store it at once, and check the signature of each call by it, with a library of Standard Webhooks (https://www.standardwebhooks.com).
   *
   * By yourself, without the library ([standardwebhooks.com](https://www.standardwebhooks.com) has one for most languages): the signature is the base64 HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<body>`, by the bytes that the webhook's secret holds in base64 behind `whsec_`. Compare it with what stands behind `v1,` in the header `webhook-signature`.
   *
   * Needs a key with the scope `admin`.
   */
  createWebhook: Method<Input<types.CreateWebhookData>, types.CreateWebhookResponses[201]>;
  /**
   * Get a webhook.
   *
   * One webhook, with what its receiver answered last and since when it fails, if it does.
   *
   * Needs a key with the scope `admin`.
   */
  getWebhook: Method<Input<types.GetWebhookData>, types.GetWebhookResponses[200]>;
  /**
   * Change a webhook.
   *
   * Changes its events, address or description, switches it off or on, or changes its secret (`rotateSecret`). What is not named stays. The secret before the new one signs as well for 24 hours.
   *
   * Needs a key with the scope `admin`.
   */
  updateWebhook: Method<Input<types.UpdateWebhookData>, types.UpdateWebhookResponses[200]>;
  /**
   * Delete a webhook.
   *
   * Nothing is sent to it any more.
   *
   * Needs a key with the scope `admin`.
   */
  removeWebhook: Method<Input<types.RemoveWebhookData>, types.RemoveWebhookResponses[200]>;
  /**
   * Send a test event.
   *
   * Sends a `webhook.test` event, signed like any other, also where the webhook does not listen to it. The delivery says later what its receiver answered.
   *
   * Needs a key with the scope `admin`.
   */
  testWebhook: Method<Input<types.TestWebhookData>, types.TestWebhookResponses[202]>;
  /**
   * List what was sent to a webhook.
   *
   * Each event that was sent, with every try and its answer, the latest first. Kept for 30 days.
   *
   * Needs a key with the scope `admin`.
   */
  listDeliveries: PagedMethod<Input<types.ListDeliveriesData>, types.ListDeliveriesResponses[200]>;
  /**
   * Send an event again.
   *
   * Sends the event of a delivery once more, with the same event id, and tries for another 24 hours if need be.
   *
   * Needs a key with the scope `admin`.
   */
  redeliver: Method<Input<types.RedeliverData>, types.RedeliverResponses[202]>;
  /**
   * List sessions in short.
   *
   * The sessions that the key may see, and whether each is ready. It takes no `user-id`.
   *
   * Needs a key with the scope `read`.
   *
   * Stands at `/api/whatsapp/clients`, too.
   */
  listClients: Method<Input<types.ListClientsData>, types.ListClientsResponses[200]>;
  /**
   * List sessions.
   *
   * The sessions (linked WhatsApp accounts) that the key may see, with state and settings.
   *
   * Needs a key with the scope `read`.
   */
  listSessions: PagedMethod<Input<types.ListSessionsData>, types.ListSessionsResponses[200]>;
  /**
   * Create a session.
   *
   * Makes a session with its settings, without starting it; `GET /qrcode` starts it and answers the code to scan. `GET /qrcode` also makes a session that does not exist, so this is only needed for settings.
   *
   * Needs a key with the scope `write`.
   */
  createSession: Method<Input<types.CreateSessionData>, types.CreateSessionResponses[201]>;
  /**
   * Get what runs and what needs a person.
   *
   * The sessions that the key may see, with what each sent today; what runs there; and what waits for a person. With `If-None-Match` and the ETag of an earlier answer it is 304 while nothing changed.
   *
   * Needs a key with the scope `read`.
   */
  getOverview: Method<Input<types.GetOverviewData>, types.GetOverviewResponses[200]>;
  /**
   * List opt-outs.
   *
   * The numbers that get no broadcast of the tenant, from any session.
   *
   * Needs a key with the scope `read`.
   */
  listOptOuts: PagedMethod<Input<types.ListOptOutsData>, types.ListOptOutsResponses[200]>;
  /**
   * Add an opt-out.
   *
   * The number gets no broadcast from any session of the tenant from now on. People also opt out by a reply such as STOP.
   *
   * Needs a key with the scope `write`.
   */
  addOptOut: Method<Input<types.AddOptOutData>, types.AddOptOutResponses[200] | types.AddOptOutResponses[201]>;
  /**
   * Delete an opt-out.
   *
   * The number may be written to again. Only for a key that is not limited to sessions.
   *
   * Needs a key with the scope `write`.
   */
  removeOptOut: Method<Input<types.RemoveOptOutData>, types.RemoveOptOutResponses[200]>;
  /**
   * Ask whether sending is halted.
   *
   * Whether sending is halted in the deployment or in the tenant, by whom, why and since when. The operator is also told what WhatsApp's page holds up.
   *
   * Needs a key with the scope `read`.
   */
  getSending: Method<Input<types.GetSendingData>, types.GetSendingResponses[200]>;
  /**
   * Halt sending, or lift the halt.
   *
   * The operator's bootstrap key halts the whole deployment or one tenant, a tenant's admin key its own. Once a halt is answered, at most one more message a session goes. Campaigns wait and go on by themselves once the halt is lifted. Lifted for the deployment, campaigns that wait for WhatsApp's page because it failed in other sessions go on, too.
   *
   * Needs a key with the scope `admin`.
   */
  setSending: Method<Input<types.SetSendingData>, types.SetSendingResponses[200]>;
  /**
   * List tenants.
   *
   * For the operator's key: every tenant that a key was made for, with its sessions by state.
   *
   * Needs a key with the scope `admin`.
   */
  listTenants: PagedMethod<Input<types.ListTenantsData>, types.ListTenantsResponses[200]>;
  /**
   * List the workers' slots.
   *
   * For the operator's key: who holds each slot, since when, when it last said so, its sessions, and the versions of WhatsApp's page that these found.
   *
   * Needs a key with the scope `admin`.
   */
  listWorkers: PagedMethod<Input<types.ListWorkersData>, types.ListWorkersResponses[200]>;
}

/** @typeParam Session what names the session in each input: nothing where it is fixed */
export interface SessionMethods<Session> {
  /**
   * Get the QR code to scan.
   *
   * Starts the session if it does not run, makes it if it does not exist, and answers a fresh QR code: scan it in WhatsApp under Linked devices. Waits up to 20 seconds for a code, then answers 202: ask again. A code is good for some 20 seconds. With `?format=` or `Accept: image/png` the code comes as a picture.
   *
   * To scan it from the page of this document, tick `format` and choose `png` before you press **Send**: the answer is then the picture.
   *
   * Needs a key with the scope `write`.
   *
   * Stands at `/api/whatsapp/qrcode`, too.
   */
  getQrCode: QrCodeMethod<Input<types.GetQrCodeData, Session>, types.GetQrCodeResponses[200] | types.GetQrCodeResponses[202]>;
  /**
   * Get the state of a session.
   *
   * Whether messages can be sent now, and by which number. A session that was never started answers `state: stopped`; nothing is created.
   *
   * Needs a key with the scope `read`.
   *
   * Stands at `/api/whatsapp/status`, too.
   */
  getStatus: Method<Input<types.GetStatusData, Session>, types.GetStatusResponses[200]>;
  /**
   * Get a session.
   *
   * State, number and settings of one session, and how people took what it sent in the last seven days.
   *
   * Needs a key with the scope `read`.
   */
  getSession: Method<Input<types.GetSessionData, Session>, types.GetSessionResponses[200]>;
  /**
   * Change the settings of a session.
   *
   * What is named changes, `null` takes a setting away, and what is not named stays. Running campaigns go on by the new pacing, quiet hours and daily cap.
   *
   * Needs a key with the scope `write`.
   */
  changeSession: Method<Input<types.ChangeSessionData, Session>, types.ChangeSessionResponses[200]>;
  /**
   * Delete a session.
   *
   * Unlinks the account and deletes everything of the session: lists, contacts, campaigns, reports, files. It goes on in the background; the id is free again later. `confirm` has to be the session's id once more.
   *
   * Needs a key with the scope `write`.
   */
  deleteSession: Method<Input<types.DeleteSessionData, Session>, types.DeleteSessionResponses[202]>;
  /**
   * Restart a session.
   *
   * Opens the session's connection anew, or starts one that does not run. The link stays; no new scan is needed.
   *
   * Needs a key with the scope `write`.
   */
  restartSession: Method<Input<types.RestartSessionData, Session>, types.RestartSessionResponses[202]>;
  /**
   * Get a code to type on the phone.
   *
   * Links the phone of that number without a scan: type the code in WhatsApp under Linked devices, Link with phone number. Starts the session if it does not run. Waits up to 20 seconds, then answers 202: ask again.
   *
   * Needs a key with the scope `write`.
   */
  requestPairingCode: Method<Input<types.RequestPairingCodeData, Session>, types.RequestPairingCodeResponses[200] | types.RequestPairingCodeResponses[202]>;
  /**
   * Log a session out.
   *
   * Unlinks the account on WhatsApp and deletes its stored profile. Running campaigns are paused; lists, campaigns and reports stay. A session that is logged out already answers 200 again.
   *
   * Needs a key with the scope `write`.
   *
   * Stands at `/api/whatsapp/logout`, too.
   */
  logout: Method<Input<types.LogoutData, Session>, types.LogoutResponses[200]>;
  /**
   * Send a message.
   *
   * Sends one message to one number and waits up to 20 seconds for WhatsApp's server to have it: 200 then, else 202 with the id to ask for later. With an `Idempotency-Key` a repeat never sends twice. Messages to a number arrive in the order of their answers. People who opted out of broadcasts still get it.
   *
   * Needs a key with the scope `write`.
   *
   * Stands at `/api/whatsapp/send-message`, too.
   */
  sendMessage: Method<Input<types.SendMessageData, Session>, types.SendMessageResponses[200] | types.SendMessageResponses[202]>;
  /**
   * Send a test message.
   *
   * Sends the content of a broadcast to one number now, outside campaigns and statistics: to see it on a phone before it goes to a list. Give either `message` or `templateId`, or `media` alone.
   *
   * Needs a key with the scope `write`.
   */
  sendTest: Method<Input<types.SendTestData, Session>, types.SendTestResponses[202]>;
  /**
   * Get a message.
   *
   * State, times and reason of one message that `POST /send-message` or a test sent.
   *
   * Needs a key with the scope `read`.
   */
  getMessage: Method<Input<types.GetMessageData, Session>, types.GetMessageResponses[200]>;
  /**
   * List contact lists.
   *
   * The session's contact lists, each with how many contacts it has.
   *
   * Needs a key with the scope `read`.
   */
  listLists: PagedMethod<Input<types.ListListsData, Session>, types.ListListsResponses[200]>;
  /**
   * Create a contact list.
   *
   * An empty list; add contacts one by one, up to 1,000 at once, or by a CSV file. Its name is unique within the session, in capitals or not.
   *
   * Needs a key with the scope `write`.
   */
  createList: Method<Input<types.CreateListData, Session>, types.CreateListResponses[201]>;
  /**
   * Get a contact list.
   *
   * One list, with how many contacts it has.
   *
   * Needs a key with the scope `read`.
   */
  getList: Method<Input<types.GetListData, Session>, types.GetListResponses[200]>;
  /**
   * Change a contact list.
   *
   * Changes name or description; what is not named stays.
   *
   * Needs a key with the scope `write`.
   */
  updateList: Method<Input<types.UpdateListData, Session>, types.UpdateListResponses[200]>;
  /**
   * Delete a contact list.
   *
   * Deletes the list with its contacts. Refused while a scheduled, running or paused campaign uses it. Reports of campaigns that are over stay.
   *
   * Needs a key with the scope `write`.
   */
  deleteList: Method<Input<types.DeleteListData, Session>, types.DeleteListResponses[200]>;
  /**
   * List contacts.
   *
   * The contacts of a list in the order of their numbers; `search` finds a part of name, number or field.
   *
   * Needs a key with the scope `read`.
   */
  listContacts: PagedMethod<Input<types.ListContactsData, Session>, types.ListContactsResponses[200]>;
  /**
   * Add contacts.
   *
   * Adds one contact, or up to 1,000 in `contacts`; one that is there is changed. A bad entry of a batch stands in `invalid` and does not hold up the good ones; a bad single contact is refused with 422.
   *
   * Needs a key with the scope `write`.
   */
  addContacts: Method<Input<types.AddContactsData, Session>, types.AddContactsResponses[200]>;
  /**
   * Delete contacts.
   *
   * Deletes up to 1,000 named contacts (in the body, or `?numbers=a,b`), or with `{"all": true}` every contact of the list. 202 means that some are left: repeat the same call.
   *
   * Needs a key with the scope `write`.
   */
  deleteContacts: Method<Input<types.DeleteContactsData, Session>, types.DeleteContactsResponses[200] | types.DeleteContactsResponses[202]>;
  /**
   * Get a contact.
   *
   * One contact, with the latest campaigns that wrote to it and what became of each.
   *
   * Needs a key with the scope `read`.
   */
  getContact: Method<Input<types.GetContactData, Session>, types.GetContactResponses[200]>;
  /**
   * Change a contact.
   *
   * Changes name or fields; `fields` replaces all of them. The number can't be changed: delete the contact and add another.
   *
   * Needs a key with the scope `write`.
   */
  updateContact: Method<Input<types.UpdateContactData, Session>, types.UpdateContactResponses[200]>;
  /**
   * Delete a contact.
   *
   * Takes one contact out of the list. A running campaign skips the number from now on, unless another of its lists has it.
   *
   * Needs a key with the scope `write`.
   */
  deleteContact: Method<Input<types.DeleteContactData, Session>, types.DeleteContactResponses[200]>;
  /**
   * Export a contact list.
   *
   * A CSV file that gives the same list when it is imported again. Cells that a spreadsheet would run as a formula are made harmless.
   *
   * Needs a key with the scope `read`.
   */
  exportContacts: Method<Input<types.ExportContactsData, Session>, string>;
  /**
   * Import contacts from a CSV file.
   *
   * Reads a CSV file into the list as a job, however large it is: as a `text/csv` body, as the field `file` of a form, or as the `uploadKey` of an upload with `purpose: contacts`. Options stand in the query, in the form, or in the JSON. Encoding, delimiter and columns are found out where they are not given. Ask for the job until it is completed.
   *
   * Needs a key with the scope `write`.
   */
  importContacts: Method<Input<types.ImportContactsData, Session>, types.ImportContactsResponses[202]>;
  /**
   * List imports.
   *
   * The imports into a list, the newest first.
   *
   * Needs a key with the scope `read`.
   */
  listImports: PagedMethod<Input<types.ListImportsData, Session>, types.ListImportsResponses[200]>;
  /**
   * Get an import.
   *
   * How far the job is, what became of its rows, and how the file was read (encoding, delimiter, columns, first rows).
   *
   * Needs a key with the scope `read`.
   */
  getImport: Method<Input<types.GetImportData, Session>, types.GetImportResponses[200]>;
  /**
   * Get the rejected rows of an import.
   *
   * A CSV file with every row that became no contact: its line, its number, and why.
   *
   * Needs a key with the scope `read`.
   */
  getImportErrors: Method<Input<types.GetImportErrorsData, Session>, string>;
  /**
   * Send a broadcast now.
   *
   * Writes to every contact of the lists, each once, by the pacing of the session or of the request. Answers at once, however large the lists are; `getCampaign` or webhooks say what becomes of it. Give either `listIds` or `listId`, and either `message` or `templateId`, or `media` alone. With `remainderOf` it writes to those whom a stopped campaign did not reach. `dryRun: true` only tells what would happen.
   *
   * Needs a key with the scope `write`.
   */
  sendCampaign: SendMethod<Input<types.SendCampaignData, Session>, types.SendCampaignResponses[202], types.SendCampaignResponses[200]>;
  /**
   * Schedule a broadcast.
   *
   * Sends it at `sendAt`: a local time in `timezone`, or a moment with Z or an offset. At its start it waits for unfinished imports into its lists (waitingFor: import), until maxLateMinutes. A time in the past, or one that a clock change skips, is refused with 422.
   *
   * Everything else is as in [Send a broadcast now](#tag/campaigns/POST/api/whatsapp/{sessionId}/broadcast/send). The answer is 202; 200 answers a request with `dryRun: true`, which schedules nothing.
   *
   * Needs a key with the scope `write`.
   */
  scheduleCampaign: SendMethod<Input<types.ScheduleCampaignData, Session>, types.ScheduleCampaignResponses[202], types.ScheduleCampaignResponses[200]>;
  /**
   * List campaigns.
   *
   * The session's campaigns, the newest first, with live counts.
   *
   * Needs a key with the scope `read`.
   */
  listCampaigns: PagedMethod<Input<types.ListCampaignsData, Session>, types.ListCampaignsResponses[200]>;
  /**
   * Get a campaign.
   *
   * State, counts, rates, progress and estimated end of one campaign, and what it sends: message, variables, template, media, pacing and quiet hours. With `If-None-Match` and the ETag of an earlier answer it is 304 while nothing changed.
   *
   * Needs a key with the scope `read`.
   */
  getCampaign: Method<Input<types.GetCampaignData, Session>, types.GetCampaignResponses[200]>;
  /**
   * Change a scheduled campaign.
   *
   * Changes time, content or lists of a campaign that has not started; what is not named stays.
   *
   * Needs a key with the scope `write`.
   */
  changeCampaign: Method<Input<types.ChangeCampaignData, Session>, types.ChangeCampaignResponses[200]>;
  /**
   * Delete a campaign.
   *
   * Deletes it with its report; a scheduled one is cancelled. A running or paused one has to be stopped first.
   *
   * Needs a key with the scope `write`.
   */
  deleteCampaign: Method<Input<types.DeleteCampaignData, Session>, types.DeleteCampaignResponses[200]>;
  /**
   * List the recipients of a campaign.
   *
   * Each recipient with every state it went through, in the order of numbers. With `status=notReached`: the contacts that a stopped campaign did not reach, list by list.
   *
   * Needs a key with the scope `read`.
   */
  listRecipients: PagedMethod<Input<types.ListRecipientsData, Session>, types.ListRecipientsResponses[200]>;
  /**
   * Pause a campaign.
   *
   * Once this is answered, at most one more message goes. Resume it to go on behind the last recipient.
   *
   * Needs a key with the scope `write`.
   */
  pauseCampaign: Method<Input<types.PauseCampaignData, Session>, types.PauseCampaignResponses[200]>;
  /**
   * Resume a campaign.
   *
   * Goes on behind the last recipient: no one gets the message twice. One that never ran starts, unless an import into its lists is unfinished (409 IMPORT_RUNNING).
   *
   * Needs a key with the scope `write`.
   */
  resumeCampaign: Method<Input<types.ResumeCampaignData, Session>, types.ResumeCampaignResponses[200]>;
  /**
   * Stop a campaign for good.
   *
   * What was not sent is never sent by it; those contacts count as `notReached`, and `remainderOf` of a new campaign writes to them. A scheduled campaign is cancelled.
   *
   * Needs a key with the scope `write`.
   */
  stopCampaign: Method<Input<types.StopCampaignData, Session>, types.StopCampaignResponses[200]>;
  /**
   * Try recipients of a campaign again.
   *
   * Tries those that failed, or that are in doubt, once more, each at most once a call. Who is in doubt may have got the message already. Of a completed or paused campaign only.
   *
   * Needs a key with the scope `write`.
   */
  retryCampaign: Method<Input<types.RetryCampaignData, Session>, types.RetryCampaignResponses[202]>;
  /**
   * Export the report of a campaign.
   *
   * A CSV file with a line a recipient: number, name, state, the time of each state, attempts, reason, message id, sender; then the contacts that a stopped campaign did not reach.
   *
   * Needs a key with the scope `read`.
   */
  exportCampaign: Method<Input<types.ExportCampaignData, Session>, string>;
  /**
   * Upload a file.
   *
   * JSON answers where to POST the file, as a form with `fields` and then `file`, for exactly that type and size. A multipart/form-data request with a field `file` (up to 4 MB) stores it straight away. `filename` in the answer is assigned, unique, and what campaigns name. The bytes are checked: a file that is not what it says becomes `rejected`.
   *
   * Needs a key with the scope `write`.
   */
  createUpload: Method<Input<types.CreateUploadData, Session>, types.CreateUploadResponses[201]>;
  /**
   * List files.
   *
   * The session's files, the newest first.
   *
   * Needs a key with the scope `read`.
   */
  listUploads: PagedMethod<Input<types.ListUploadsData, Session>, types.ListUploadsResponses[200]>;
  /**
   * Get a file.
   *
   * One file and its state: `ready` can be sent; `rejected` says why not.
   *
   * Needs a key with the scope `read`.
   */
  getUpload: Method<Input<types.GetUploadData, Session>, types.GetUploadResponses[200]>;
  /**
   * Delete a file.
   *
   * Refused while a template, or a campaign that is not over, uses it.
   *
   * Needs a key with the scope `write`.
   */
  deleteUpload: Method<Input<types.DeleteUploadData, Session>, types.DeleteUploadResponses[200]>;
  /**
   * List templates.
   *
   * The session's templates, the newest first.
   *
   * Needs a key with the scope `read`.
   */
  listTemplates: PagedMethod<Input<types.ListTemplatesData, Session>, types.ListTemplatesResponses[200]>;
  /**
   * Create a template.
   *
   * Keeps a message to send it again. Its variables are read from the body and listed. A body that can't be read is refused with line and column.
   *
   * Needs a key with the scope `write`.
   */
  createTemplate: Method<Input<types.CreateTemplateData, Session>, types.CreateTemplateResponses[201]>;
  /**
   * Get a template.
   *
   * One template with its variables.
   *
   * Needs a key with the scope `read`.
   */
  getTemplate: Method<Input<types.GetTemplateData, Session>, types.GetTemplateResponses[200]>;
  /**
   * Change a template.
   *
   * What is not named stays; `media: null` takes the file out. Campaigns go on with the version that they were launched with.
   *
   * Needs a key with the scope `write`.
   */
  updateTemplate: Method<Input<types.UpdateTemplateData, Session>, types.UpdateTemplateResponses[200]>;
  /**
   * Delete a template.
   *
   * Campaigns that were launched with it go on.
   *
   * Needs a key with the scope `write`.
   */
  deleteTemplate: Method<Input<types.DeleteTemplateData, Session>, types.DeleteTemplateResponses[200]>;
  /**
   * Preview a message.
   *
   * What a text looks like for each of up to 50 contacts, or for the first ones of a list, and which variables each lacks. Nothing is sent. Of an empty list there is nothing to show.
   *
   * Needs a key with the scope `read`.
   */
  previewMessage: Method<Input<types.PreviewMessageData, Session>, types.PreviewMessageResponses[200]>;
  /**
   * Preview a template.
   *
   * What a template looks like for each of up to 50 contacts, or for the first ones of a list, and which variables each lacks. Nothing is sent. Of an empty list there is nothing to show.
   *
   * Needs a key with the scope `read`.
   */
  previewTemplate: Method<Input<types.PreviewTemplateData, Session>, types.PreviewTemplateResponses[200]>;
  /**
   * Get the figures of a session.
   *
   * Totals and rates of the session's broadcasts, for all time or by days of the session's timezone. Takes as long for a million messages as for ten.
   *
   * Needs a key with the scope `read`.
   */
  getStats: Method<Input<types.GetStatsData, Session>, types.GetStatsResponses[200]>;
}

export const operations: Readonly<Record<string, Operation>> = {
  health: { method: "GET", path: "/health", isRepeatable: true },
  openApiDocument: { method: "GET", path: "/openapi.json", isRepeatable: true },
  listApiKeys: { method: "GET", path: "/api/whatsapp/api-keys", isPaged: true, isRepeatable: true },
  createApiKey: { method: "POST", path: "/api/whatsapp/api-keys", hasBody: true, isKeyed: true },
  getOwnApiKey: { method: "GET", path: "/api/whatsapp/api-keys/self", isRepeatable: true },
  revokeApiKey: { method: "DELETE", path: "/api/whatsapp/api-keys/{keyId}" },
  listAudit: { method: "GET", path: "/api/whatsapp/audit", isPaged: true, isRepeatable: true },
  listWebhooks: { method: "GET", path: "/api/whatsapp/webhooks", isPaged: true, isRepeatable: true },
  createWebhook: { method: "POST", path: "/api/whatsapp/webhooks", hasBody: true, isKeyed: true },
  getWebhook: { method: "GET", path: "/api/whatsapp/webhooks/{webhookId}", isRepeatable: true },
  updateWebhook: { method: "PUT", path: "/api/whatsapp/webhooks/{webhookId}", hasBody: true },
  removeWebhook: { method: "DELETE", path: "/api/whatsapp/webhooks/{webhookId}" },
  testWebhook: { method: "POST", path: "/api/whatsapp/webhooks/{webhookId}/test", isKeyed: true },
  listDeliveries: { method: "GET", path: "/api/whatsapp/webhooks/{webhookId}/deliveries", isPaged: true, isRepeatable: true },
  redeliver: { method: "POST", path: "/api/whatsapp/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver", isKeyed: true },
  getQrCode: { method: "GET", path: "/qrcode", byHeader: true, isRepeatable: true },
  getStatus: { method: "GET", path: "/status", byHeader: true, isRepeatable: true },
  listClients: { method: "GET", path: "/clients", isRepeatable: true },
  listSessions: { method: "GET", path: "/api/whatsapp/sessions", isPaged: true, isRepeatable: true },
  createSession: { method: "POST", path: "/api/whatsapp/sessions", hasBody: true, isKeyed: true },
  getSession: { method: "GET", path: "/api/whatsapp/sessions/{sessionId}", isRepeatable: true },
  changeSession: { method: "PATCH", path: "/api/whatsapp/sessions/{sessionId}", hasBody: true },
  deleteSession: { method: "DELETE", path: "/api/whatsapp/sessions/{sessionId}" },
  restartSession: { method: "POST", path: "/api/whatsapp/sessions/{sessionId}/restart" },
  requestPairingCode: { method: "POST", path: "/api/whatsapp/sessions/{sessionId}/pairing-code", hasBody: true },
  logout: { method: "POST", path: "/logout", byHeader: true, isRepeatable: true },
  sendMessage: { method: "POST", path: "/send-message", byHeader: true, hasBody: true, isKeyed: true },
  sendTest: { method: "POST", path: "/api/whatsapp/{sessionId}/broadcast/test", hasBody: true, isKeyed: true },
  getMessage: { method: "GET", path: "/api/whatsapp/{sessionId}/messages/{id}", isRepeatable: true },
  listLists: { method: "GET", path: "/api/whatsapp/{sessionId}/broadcast/lists", isPaged: true, isRepeatable: true },
  createList: { method: "POST", path: "/api/whatsapp/{sessionId}/broadcast/lists", hasBody: true, isKeyed: true },
  getList: { method: "GET", path: "/api/whatsapp/{sessionId}/broadcast/lists/{listId}", isRepeatable: true },
  updateList: { method: "PUT", path: "/api/whatsapp/{sessionId}/broadcast/lists/{listId}", hasBody: true },
  deleteList: { method: "DELETE", path: "/api/whatsapp/{sessionId}/broadcast/lists/{listId}" },
  listContacts: { method: "GET", path: "/api/whatsapp/{sessionId}/broadcast/lists/{listId}/contacts", isPaged: true, isRepeatable: true },
  addContacts: { method: "POST", path: "/api/whatsapp/{sessionId}/broadcast/lists/{listId}/contacts", hasBody: true, isKeyed: true },
  deleteContacts: { method: "DELETE", path: "/api/whatsapp/{sessionId}/broadcast/lists/{listId}/contacts", hasBody: true },
  getContact: { method: "GET", path: "/api/whatsapp/{sessionId}/broadcast/lists/{listId}/contacts/{number}", isRepeatable: true },
  updateContact: { method: "PUT", path: "/api/whatsapp/{sessionId}/broadcast/lists/{listId}/contacts/{number}", hasBody: true },
  deleteContact: { method: "DELETE", path: "/api/whatsapp/{sessionId}/broadcast/lists/{listId}/contacts/{number}" },
  exportContacts: { method: "GET", path: "/api/whatsapp/{sessionId}/broadcast/export/contacts/{listId}", isFile: true, isRepeatable: true },
  importContacts: { method: "POST", path: "/api/whatsapp/{sessionId}/broadcast/lists/{listId}/contacts/bulk", hasBody: true, isKeyed: true },
  listImports: { method: "GET", path: "/api/whatsapp/{sessionId}/broadcast/lists/{listId}/imports", isPaged: true, isRepeatable: true },
  getImport: { method: "GET", path: "/api/whatsapp/{sessionId}/broadcast/lists/{listId}/imports/{importId}", isRepeatable: true },
  getImportErrors: { method: "GET", path: "/api/whatsapp/{sessionId}/broadcast/lists/{listId}/imports/{importId}/errors.csv", isFile: true, isRepeatable: true },
  sendCampaign: { method: "POST", path: "/api/whatsapp/{sessionId}/broadcast/send", hasBody: true, isKeyed: true },
  scheduleCampaign: { method: "POST", path: "/api/whatsapp/{sessionId}/broadcast/schedule", hasBody: true, isKeyed: true },
  listCampaigns: { method: "GET", path: "/api/whatsapp/{sessionId}/broadcast/campaigns", isPaged: true, isRepeatable: true },
  getCampaign: { method: "GET", path: "/api/whatsapp/{sessionId}/broadcast/campaigns/{campaignId}", isRepeatable: true },
  changeCampaign: { method: "PUT", path: "/api/whatsapp/{sessionId}/broadcast/campaigns/{campaignId}", hasBody: true },
  deleteCampaign: { method: "DELETE", path: "/api/whatsapp/{sessionId}/broadcast/campaigns/{campaignId}" },
  listRecipients: { method: "GET", path: "/api/whatsapp/{sessionId}/broadcast/campaigns/{campaignId}/recipients", isPaged: true, isRepeatable: true },
  pauseCampaign: { method: "POST", path: "/api/whatsapp/{sessionId}/broadcast/campaigns/{campaignId}/pause" },
  resumeCampaign: { method: "POST", path: "/api/whatsapp/{sessionId}/broadcast/campaigns/{campaignId}/resume", hasBody: true },
  stopCampaign: { method: "POST", path: "/api/whatsapp/{sessionId}/broadcast/campaigns/{campaignId}/stop" },
  retryCampaign: { method: "POST", path: "/api/whatsapp/{sessionId}/broadcast/campaigns/{campaignId}/retry", hasBody: true, isKeyed: true },
  exportCampaign: { method: "GET", path: "/api/whatsapp/{sessionId}/broadcast/export/campaign/{campaignId}", isFile: true, isRepeatable: true },
  createUpload: { method: "POST", path: "/api/whatsapp/{sessionId}/broadcast/upload", hasBody: true, isKeyed: true },
  listUploads: { method: "GET", path: "/api/whatsapp/{sessionId}/broadcast/upload", isPaged: true, isRepeatable: true },
  getUpload: { method: "GET", path: "/api/whatsapp/{sessionId}/broadcast/upload/{filename}", isRepeatable: true },
  deleteUpload: { method: "DELETE", path: "/api/whatsapp/{sessionId}/broadcast/upload/{filename}" },
  listTemplates: { method: "GET", path: "/api/whatsapp/{sessionId}/broadcast/templates", isPaged: true, isRepeatable: true },
  createTemplate: { method: "POST", path: "/api/whatsapp/{sessionId}/broadcast/templates", hasBody: true, isKeyed: true },
  getTemplate: { method: "GET", path: "/api/whatsapp/{sessionId}/broadcast/templates/{templateId}", isRepeatable: true },
  updateTemplate: { method: "PUT", path: "/api/whatsapp/{sessionId}/broadcast/templates/{templateId}", hasBody: true },
  deleteTemplate: { method: "DELETE", path: "/api/whatsapp/{sessionId}/broadcast/templates/{templateId}" },
  previewMessage: { method: "POST", path: "/api/whatsapp/{sessionId}/broadcast/preview", hasBody: true, isRepeatable: true },
  previewTemplate: { method: "POST", path: "/api/whatsapp/{sessionId}/broadcast/templates/{templateId}/preview", hasBody: true, isRepeatable: true },
  getStats: { method: "GET", path: "/api/whatsapp/{sessionId}/broadcast/stats", isRepeatable: true },
  getOverview: { method: "GET", path: "/api/whatsapp/overview", isRepeatable: true },
  listOptOuts: { method: "GET", path: "/api/whatsapp/opt-outs", isPaged: true, isRepeatable: true },
  addOptOut: { method: "POST", path: "/api/whatsapp/opt-outs", hasBody: true, isKeyed: true },
  removeOptOut: { method: "DELETE", path: "/api/whatsapp/opt-outs/{number}" },
  getSending: { method: "GET", path: "/api/whatsapp/operations/sending", isRepeatable: true },
  setSending: { method: "PUT", path: "/api/whatsapp/operations/sending", hasBody: true },
  listTenants: { method: "GET", path: "/api/whatsapp/operations/tenants", isPaged: true, isRepeatable: true },
  listWorkers: { method: "GET", path: "/api/whatsapp/operations/workers", isPaged: true, isRepeatable: true },
};

// Made by `npm run client` from the OpenAPI document. Changes here are overwritten.

export type ClientOptions = {
    baseUrl: `${string}://${string}` | (string & {});
};

export type Webhooks = OnSessionStoppedWebhookRequest | OnSessionStartingWebhookRequest | OnSessionAwaitingQrWebhookRequest | OnSessionReadyWebhookRequest | OnSessionDisconnectedWebhookRequest | OnSessionLoggedOutWebhookRequest | OnSessionFailedWebhookRequest | OnSessionPageChangedWebhookRequest | OnSessionLimitsChangedWebhookRequest | OnMessageSentWebhookRequest | OnMessageDeliveredWebhookRequest | OnMessageReadWebhookRequest | OnMessageFailedWebhookRequest | OnMessageInDoubtWebhookRequest | OnMessageReceivedWebhookRequest | OnCampaignScheduledWebhookRequest | OnCampaignStartedWebhookRequest | OnCampaignFailingWebhookRequest | OnCampaignPausedWebhookRequest | OnCampaignResumedWebhookRequest | OnCampaignStoppedWebhookRequest | OnCampaignCompletedWebhookRequest | OnRecipientSentWebhookRequest | OnRecipientDeliveredWebhookRequest | OnRecipientReadWebhookRequest | OnRecipientRepliedWebhookRequest | OnRecipientFailedWebhookRequest | OnRecipientSkippedWebhookRequest | OnRecipientInDoubtWebhookRequest | OnImportCompletedWebhookRequest | OnImportFailedWebhookRequest | OnOptOutAddedWebhookRequest | OnOptOutRemovedWebhookRequest | OnWebhookTestWebhookRequest;

export type ApiKey = {
    /**
     * id of an API key; not the secret
     */
    keyId: string;
    /**
     * the tenant (customer of the deployment) that the key belongs to
     */
    tenantId: string;
    /**
     * what people call the key
     */
    name: string;
    /**
     * read: look; write: change and send, too; admin: keys, webhooks and the audit as well. Each includes those before it
     */
    scopes: Array<'read' | 'write' | 'admin'>;
    /**
     * the only sessions that it may see; absent: all of the tenant
     */
    sessions?: Array<string>;
    /**
     * when it was made: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * when it ends to be good: ISO 8601, UTC
     */
    expiresAt?: string;
    /**
     * when it was used last, to a minute or so: ISO 8601, UTC
     */
    lastUsedAt?: string;
    /**
     * when it was revoked: ISO 8601, UTC
     */
    revokedAt?: string;
};

export type AuditEntry = {
    /**
     * id of the entry
     */
    auditId: string;
    /**
     * when that was: ISO 8601, UTC
     */
    at: string;
    /**
     * id of an API key; not the secret
     */
    keyId: string;
    /**
     * operationId of the change
     */
    operation: string;
    /**
     * ids of what was changed
     */
    target: {
        [key: string]: string;
    };
    /**
     * HTTP status that was answered
     */
    status: number;
    /**
     * names the request in our logs; say it when you ask about one
     */
    requestId: string;
};

export type Campaign = {
    /**
     * id of a campaign
     */
    campaignId: string;
    /**
     * name of the campaign
     */
    name: string;
    /**
     * scheduled: waits for its time; running: sends, or waits (`waitingFor`); paused: until a person resumes it; completed: no recipient is left; stopped: by a person, for good
     */
    status: 'scheduled' | 'running' | 'paused' | 'completed' | 'stopped';
    /**
     * user: a person did it; first_deleted: the stopped campaign that it goes on from is gone, so that it can't be known whom that one reached: stop it; number_changed: resume with acceptNumber; audience_empty: its lists were empty at its start; page_changed: WhatsApp's page fails at its messages, and `page` says how: resume it when the page works again; too_late: its time was over; session_logged_out: link the session again, then resume; others: recipients failed one after the other
     */
    pausedBecause?: 'user' | 'session_logged_out' | 'failure_streak' | 'restricted_by_whatsapp' | 'too_late' | 'number_changed' | 'first_deleted' | 'audience_empty' | 'page_changed';
    /**
     * why a running campaign sends nothing now; session: it is not connected; pacing: the pause between two messages; quiet_hours; daily_cap: its messages of today are sent; import: one into its lists is unfinished; operator: sending is halted; page: WhatsApp's page failed at its messages, or at those of several other sessions; whatsapp_limit: WhatsApp lets the account begin no chat now; new_chats: the chats that may begin today have begun
     */
    waitingFor?: 'session' | 'pacing' | 'quiet_hours' | 'daily_cap' | 'import' | 'operator' | 'page' | 'whatsapp_limit' | 'new_chats';
    /**
     * of a running one: its recipients fail one after the other, and it is about to pause itself
     */
    failing?: {
        /**
         * refused: WhatsApp refused so many messages since it took one; not_on_whatsapp: so many of the last 100 numbers have no WhatsApp
         */
        because: 'refused' | 'not_on_whatsapp';
        /**
         * how many by now
         */
        count: number;
        /**
         * with how many it pauses itself; of numbers not before 100 were tried
         */
        pausesAt: number;
    };
    /**
     * where it waits for WhatsApp's page or was paused by it: the page's error and its version
     */
    page?: {
        /**
         * what the page said
         */
        error: string;
        /**
         * WhatsApp's own name for the build of its page
         */
        version?: string;
    };
    /**
     * the lists whose contacts get the message; a number in several of them gets it once
     */
    listIds: Array<string>;
    /**
     * lists whose contacts get no message, whichever other list they are in
     */
    excludeListIds: Array<string>;
    /**
     * upper bound of those that it was launched for; once it is over, the sum of its counts
     */
    total: number;
    /**
     * recipients by the state that each is in now
     */
    counts: {
        /**
         * recipients whose message is handed over now
         */
        sending: number;
        /**
         * recipients whose message is on WhatsApp's server, and no further now
         */
        sent: number;
        /**
         * recipients whose message is on their phone, and not read now
         */
        delivered: number;
        /**
         * recipients whose message is read now
         */
        read: number;
        /**
         * recipients whose message is answered now
         */
        replied: number;
        /**
         * recipients whose message was not sent
         */
        failed: number;
        /**
         * recipients who were left out on purpose; `skippedByReason` says why
         */
        skipped: number;
        /**
         * recipients of whom it is not known whether they got the message
         */
        in_doubt: number;
        /**
         * recipients of a stopped campaign to whom nothing was tried
         */
        notReached: number;
    };
    /**
     * messages by what ever became of them
     */
    totals: {
        /**
         * messages that were sent, also where they are further now
         */
        sent: number;
        /**
         * messages that were delivered, also where they are further now
         */
        delivered: number;
        /**
         * messages that were read, also where they are further now
         */
        read: number;
        /**
         * messages that were answered, also where they are further now
         */
        replied: number;
    };
    /**
     * shares of what was sent, from 0 to 1
     */
    rates: {
        /**
         * sent / attempted, from 0 to 1; 0 where nothing is counted yet
         */
        success: number;
        /**
         * delivered / sent, from 0 to 1; 0 where nothing is counted yet
         */
        delivery: number;
        /**
         * read / delivered, from 0 to 1; 0 where nothing is counted yet
         */
        read: number;
        /**
         * replied / sent, from 0 to 1; 0 where nothing is counted yet
         */
        reply: number;
        /**
         * failed / attempted, from 0 to 1; 0 where nothing is counted yet
         */
        failure: number;
    };
    /**
     * why recipients were skipped, such as left_list: left its lists after the launch
     */
    skippedByReason: {
        [key: string]: number;
    };
    /**
     * messages that failed, by reason
     */
    failuresByReason: {
        [key: string]: number;
    };
    /**
     * how much is done, from 0 to 1
     */
    progress: number;
    /**
     * the session's own number that it goes from
     */
    sender?: string;
    /**
     * the stopped campaign that it goes on from: it writes to those whom that one did not reach
     */
    remainderOf?: string;
    /**
     * when quiet hours, the day of a daily cap or of new chats, or what WhatsApp told of a limit are over
     */
    waitingUntil?: string;
    /**
     * the figures of each day on which it sent
     */
    byDay?: Array<{
        /**
         * a day of the session's timezone
         */
        day: string;
        /**
         * recipients by the state that each is in now
         */
        counts: {
            /**
             * recipients whose message is handed over now
             */
            sending: number;
            /**
             * recipients whose message is on WhatsApp's server, and no further now
             */
            sent: number;
            /**
             * recipients whose message is on their phone, and not read now
             */
            delivered: number;
            /**
             * recipients whose message is read now
             */
            read: number;
            /**
             * recipients whose message is answered now
             */
            replied: number;
            /**
             * recipients whose message was not sent
             */
            failed: number;
            /**
             * recipients who were left out on purpose; `skippedByReason` says why
             */
            skipped: number;
            /**
             * recipients of whom it is not known whether they got the message
             */
            in_doubt: number;
        };
        /**
         * messages by what ever became of them
         */
        totals: {
            /**
             * recipients to whom it was tried
             */
            attempted: number;
            /**
             * messages that were sent, also where they are further now
             */
            sent: number;
            /**
             * messages that were delivered, also where they are further now
             */
            delivered: number;
            /**
             * messages that were read, also where they are further now
             */
            read: number;
            /**
             * messages that were answered, also where they are further now
             */
            replied: number;
            /**
             * messages that were not sent
             */
            failed: number;
            /**
             * recipients who were left out on purpose
             */
            skipped: number;
            /**
             * messages of which it is not known whether they were sent
             */
            in_doubt: number;
        };
        /**
         * shares of what was sent, from 0 to 1
         */
        rates: {
            /**
             * sent / attempted, from 0 to 1; 0 where nothing is counted yet
             */
            success: number;
            /**
             * delivered / sent, from 0 to 1; 0 where nothing is counted yet
             */
            delivery: number;
            /**
             * read / delivered, from 0 to 1; 0 where nothing is counted yet
             */
            read: number;
            /**
             * replied / sent, from 0 to 1; 0 where nothing is counted yet
             */
            reply: number;
            /**
             * failed / attempted, from 0 to 1; 0 where nothing is counted yet
             */
            failure: number;
        };
    }>;
    /**
     * the text, or the caption of the file, as it was written; empty where a file goes alone
     */
    message?: string;
    /**
     * values for variables of the text that no contact has, by name; a contact's own field stands before them
     */
    variables?: {
        [key: string]: string;
    };
    /**
     * where the text came from; a later version of the template changes nothing here
     */
    template?: {
        /**
         * id of a template
         */
        templateId: string;
        /**
         * counts the changes of the template, from 1
         */
        version: number;
    };
    /**
     * the file that goes with the text
     */
    media?: {
        /**
         * the file's name here, as the upload answered it
         */
        filename: string;
        /**
         * what WhatsApp shows it as
         */
        kind: 'image' | 'video' | 'audio' | 'document';
        /**
         * media type of the file
         */
        contentType: string;
        /**
         * the file's name on the computer that it came from
         */
        originalName: string;
        /**
         * size of the file in bytes
         */
        size: number;
    };
    /**
     * how fast it sends: its own pacing where it has some, else the session's, else the defaults
     */
    pacing?: {
        /**
         * shortest pause between two messages, in milliseconds
         */
        minGapMs: number;
        /**
         * longest pause between two messages, in milliseconds; each pause is drawn between the two
         */
        maxGapMs: number;
        /**
         * messages a minute at most
         */
        perMinute?: number;
        /**
         * messages an hour at most
         */
        perHour?: number;
        /**
         * messages within 24 hours at most
         */
        perDay?: number;
        /**
         * chats that it may begin today; absent: no bound
         */
        newChatsPerDay?: number;
    };
    /**
     * span of the day in which nothing is sent; may go over midnight
     */
    quietHours?: QuietHours;
    /**
     * when it was made: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * when it began: ISO 8601, UTC
     */
    startedAt?: string;
    /**
     * when it was over: ISO 8601, UTC
     */
    finishedAt?: string;
    /**
     * when it is likely over, by its pacing, new chats a day, quiet hours and daily cap: ISO 8601, UTC
     */
    estimatedFinishAt?: string;
    /**
     * when it is to start: ISO 8601, UTC
     */
    sendAt?: string;
    /**
     * IANA timezone
     */
    timezone?: string;
    /**
     * a campaign that could start only so many minutes late is paused instead
     */
    maxLateMinutes?: number;
    /**
     * outcomes that a retry under way tries again
     */
    retrying?: Array<'failed' | 'in_doubt'>;
};

export type Contact = {
    /**
     * phone number, international, digits only
     */
    number: string;
    /**
     * the person's name
     */
    name?: string;
    /**
     * the contact's own fields: texts by name, which stand in messages as {{ name of the field }}
     */
    fields: {
        [key: string]: string;
    };
    /**
     * active; opted_out: gets no broadcasts; not_on_whatsapp: has no WhatsApp account
     */
    status: 'active' | 'opted_out' | 'not_on_whatsapp';
    /**
     * when the contact came into the list: ISO 8601, UTC
     */
    addedAt: string;
    /**
     * when it was changed last: ISO 8601, UTC
     */
    updatedAt: string;
};

export type ContactWithHistory = {
    /**
     * phone number, international, digits only
     */
    number: string;
    /**
     * the person's name
     */
    name?: string;
    /**
     * the contact's own fields: texts by name, which stand in messages as {{ name of the field }}
     */
    fields: {
        [key: string]: string;
    };
    /**
     * active; opted_out: gets no broadcasts; not_on_whatsapp: has no WhatsApp account
     */
    status: 'active' | 'opted_out' | 'not_on_whatsapp';
    /**
     * when the contact came into the list: ISO 8601, UTC
     */
    addedAt: string;
    /**
     * when it was changed last: ISO 8601, UTC
     */
    updatedAt: string;
    /**
     * the latest campaigns of this session that wrote to the number, or to another one of its WhatsApp account, or would have (`skipped`, `failed`), the latest first, 50 at most: of a person to whom more than ten campaigns wrote, those among the session's latest 200
     */
    history: Array<{
        /**
         * id of a campaign
         */
        campaignId: string;
        /**
         * name of the campaign
         */
        campaignName?: string;
        /**
         * state of the recipient
         */
        status: 'sending' | 'sent' | 'delivered' | 'read' | 'replied' | 'failed' | 'skipped' | 'in_doubt';
        /**
         * why nothing was delivered, or why it is not known
         */
        reason?: 'not_on_whatsapp' | 'opted_out' | 'invalid_number' | 'missing_variable' | 'message_too_long' | 'template_failed' | 'rejected_by_whatsapp' | 'media_unavailable' | 'campaign_stopped' | 'no_answer' | 'left_list' | 'same_account' | 'page_refused';
        /**
         * of missing_variable: the variables that the contact lacks, as the text writes them; at most 5
         */
        missing?: Array<string>;
        /**
         * of same_account: the number under which the same WhatsApp account was written to
         */
        sameAccountAs?: string;
        /**
         * when its message was taken in hand: ISO 8601, UTC
         */
        claimedAt: string;
        /**
         * when WhatsApp's server had it: ISO 8601, UTC
         */
        sentAt?: string;
        /**
         * when it arrived: ISO 8601, UTC
         */
        deliveredAt?: string;
        /**
         * when the person read it: ISO 8601, UTC
         */
        readAt?: string;
        /**
         * when the person replied: ISO 8601, UTC
         */
        repliedAt?: string;
    }>;
};

/**
 * ISO 3166, two letters in either case
 */
export type Country = string;

/**
 * ISO 3166, two letters in either case
 */
export type CountryInput = string;

export type DirectMessage = {
    /**
     * our id of the message
     */
    id: string;
    /**
     * phone number, international, digits only
     */
    number: string;
    /**
     * the text, or the caption of the file, as it was sent
     */
    message: string;
    /**
     * the file that goes with the text
     */
    media?: {
        /**
         * the file's name here, as the upload answered it
         */
        filename: string;
        /**
         * the file's name on the computer that it came from
         */
        originalName: string;
    };
    /**
     * the message that this one answers
     */
    quotedMessageId?: string;
    /**
     * true: a test, outside campaigns and statistics
     */
    test?: true;
    /**
     * pending: not confirmed yet; sent: WhatsApp's server has it; delivered; read; failed: surely not sent; in_doubt: not known
     */
    status: 'pending' | 'sent' | 'delivered' | 'read' | 'failed' | 'in_doubt';
    /**
     * why it failed or is in doubt
     */
    reason?: 'not_on_whatsapp' | 'rejected_by_whatsapp' | 'quoted_message_unknown' | 'media_unavailable' | 'session_logged_out' | 'no_answer' | 'page_refused' | 'whatsapp_limit';
    /**
     * WhatsApp's own id of the message
     */
    whatsAppId: string;
    /**
     * when it was asked for: ISO 8601, UTC
     */
    requestedAt: string;
    /**
     * when WhatsApp's server had it: ISO 8601, UTC
     */
    sentAt?: string;
    /**
     * when it arrived: ISO 8601, UTC
     */
    deliveredAt?: string;
    /**
     * when the person read it: ISO 8601, UTC
     */
    readAt?: string;
    /**
     * when it failed: ISO 8601, UTC
     */
    failedAt?: string;
};

export type DryRun = {
    /**
     * true: this is only what would happen
     */
    dryRun: true;
    /**
     * contacts that would get a message
     */
    willSend: number;
    /**
     * those of them whom no message of a campaign reached from this number, as far as is known: each likely begins a chat, of which `newChatsPerDay` lets only so many begin in a day
     */
    newChats: number;
    /**
     * who would get no message, by reason; duplicate: stands in an earlier list as well; same_account: another number of its WhatsApp account gets it; left_out: stands in a list that is left out, or is no part of the remainder
     */
    willSkip: {
        /**
         * asked to get no broadcasts
         */
        opted_out?: number;
        /**
         * the number has no WhatsApp account
         */
        not_on_whatsapp?: number;
        /**
         * another number of its WhatsApp account gets the message
         */
        same_account?: number;
        /**
         * lacks a variable of the text
         */
        missing_variable?: number;
        /**
         * the text would be longer than WhatsApp takes
         */
        message_too_long?: number;
        /**
         * the text can't be made for the contact
         */
        template_failed?: number;
        /**
         * stands in an earlier list as well
         */
        duplicate?: number;
        /**
         * stands in a list that is left out, or is no part of the remainder
         */
        left_out?: number;
    };
    /**
     * variables of the text, and how many would get no message for want of each
     */
    missingVariables: Array<{
        /**
         * name of the variable
         */
        variable: string;
        /**
         * contacts that lack it
         */
        missing: number;
    }>;
    /**
     * contacts whose number stands in an earlier list as well
     */
    duplicates: number;
    /**
     * contacts that were read, at most 20,000 or as many as 15 s are enough for
     */
    counted: number;
    /**
     * contacts of the lists
     */
    of: number;
    /**
     * true: not all were read; the other figures are those of the counted, scaled up to all
     */
    estimated: boolean;
    /**
     * by the pacing, new chats a day, quiet hours, daily cap and what WhatsApp told of the account, as if nothing else stood still; absent: too far away, or it is not told when chats may begin again
     */
    estimatedFinishAt?: string;
};

export type Failure = {
    /**
     * whether the request did what it asked
     */
    success: false;
    /**
     * what is wrong, as a sentence in the caller's language; it may change, `error.code` does not
     */
    message: string;
    /**
     * what went wrong, for programs
     */
    error: {
        /**
         * for programs; the same in every language. What to do about each:
         * - `INVALID_JSON`: Send a body that is JSON, with Content-Type: application/json.
         * - `INVALID_BODY_ENCODING`: Send the body as UTF-8 text, or as the file that the form says it is.
         * - `INVALID_CURSOR`: Begin again without cursor: it belongs to another query, or was changed.
         * - `INVALID_HEADER`: Correct the header that `details` names.
         * - `USER_ID_REQUIRED`: Send the header user-id with the id of the session.
         * - `UNAUTHENTICATED`: Send a key that is good, as Authorization: Bearer KEY or x-api-key: KEY.
         * - `SCOPE_MISSING`: Use a key that has the scope of the route.
         * - `ROUTE_NOT_FOUND`: Correct the path; this document lists all of them.
         * - `SESSION_NOT_FOUND`: Create the session, or use a key that may see it.
         * - `LIST_NOT_FOUND`: Read the lists of the session: it has none of this id.
         * - `CONTACT_NOT_FOUND`: Read the contacts of the list: it has none of this number.
         * - `CAMPAIGN_NOT_FOUND`: Read the campaigns of the session: it has none of this id.
         * - `IMPORT_NOT_FOUND`: Read the imports of the list: it has none of this id.
         * - `API_KEY_NOT_FOUND`: Read the keys of the tenant: it has none of this id.
         * - `WEBHOOK_NOT_FOUND`: Read the webhooks of the tenant: it has none of this id.
         * - `DELIVERY_NOT_FOUND`: Read the deliveries of the webhook: it has none of this id.
         * - `OPT_OUT_NOT_FOUND`: Nothing: the number did not opt out.
         * - `MESSAGE_NOT_FOUND`: Use the id that was answered to the request that sent the message.
         * - `TEMPLATE_NOT_FOUND`: Read the templates of the session: it has none of this id.
         * - `MEDIA_NOT_FOUND`: Use the filename that the upload answered.
         * - `METHOD_NOT_ALLOWED`: Use one of the methods of the header Allow.
         * - `LIST_NAME_TAKEN`: Choose another name, or use the list that has it.
         * - `LIST_IN_USE`: Stop the campaigns of `usedBy`, or wait until they end; `force` empties the list all the same.
         * - `LIST_NOT_EMPTY`: Nothing if a list with contacts was to stay; without `ifEmpty` it goes with its contacts.
         * - `IMPORT_RUNNING`: Wait as Retry-After says, or send with allowPartial: true.
         * - `DUPLICATE_SEND`: Nothing if it was a repeat; send with allowDuplicate: true if it is meant twice.
         * - `CAMPAIGN_STATE`: Do one of `allowed`: the campaign is `status`.
         * - `NUMBER_CHANGED`: Link the number `sender` again, or send acceptNumber: true to go on from `number`.
         * - `CAMPAIGN_NOT_STOPPED`: Stop the campaign first.
         * - `NOBODY_NOT_REACHED`: Nothing: the campaign dealt with all of its contacts.
         * - `CAMPAIGN_IN_USE`: Stop the campaigns of `usedBy`, or wait until they end.
         * - `FIRST_CAMPAIGN_DELETED`: Send a new campaign to the lists: it is not known any more who got the first one.
         * - `NOBODY_TO_RETRY`: Nothing: no recipient has such an outcome.
         * - `MEDIA_NOT_READY`: Wait until the file's `state` is ready; upload another one if it is rejected.
         * - `MEDIA_IN_USE`: Wait until the campaigns of `usedBy` are over, or change the templates that it names.
         * - `NEW_CHATS_LIMITED`: Wait until `until`, where it is told; people of a chat can be written to meanwhile.
         * - `SESSION_EXISTS`: Use the session that is there, or choose another id.
         * - `SESSION_LIMIT`: Delete a session, or ask the operator for more.
         * - `SESSION_LINKED`: Log the session out first.
         * - `NUMBER_LINKED`: Log out the other session that the number is linked in, or scan a QR code.
         * - `PAIRING_OVERTAKEN`: Use the code of the later request, which was for `number`.
         * - `WEBHOOK_LIMIT`: Remove a webhook first.
         * - `SECRET_CHANGES_LIMIT`: Wait: five secrets of the last 24 hours still sign.
         * - `SESSION_IN_USE`: Pause or stop the running campaign `campaignId` first.
         * - `SESSION_DELETING`: Wait as Retry-After says; the id is free again then.
         * - `IDEMPOTENCY_IN_PROGRESS`: Wait as Retry-After says, then repeat the request with the same Idempotency-Key.
         * - `CHANGED_MEANWHILE`: Read the thing again, then repeat the change.
         * - `BODY_TOO_LARGE`: Send less at once; upload a large file as createUpload says.
         * - `UNSUPPORTED_MEDIA_TYPE`: Send the Content-Type that `details` names, without Content-Encoding.
         * - `VALIDATION_FAILED`: Correct the fields of `details`: each says what came and what is wanted.
         * - `IDEMPOTENCY_KEY_REUSED`: Use a new Idempotency-Key: this one belongs to another request.
         * - `AUDIENCE_EMPTY`: Add contacts to the lists, or leave fewer lists out.
         * - `CSV_UNREADABLE`: Correct the file at the line that `details` names.
         * - `MESSAGE_UNREADABLE`: Correct the text at `line` and `column`.
         * - `UNKNOWN_VARIABLE`: Use one of the variables of `known`, or give it a default: {{ kota | default: '...' }}.
         * - `NUMBER_NOT_ON_WHATSAPP`: Nothing: the number has no WhatsApp account.
         * - `MESSAGE_REFUSED`: Read `reason`; change the text or the file before you try again.
         * - `RATE_LIMITED`: Wait as Retry-After says.
         * - `INTERNAL`: Try again later with the same Idempotency-Key; tell us the requestId if it stays.
         * - `SESSION_NOT_CONNECTED`: Scan a QR code where `qrRequired` is true; else wait as Retry-After says.
         * - `PAGE_CHANGED`: Try again later: WhatsApp changed its page, and no scan is needed.
         * - `SENDING_HALTED`: Read `reason`; wait until the halt is lifted, and ask again as Retry-After says.
         * - `TRY_AGAIN`: Wait as Retry-After says, then repeat the request.
         * - `INVALID_PATH`: Correct the path: a % in it begins no character.
         * - `INVALID_REQUEST`: Send well-formed HTTP/1.1, with a Host header.
         * - `REQUEST_TIMEOUT`: Send the request without pauses.
         * - `HEADERS_TOO_LARGE`: Send less than 16 kB of headers and address; what is longer goes into a body.
         */
        code: 'INVALID_JSON' | 'INVALID_BODY_ENCODING' | 'INVALID_CURSOR' | 'INVALID_HEADER' | 'USER_ID_REQUIRED' | 'UNAUTHENTICATED' | 'SCOPE_MISSING' | 'ROUTE_NOT_FOUND' | 'SESSION_NOT_FOUND' | 'LIST_NOT_FOUND' | 'CONTACT_NOT_FOUND' | 'CAMPAIGN_NOT_FOUND' | 'IMPORT_NOT_FOUND' | 'API_KEY_NOT_FOUND' | 'WEBHOOK_NOT_FOUND' | 'DELIVERY_NOT_FOUND' | 'OPT_OUT_NOT_FOUND' | 'MESSAGE_NOT_FOUND' | 'TEMPLATE_NOT_FOUND' | 'MEDIA_NOT_FOUND' | 'METHOD_NOT_ALLOWED' | 'LIST_NAME_TAKEN' | 'LIST_IN_USE' | 'LIST_NOT_EMPTY' | 'IMPORT_RUNNING' | 'DUPLICATE_SEND' | 'CAMPAIGN_STATE' | 'NUMBER_CHANGED' | 'CAMPAIGN_NOT_STOPPED' | 'NOBODY_NOT_REACHED' | 'CAMPAIGN_IN_USE' | 'FIRST_CAMPAIGN_DELETED' | 'NOBODY_TO_RETRY' | 'MEDIA_NOT_READY' | 'MEDIA_IN_USE' | 'NEW_CHATS_LIMITED' | 'SESSION_EXISTS' | 'SESSION_LIMIT' | 'SESSION_LINKED' | 'NUMBER_LINKED' | 'PAIRING_OVERTAKEN' | 'WEBHOOK_LIMIT' | 'SECRET_CHANGES_LIMIT' | 'SESSION_IN_USE' | 'SESSION_DELETING' | 'IDEMPOTENCY_IN_PROGRESS' | 'CHANGED_MEANWHILE' | 'BODY_TOO_LARGE' | 'UNSUPPORTED_MEDIA_TYPE' | 'VALIDATION_FAILED' | 'IDEMPOTENCY_KEY_REUSED' | 'AUDIENCE_EMPTY' | 'CSV_UNREADABLE' | 'MESSAGE_UNREADABLE' | 'UNKNOWN_VARIABLE' | 'NUMBER_NOT_ON_WHATSAPP' | 'MESSAGE_REFUSED' | 'RATE_LIMITED' | 'INTERNAL' | 'SESSION_NOT_CONNECTED' | 'PAGE_CHANGED' | 'SENDING_HALTED' | 'TRY_AGAIN' | 'INVALID_PATH' | 'INVALID_REQUEST' | 'REQUEST_TIMEOUT' | 'HEADERS_TOO_LARGE';
        /**
         * each bad field; empty where the failure is about none
         */
        details: Array<{
            /**
             * JSON pointer to the field of the body; /query/..., /path/... or /headers/... of what is not of it
             */
            pointer: string;
            /**
             * what came there, shortened
             */
            came: string;
            /**
             * what is wanted there
             */
            wanted: string;
        }>;
        /**
         * names the request in our logs; say it when you ask about one
         */
        requestId: string;
        /**
         * of IMPORT_RUNNING: the unfinished import
         */
        importId?: string;
        /**
         * of IMPORT_RUNNING: the list that it goes into
         */
        listId?: string;
        /**
         * what is in the way is in this state: the import, the file, or the session
         */
        state?: string;
        /**
         * of IMPORT_RUNNING: how much of the file is done, from 0 to 1
         */
        progress?: number;
        /**
         * of IMPORT_RUNNING: all unfinished imports into the lists
         */
        imports?: Array<{
            /**
             * of IMPORT_RUNNING: the unfinished import
             */
            importId: string;
            /**
             * of IMPORT_RUNNING: the list that it goes into
             */
            listId: string;
            /**
             * what is in the way is in this state: the import, the file, or the session
             */
            state: string;
            /**
             * of IMPORT_RUNNING: how much of the file is done, from 0 to 1
             */
            progress: number;
        }>;
        /**
         * of SESSION_NOT_CONNECTED, PAGE_CHANGED and SENDING_HALTED: whether a person has to scan a QR code
         */
        qrRequired?: boolean;
        /**
         * of LIST_IN_USE, MEDIA_IN_USE and CAMPAIGN_IN_USE: ids of the campaigns and templates that use it
         */
        usedBy?: Array<string>;
        /**
         * of DUPLICATE_SEND: the first one; of SESSION_IN_USE: the one that runs
         */
        campaignId?: string;
        /**
         * of NUMBER_LINKED: the session that the number is linked in, if the key may see it
         */
        sessionId?: string;
        /**
         * of CAMPAIGN_STATE and the like: the state of the campaign
         */
        status?: string;
        /**
         * of CAMPAIGN_STATE: what may be done with the campaign now
         */
        allowed?: Array<'change' | 'pause' | 'resume' | 'stop' | 'retry' | 'delete'>;
        /**
         * of NUMBER_CHANGED: the number that the campaign goes from
         */
        sender?: string;
        /**
         * of NUMBER_CHANGED: the number that the session is linked to; of PAIRING_OVERTAKEN: that of the later request
         */
        number?: string;
        /**
         * of MESSAGE_REFUSED, MEDIA_NOT_READY and SENDING_HALTED: why
         */
        reason?: string;
        /**
         * of NEW_CHATS_LIMITED: restriction: linked devices may not send; timelock: no new chats for a time; quota: the new chats of WhatsApp's cycle are used up
         */
        because?: 'restriction' | 'timelock' | 'quota';
        /**
         * of NEW_CHATS_LIMITED, where WhatsApp tells it: until when: ISO 8601, UTC
         */
        until?: string;
        /**
         * of SENDING_HALTED: the operator, or an admin of the tenant
         */
        by?: 'operator' | 'tenant';
        /**
         * of SENDING_HALTED: since when: ISO 8601, UTC
         */
        since?: string;
        /**
         * of MESSAGE_UNREADABLE and UNKNOWN_VARIABLE: where, from 1
         */
        line?: number;
        /**
         * of MESSAGE_UNREADABLE and UNKNOWN_VARIABLE: where in the line, from 1
         */
        column?: number;
        /**
         * of UNKNOWN_VARIABLE: the first variable that no contact has
         */
        variable?: string;
        /**
         * of UNKNOWN_VARIABLE: variables that contacts have, the nearest first; at most 20
         */
        known?: Array<string>;
        /**
         * of UNKNOWN_VARIABLE: all variables that no contact has
         */
        unknown?: Array<string>;
        /**
         * of TRY_AGAIN by /health?deep=true: what the API stands on, by name
         */
        checks?: {
            [key: string]: {
                /**
                 * whether it is as it should be
                 */
                ok: boolean;
                /**
                 * how long it took, in milliseconds
                 */
                tookMs: number;
            };
        };
    };
};

export type Import = {
    /**
     * id of an import
     */
    importId: string;
    /**
     * id of a contact list
     */
    listId: string;
    /**
     * state of the job
     */
    state: 'queued' | 'running' | 'completed' | 'failed';
    /**
     * rows that were read so far
     */
    rowsRead: number;
    /**
     * contacts that are new
     */
    added: number;
    /**
     * contacts that were there and changed
     */
    updated: number;
    /**
     * rows of contacts that were left as they are
     */
    skipped: number;
    /**
     * entries whose number came before in the same request or file
     */
    duplicates: number;
    /**
     * rows that became no contact
     */
    invalid: number;
    /**
     * contacts that the file does not have, in mode replace
     */
    removed: number;
    /**
     * rows of people who opted out: kept, and never sent a broadcast
     */
    optedOut: number;
    /**
     * upsert: adds and changes; skip: leaves those that are there; replace: also takes out those that the file lacks
     */
    mode: 'upsert' | 'skip' | 'replace';
    /**
     * true: the same report, and nothing written
     */
    dryRun: boolean;
    /**
     * absent until an uploaded file was read
     */
    totalRows?: number;
    /**
     * how much is done, from 0 to 1
     */
    progress: number;
    /**
     * why it failed
     */
    problem?: string;
    /**
     * how national numbers (0812...) are read: ISO 3166, two letters; else the session's, else that of its own number
     */
    defaultCountry?: string;
    /**
     * the first ten rows that became no contact, and why; all of them stand in errors.csv
     */
    firstRejected?: Array<{
        /**
         * line of the file, from 1
         */
        line: number;
        /**
         * the number as it came
         */
        number: string;
        /**
         * why it became no contact
         */
        reason: string;
    }>;
    /**
     * as TextDecoder names it
     */
    encoding?: string;
    /**
     * what stands between columns
     */
    delimiter?: string;
    /**
     * whether the first row is a header
     */
    header?: boolean;
    /**
     * which column is read as what; several that are read as name are joined
     */
    columns?: Array<{
        /**
         * counted from 1
         */
        place: number;
        /**
         * the column's header
         */
        header?: string;
        /**
         * what the column is read as
         */
        readAs: 'number' | 'name' | 'field' | 'left_out';
        /**
         * the name of the contact's field
         */
        field?: string;
    }>;
    /**
     * the first rows as they are read; values of more than 80 characters are cut
     */
    firstRows?: Array<{
        /**
         * line of the file, from 1
         */
        line: number;
        /**
         * phone number, international, digits only
         */
        number: string;
        /**
         * the person's name
         */
        name?: string;
        /**
         * the contact's own fields: texts by name, which stand in messages as {{ name of the field }}
         */
        fields?: {
            [key: string]: string;
        };
        /**
         * why it becomes no contact
         */
        problem?: string;
    }>;
    /**
     * what was read otherwise than it was written; column_renamed: `column`, counted from 1, with the `header` is the `field`; encoding_unsure, encoding_overruled (`asked`): read as `encoding`; broken_characters: `count` of them; header_unsure: the row of `line` was read as the header; jobs from before may lack these members
     */
    warnings?: Array<Warning>;
    /**
     * when it was made: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * when it was over: ISO 8601, UTC
     */
    finishedAt?: string;
};

export type List = {
    /**
     * id of a contact list
     */
    listId: string;
    /**
     * name of the list
     */
    name: string;
    /**
     * what people say of the list
     */
    description?: string;
    /**
     * contacts in the list
     */
    contactCount: number;
    /**
     * the campaign that was launched to it last; absent where none was
     */
    lastUsed?: {
        /**
         * id of a campaign
         */
        campaignId: string;
        /**
         * when that was: ISO 8601, UTC
         */
        at: string;
    };
    /**
     * when it was made: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * when it was changed last: ISO 8601, UTC
     */
    updatedAt: string;
};

export type Media = {
    /**
     * assigned here, unique; what campaigns name
     */
    filename: string;
    /**
     * the file's name on the computer that it came from
     */
    originalName: string;
    /**
     * media: goes with messages; contacts: a CSV for an import. `media` when not given
     */
    purpose: 'media' | 'contacts';
    /**
     * media type of the file
     */
    contentType: string;
    /**
     * what WhatsApp shows it as
     */
    kind: 'image' | 'video' | 'audio' | 'document' | 'contacts';
    /**
     * size of the file in bytes
     */
    size: number;
    /**
     * awaiting_upload; checking: its bytes are looked at; ready: can be sent; rejected: `reason` says why
     */
    state: 'awaiting_upload' | 'checking' | 'ready' | 'rejected';
    /**
     * why it was rejected
     */
    reason?: 'mismatch' | 'too_large' | 'empty' | 'disguised' | 'unreadable' | 'not_uploaded';
    /**
     * what its bytes are, where that is the reason
     */
    found?: string;
    /**
     * what it was taken as, or what to upload instead
     */
    note?: string;
    /**
     * SHA-256 of the file's bytes, hex
     */
    sha256?: string;
    /**
     * campaigns that need it and are not over
     */
    usedBy: Array<string>;
    /**
     * names the stored file in an import
     */
    uploadKey: string;
    /**
     * when it was made: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * when it was checked: ISO 8601, UTC
     */
    checkedAt?: string;
};

export type OptOut = {
    /**
     * WhatsApp's other name for the account (its LID) where the number is not known
     */
    number: string;
    /**
     * when the number opted out: ISO 8601, UTC
     */
    optedOutAt: string;
    /**
     * by a keyword that was replied, or by hand
     */
    source: 'reply' | 'api';
    /**
     * the session that was written to
     */
    sessionId?: string;
};

export type Pacing = {
    /**
     * shortest pause between two messages, in milliseconds
     */
    minGapMs?: number;
    /**
     * longest pause between two messages, in milliseconds; each pause is drawn between the two
     */
    maxGapMs?: number;
    /**
     * messages a minute at most
     */
    perMinute?: number;
    /**
     * messages an hour at most
     */
    perHour?: number;
    /**
     * messages within 24 hours at most
     */
    perDay?: number;
    /**
     * chats that campaigns may begin in a day, with people whom the account never wrote to and who never wrote to it. Of a session null: as many as they like; not given: 20, from day 4 of the account 50, from day 8 100, from day 15 200, from day 30 as many as they like (on simulated phones from the start). Of a campaign: a number, which only ever lowers its session's
     */
    newChatsPerDay?: number | null;
};

export type PacingInput = {
    /**
     * shortest pause between two messages, in milliseconds
     */
    minGapMs?: number;
    /**
     * longest pause between two messages, in milliseconds; each pause is drawn between the two
     */
    maxGapMs?: number;
    /**
     * messages a minute at most
     */
    perMinute?: number;
    /**
     * messages an hour at most
     */
    perHour?: number;
    /**
     * messages within 24 hours at most
     */
    perDay?: number;
    /**
     * chats that campaigns may begin in a day, with people whom the account never wrote to and who never wrote to it. Of a session null: as many as they like; not given: 20, from day 4 of the account 50, from day 8 100, from day 15 200, from day 30 as many as they like (on simulated phones from the start). Of a campaign: a number, which only ever lowers its session's
     */
    newChatsPerDay?: number | null;
};

export type Pagination = {
    /**
     * rows a page at most
     */
    limit: number;
    /**
     * for the next page; null on the last one
     */
    nextCursor: string | null;
    /**
     * all rows, where that is known
     */
    total?: number;
};

export type QuietHours = {
    /**
     * begin of the span, hh:mm
     */
    from: string;
    /**
     * end of the span, hh:mm
     */
    to: string;
    /**
     * an IANA timezone, or WIB, WITA or WIT, in any case; no offset such as GMT+7. Answers have the IANA name
     */
    timezone: string;
};

export type QuietHoursInput = {
    /**
     * begin of the span, hh:mm
     */
    from: string;
    /**
     * end of the span, hh:mm
     */
    to: string;
    /**
     * an IANA timezone, or WIB, WITA or WIT, in any case; no offset such as GMT+7. Answers have the IANA name
     */
    timezone: string;
};

export type Recipient = {
    /**
     * phone number, international, digits only
     */
    number: string;
    /**
     * the person's name
     */
    name?: string;
    /**
     * id of a contact list
     */
    listId: string;
    /**
     * notReached: nothing was tried before its campaign was stopped
     */
    status: 'sending' | 'sent' | 'delivered' | 'read' | 'replied' | 'failed' | 'skipped' | 'in_doubt' | 'notReached';
    /**
     * why nothing was delivered, or why it is not known
     */
    reason?: 'not_on_whatsapp' | 'opted_out' | 'invalid_number' | 'missing_variable' | 'message_too_long' | 'template_failed' | 'rejected_by_whatsapp' | 'media_unavailable' | 'campaign_stopped' | 'no_answer' | 'left_list' | 'same_account' | 'page_refused';
    /**
     * of missing_variable: the variables that the contact lacks, as the text writes them; at most 5
     */
    missing?: Array<string>;
    /**
     * of same_account: the number under which the same WhatsApp account was written to
     */
    sameAccountAs?: string;
    /**
     * our id of the message
     */
    messageId?: string;
    /**
     * how often it was tried
     */
    attempts: number;
    /**
     * the session's own number at that time
     */
    sender?: string;
    /**
     * absent of who was not reached
     */
    claimedAt?: string;
    /**
     * when WhatsApp's server had it: ISO 8601, UTC
     */
    sentAt?: string;
    /**
     * when it arrived: ISO 8601, UTC
     */
    deliveredAt?: string;
    /**
     * when the person read it: ISO 8601, UTC
     */
    readAt?: string;
    /**
     * when the person replied: ISO 8601, UTC
     */
    repliedAt?: string;
    /**
     * every state that it went through, the first one first
     */
    history: Array<{
        /**
         * state of the recipient
         */
        status: 'sending' | 'sent' | 'delivered' | 'read' | 'replied' | 'failed' | 'skipped' | 'in_doubt';
        /**
         * when that was: ISO 8601, UTC
         */
        at: string;
        /**
         * why nothing was delivered, or why it is not known
         */
        reason?: 'not_on_whatsapp' | 'opted_out' | 'invalid_number' | 'missing_variable' | 'message_too_long' | 'template_failed' | 'rejected_by_whatsapp' | 'media_unavailable' | 'campaign_stopped' | 'no_answer' | 'left_list' | 'same_account' | 'page_refused';
        /**
         * which try it was, from 1
         */
        attempt?: number;
        /**
         * our id of the message
         */
        messageId?: string;
    }>;
};

export type Sending = {
    /**
     * absent where the operator asks about the deployment
     */
    tenantId?: string;
    /**
     * whether nothing is sent
     */
    halted: boolean;
    /**
     * the operator, or an admin of the tenant
     */
    by?: 'operator' | 'tenant';
    /**
     * why it is halted
     */
    reason?: string;
    /**
     * when it came into this state: ISO 8601, UTC
     */
    since?: string;
    /**
     * each that holds; the first is the one that is named beside it
     */
    halts: Array<{
        /**
         * contacts of the lists
         */
        of: 'deployment' | 'tenant';
        /**
         * the operator, or an admin of the tenant
         */
        by: 'operator' | 'tenant';
        /**
         * why it is halted
         */
        reason: string;
        /**
         * when it came into this state: ISO 8601, UTC
         */
        since: string;
        /**
         * id of an API key; not the secret
         */
        keyId: string;
    }>;
    /**
     * for the operator: versions of WhatsApp's page that failed in several sessions
     */
    pages?: Array<{
        /**
         * WhatsApp's own name for the build of its page
         */
        version: string;
        /**
         * what is missing, or the page's own words
         */
        error: string;
        /**
         * when it came into this state: ISO 8601, UTC
         */
        since: string;
        /**
         * only campaigns with a file wait
         */
        media: boolean;
        /**
         * only that tenant's campaigns wait; absent: all
         */
        tenantId?: string;
    }>;
};

export type Session = {
    /**
     * id of the session (a linked WhatsApp account), as it was chosen at its creation
     */
    sessionId: string;
    /**
     * stopped: does not run, and starts when it is needed; starting; awaiting_qr: a person has to scan its code; ready: can send; disconnected: tries to get its connection back; logged_out: has to be linked anew; failed: `reason` says why
     */
    state: 'stopped' | 'starting' | 'awaiting_qr' | 'ready' | 'disconnected' | 'logged_out' | 'failed';
    /**
     * of a session that is failed. profile_lost: its saved profile is gone or damaged, link it anew; link_not_completed: a code was scanned, and within 90 s neither the link nor another code followed; WhatsApp may ask the account for a passkey; page_changed: this system can't use the page that WhatsApp serves now, and tries again every ten minutes
     */
    reason?: 'profile_lost' | 'link_not_completed' | 'page_changed';
    /**
     * what WhatsApp's page was found to be when the session last got ready
     */
    whatsapp?: {
        /**
         * WhatsApp's own name for the build of its page; unknown where it says none
         */
        version: string;
        /**
         * when it was checked: ISO 8601, UTC
         */
        checkedAt: string;
        /**
         * what the page lacks of what this system needs; empty when all is there
         */
        unavailable: Array<{
            /**
             * a module of the page, or a member of one
             */
            member: string;
            /**
             * what stops first without it
             */
            feature: 'ready' | 'text' | 'media' | 'acks' | 'inbound' | 'numbers' | 'lid' | 'history' | 'quotes' | 'pairing' | 'logout' | 'limits';
        }>;
    };
    /**
     * what WhatsApp says that the account may do: asked at each ready, every ten minutes and after a refusal. Absent where it told of no limit so far; members that it does not tell are absent
     */
    limits?: {
        /**
         * WhatsApp's quota of chats with people who never exchanged a message with the account
         */
        newChats?: {
            /**
             * new chats that began in WhatsApp's cycle
             */
            used: number;
            /**
             * how many may
             */
            total: number;
            /**
             * when WhatsApp's cycle ends and its count begins anew: ISO 8601, UTC
             */
            resetsAt?: string;
        };
        /**
         * no new chat may begin for a time
         */
        timelocked: boolean;
        /**
         * until when no new chat may begin: ISO 8601, UTC
         */
        timelockedUntil?: string;
        /**
         * linked devices may send nothing: what runs is paused
         */
        restricted: boolean;
        /**
         * when WhatsApp first said so
         */
        checkedAt: string;
    };
    /**
     * whether messages can be sent now
     */
    connected: boolean;
    /**
     * phone number of the linked account, international, digits only
     */
    number?: string;
    /**
     * name of the linked WhatsApp account
     */
    name?: string;
    /**
     * when it came into this state: ISO 8601, UTC
     */
    since: string;
    /**
     * when the link was saved last, so that it outlives a worker: ISO 8601, UTC
     */
    profileSavedAt?: string;
    /**
     * when it was made: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * of a session that an account is or was linked to
     */
    newChats?: {
        /**
         * chats that campaigns may begin today; null: no bound of ours
         */
        perDay: number | null;
        /**
         * since when the account is linked to any session of the tenant, whatever came between: its age counts from that day on
         */
        accountLinkedAt: string;
    };
    /**
     * of one session and in the overview, once an account was linked: how people take what its campaigns sent today and on the six days before, by its timezone
     */
    last7Days?: {
        /**
         * messages that went, or that WhatsApp refused
         */
        messages: number;
        /**
         * people who answered, of 100 messages
         */
        repliesPer100: number;
        /**
         * people who opted out by a reply, of 100 messages
         */
        optOutsPer100: number;
        /**
         * messages that WhatsApp refused, of 100 messages
         */
        refusalsPer100: number;
    };
    /**
     * many_opt_outs, many_refusals: of the last seven days, from 50 messages on (of one session and in the overview). campaign_failing: `campaignId` is about to pause itself (of one session and in the overview). number_linked_twice: the same phone, `number`, is linked in `sessions`, too; gap and daily cap count for the phone. link_not_completed: what to do about a session that failed for that reason
     */
    warnings?: Array<Warning>;
    /**
     * what people call the session
     */
    label?: string;
    /**
     * of campaigns that ask for none of their own
     */
    pacing?: Pacing;
    /**
     * messages a day at most, also where a campaign asks for more
     */
    dailyCap?: number;
    /**
     * span of the day in which nothing is sent; may go over midnight
     */
    quietHours?: SessionQuietHours;
    /**
     * an IANA timezone, or WIB, WITA or WIT, in any case; no offset such as GMT+7. Answers have the IANA name
     */
    timezone?: string;
    /**
     * a reply that is nothing but one of these opts out; STOP, BERHENTI and UNSUBSCRIBE by default
     */
    optOutKeywords?: Array<string>;
    /**
     * how national numbers (0812...) are read: ISO 3166, two letters; else the session's, else that of its own number
     */
    defaultCountry?: Country;
};

export type SessionQuietHours = {
    /**
     * begin of the span, hh:mm
     */
    from: string;
    /**
     * end of the span, hh:mm
     */
    to: string;
    /**
     * an IANA timezone, or WIB, WITA or WIT, in any case; no offset such as GMT+7. Answers have the IANA name
     */
    timezone?: string;
};

export type SessionQuietHoursInput = {
    /**
     * begin of the span, hh:mm
     */
    from: string;
    /**
     * end of the span, hh:mm
     */
    to: string;
    /**
     * an IANA timezone, or WIB, WITA or WIT, in any case; no offset such as GMT+7. Answers have the IANA name
     */
    timezone?: string;
};

export type Template = {
    /**
     * id of a template
     */
    templateId: string;
    /**
     * name of the template
     */
    name: string;
    /**
     * the template's text, with {{ variables }}
     */
    body: string;
    /**
     * those that the body uses, in order of appearance
     */
    variables: Array<string>;
    /**
     * the file that goes with the text
     */
    media?: {
        /**
         * the file's name here, as the upload answered it
         */
        filename: string;
    };
    /**
     * counts the changes of the template, from 1
     */
    version: number;
    /**
     * when it was made: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * when it was changed last: ISO 8601, UTC
     */
    updatedAt: string;
};

/**
 * what was taken all the same, and is likely not what was meant
 */
export type Warning = {
    /**
     * code to type on the phone
     */
    code: 'opted_out' | 'own_number' | 'gif_does_not_play' | 'same_body_within_an_hour' | 'missing_variable' | 'import_running' | 'number_linked_twice' | 'link_not_completed' | 'many_opt_outs' | 'many_refusals' | 'campaign_failing' | 'encoding_unsure' | 'encoding_overruled' | 'broken_characters' | 'header_unsure' | 'column_renamed';
    /**
     * in the caller's language; the code does not change with it
     */
    message: string;
    [key: string]: unknown;
};

export type Webhook = {
    /**
     * id of a webhook
     */
    webhookId: string;
    /**
     * where events are sent
     */
    url: string;
    /**
     * types of events, all of a family (`campaign.*`), or `*`
     */
    events: Array<string>;
    /**
     * what people say of the webhook
     */
    description?: string;
    /**
     * false: nothing is sent to it
     */
    active: boolean;
    /**
     * user: switched off by a person; gone: its receiver answered 410
     */
    inactiveBecause?: 'user' | 'gone';
    /**
     * the only sessions that it may see; absent: all of the tenant
     */
    sessions?: Array<string>;
    /**
     * the secret before this one signs as well until then
     */
    previousSecretUntil?: string;
    /**
     * when it was made: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * when it was changed last: ISO 8601, UTC
     */
    updatedAt: string;
};

export type WebhookDelivery = {
    /**
     * id of one delivery of an event to one webhook
     */
    deliveryId: string;
    /**
     * id of the event; the same however often it is delivered
     */
    eventId: string;
    /**
     * type of the event
     */
    type: string;
    /**
     * pending: is tried, or waits for its next try; delivered; failed: after 24 hours of tries
     */
    status: 'pending' | 'delivered' | 'failed';
    /**
     * the latest tries
     */
    attempts: Array<{
        /**
         * when that was: ISO 8601, UTC
         */
        at: string;
        /**
         * how long it took, in milliseconds
         */
        tookMs: number;
        /**
         * HTTP status that the receiver answered
         */
        status?: number;
        /**
         * what is wrong, in words
         */
        problem?: string;
    }>;
    /**
     * how often it was tried
     */
    attemptCount: number;
    /**
     * when it was made: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * when it is tried next: ISO 8601, UTC
     */
    nextAttemptAt?: string;
    /**
     * when the receiver took it: ISO 8601, UTC
     */
    deliveredAt?: string;
    /**
     * the event as it is sent
     */
    event: {
        [key: string]: unknown;
    };
};

export type WrittenContactInput = {
    /**
     * a phone number as people write it
     */
    number: string;
    /**
     * the person's name
     */
    name?: string;
    /**
     * the contact's own fields: texts by name, which stand in messages as {{ name of the field }}
     */
    fields?: {
        [key: string]: string;
    };
};

export type HealthData = {
    body?: never;
    path?: never;
    query?: {
        /**
         * true: also checks what the API stands on; wants the operator's key
         */
        deep?: 'true' | 'false';
    };
    url: '/health';
};

export type HealthResponses = {
    /**
     * it does
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * ok: the API answers
         */
        status: 'ok';
        /**
         * what the API stands on, by name
         */
        checks?: {
            [key: string]: {
                /**
                 * whether it is as it should be
                 */
                ok: boolean;
                /**
                 * how long it took, in milliseconds
                 */
                tookMs: number;
            };
        };
        /**
         * what the deployment runs
         */
        workers?: {
            /**
             * workers that run
             */
            running: number;
            /**
             * sessions that run
             */
            sessions: number;
            /**
             * sessions that wait for a free worker
             */
            sessionsWaiting: number;
        };
    };
};

export type HealthResponse = HealthResponses[keyof HealthResponses];

export type OpenApiDocumentData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/openapi.json';
};

export type OpenApiDocumentResponses = {
    /**
     * the document
     */
    200: {
        /**
         * version of OpenAPI that the document follows
         */
        openapi: string;
        [key: string]: unknown;
    };
};

export type OpenApiDocumentResponse = OpenApiDocumentResponses[keyof OpenApiDocumentResponses];

export type ListApiKeysData = {
    body?: never;
    path?: never;
    query?: {
        /**
         * rows a page at most
         */
        limit?: number;
        /**
         * `nextCursor` of the page before; absent for the first page. It belongs to that query: another one is 400
         */
        cursor?: string;
    };
    url: '/api/whatsapp/api-keys';
};

export type ListApiKeysResponses = {
    /**
     * the keys
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Array<ApiKey>;
        /**
         * how to get the next page
         */
        pagination: Pagination;
    };
};

export type ListApiKeysResponse = ListApiKeysResponses[keyof ListApiKeysResponses];

export type CreateApiKeyData = {
    body: {
        /**
         * what people call the key
         */
        name: string;
        /**
         * read: look; write: change and send, too; admin: keys, webhooks and the audit as well. Each includes those before it
         */
        scopes: Array<'read' | 'write' | 'admin'>;
        /**
         * the only sessions that it may see; absent: all of the tenant
         */
        sessions?: Array<string>;
        /**
         * when it ends to be good: ISO 8601, UTC
         */
        expiresAt?: string;
        /**
         * only for the operator's bootstrap key; makes that tenant
         */
        tenantId?: string;
    };
    path?: never;
    query?: never;
    url: '/api/whatsapp/api-keys';
};

export type CreateApiKeyResponses = {
    /**
     * the key with its secret
     */
    201: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * id of an API key; not the secret
             */
            keyId: string;
            /**
             * the tenant (customer of the deployment) that the key belongs to
             */
            tenantId: string;
            /**
             * what people call the key
             */
            name: string;
            /**
             * read: look; write: change and send, too; admin: keys, webhooks and the audit as well. Each includes those before it
             */
            scopes: Array<'read' | 'write' | 'admin'>;
            /**
             * the only sessions that it may see; absent: all of the tenant
             */
            sessions?: Array<string>;
            /**
             * when it was made: ISO 8601, UTC
             */
            createdAt: string;
            /**
             * when it ends to be good: ISO 8601, UTC
             */
            expiresAt?: string;
            /**
             * when it was used last, to a minute or so: ISO 8601, UTC
             */
            lastUsedAt?: string;
            /**
             * when it was revoked: ISO 8601, UTC
             */
            revokedAt?: string;
            /**
             * the secret; shown this once
             */
            key: string;
        };
    };
};

export type CreateApiKeyResponse = CreateApiKeyResponses[keyof CreateApiKeyResponses];

export type GetOwnApiKeyData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/api/whatsapp/api-keys/self';
};

export type GetOwnApiKeyResponses = {
    /**
     * the key that asks, without its secret
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * id of an API key; not the secret
             */
            keyId: string;
            /**
             * the tenant (customer of the deployment) that the key belongs to
             */
            tenantId: string;
            /**
             * read: look; write: change and send, too; admin: keys, webhooks and the audit as well. Each includes those before it
             */
            scopes: Array<'read' | 'write' | 'admin'>;
            /**
             * the only sessions that it may see; absent: all of the tenant
             */
            sessions?: Array<string>;
            /**
             * when it ends to be good: ISO 8601, UTC
             */
            expiresAt?: string;
            /**
             * what people call the key
             */
            name?: string;
            /**
             * it is the deployment's own key, which has no name
             */
            operator: boolean;
            /**
             * what the key speaks to
             */
            deployment: {
                /**
                 * of this product
                 */
                version: string;
                /**
                 * simulated: phones of a laptop's own
                 */
                network: 'whatsapp' | 'simulated';
            };
        };
    };
};

export type GetOwnApiKeyResponse = GetOwnApiKeyResponses[keyof GetOwnApiKeyResponses];

export type RevokeApiKeyData = {
    body?: never;
    path: {
        /**
         * id of an API key; not the secret
         */
        keyId: string;
    };
    query?: never;
    url: '/api/whatsapp/api-keys/{keyId}';
};

export type RevokeApiKeyResponses = {
    /**
     * revoked
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
    };
};

export type RevokeApiKeyResponse = RevokeApiKeyResponses[keyof RevokeApiKeyResponses];

export type ListAuditData = {
    body?: never;
    path?: never;
    query?: {
        /**
         * rows a page at most
         */
        limit?: number;
        /**
         * `nextCursor` of the page before; absent for the first page. It belongs to that query: another one is 400
         */
        cursor?: string;
    };
    url: '/api/whatsapp/audit';
};

export type ListAuditResponses = {
    /**
     * a page of changes
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Array<AuditEntry>;
        /**
         * how to get the next page
         */
        pagination: Pagination;
    };
};

export type ListAuditResponse = ListAuditResponses[keyof ListAuditResponses];

export type ListWebhooksData = {
    body?: never;
    path?: never;
    query?: {
        /**
         * rows a page at most
         */
        limit?: number;
        /**
         * `nextCursor` of the page before; absent for the first page. It belongs to that query: another one is 400
         */
        cursor?: string;
    };
    url: '/api/whatsapp/webhooks';
};

export type ListWebhooksResponses = {
    /**
     * the webhooks
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Array<Webhook>;
        /**
         * how to get the next page
         */
        pagination: Pagination;
    };
};

export type ListWebhooksResponse = ListWebhooksResponses[keyof ListWebhooksResponses];

export type CreateWebhookData = {
    body: {
        /**
         * an https URL on the public internet, without user, password and fragment; kept in its normal form
         */
        url: string;
        /**
         * types of events, all of a family (`campaign.*`), or `*`
         */
        events: Array<'*' | 'session.*' | 'message.*' | 'campaign.*' | 'recipient.*' | 'import.*' | 'opt_out.*' | 'session.stopped' | 'session.starting' | 'session.awaiting_qr' | 'session.ready' | 'session.disconnected' | 'session.logged_out' | 'session.failed' | 'session.page_changed' | 'session.limits_changed' | 'message.sent' | 'message.delivered' | 'message.read' | 'message.failed' | 'message.in_doubt' | 'message.received' | 'campaign.scheduled' | 'campaign.started' | 'campaign.failing' | 'campaign.paused' | 'campaign.resumed' | 'campaign.stopped' | 'campaign.completed' | 'recipient.sent' | 'recipient.delivered' | 'recipient.read' | 'recipient.replied' | 'recipient.failed' | 'recipient.skipped' | 'recipient.in_doubt' | 'import.completed' | 'import.failed' | 'opt_out.added' | 'opt_out.removed'>;
        /**
         * what people say of the webhook
         */
        description?: string;
    };
    path?: never;
    query?: never;
    url: '/api/whatsapp/webhooks';
};

export type CreateWebhookResponses = {
    /**
     * the webhook with its secret
     */
    201: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * id of a webhook
             */
            webhookId: string;
            /**
             * where events are sent
             */
            url: string;
            /**
             * types of events, all of a family (`campaign.*`), or `*`
             */
            events: Array<string>;
            /**
             * what people say of the webhook
             */
            description?: string;
            /**
             * false: nothing is sent to it
             */
            active: boolean;
            /**
             * user: switched off by a person; gone: its receiver answered 410
             */
            inactiveBecause?: 'user' | 'gone';
            /**
             * the only sessions that it may see; absent: all of the tenant
             */
            sessions?: Array<string>;
            /**
             * the secret before this one signs as well until then
             */
            previousSecretUntil?: string;
            /**
             * when it was made: ISO 8601, UTC
             */
            createdAt: string;
            /**
             * when it was changed last: ISO 8601, UTC
             */
            updatedAt: string;
            /**
             * signs what is sent, after Standard Webhooks: `whsec_` and 24 bytes in base64; shown this once
             */
            secret: string;
        };
    };
};

export type CreateWebhookResponse = CreateWebhookResponses[keyof CreateWebhookResponses];

export type RemoveWebhookData = {
    body?: never;
    path: {
        /**
         * id of a webhook
         */
        webhookId: string;
    };
    query?: never;
    url: '/api/whatsapp/webhooks/{webhookId}';
};

export type RemoveWebhookResponses = {
    /**
     * removed
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
    };
};

export type RemoveWebhookResponse = RemoveWebhookResponses[keyof RemoveWebhookResponses];

export type GetWebhookData = {
    body?: never;
    path: {
        /**
         * id of a webhook
         */
        webhookId: string;
    };
    query?: never;
    url: '/api/whatsapp/webhooks/{webhookId}';
};

export type GetWebhookResponses = {
    /**
     * the webhook
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * id of a webhook
             */
            webhookId: string;
            /**
             * where events are sent
             */
            url: string;
            /**
             * types of events, all of a family (`campaign.*`), or `*`
             */
            events: Array<string>;
            /**
             * what people say of the webhook
             */
            description?: string;
            /**
             * false: nothing is sent to it
             */
            active: boolean;
            /**
             * user: switched off by a person; gone: its receiver answered 410
             */
            inactiveBecause?: 'user' | 'gone';
            /**
             * the only sessions that it may see; absent: all of the tenant
             */
            sessions?: Array<string>;
            /**
             * the secret before this one signs as well until then
             */
            previousSecretUntil?: string;
            /**
             * when it was made: ISO 8601, UTC
             */
            createdAt: string;
            /**
             * when it was changed last: ISO 8601, UTC
             */
            updatedAt: string;
            /**
             * the first of the failures in a row
             */
            failingSince?: string;
            /**
             * what its receiver answered last, or why there was no answer
             */
            lastAnswer?: {
                /**
                 * when that was: ISO 8601, UTC
                 */
                at: string;
                /**
                 * HTTP status that the receiver answered
                 */
                status?: number;
                /**
                 * what is wrong, in words
                 */
                problem?: string;
            };
        };
    };
};

export type GetWebhookResponse = GetWebhookResponses[keyof GetWebhookResponses];

export type UpdateWebhookData = {
    body: {
        /**
         * an https URL on the public internet, without user, password and fragment; kept in its normal form
         */
        url?: string;
        /**
         * types of events, all of a family (`campaign.*`), or `*`
         */
        events?: Array<'*' | 'session.*' | 'message.*' | 'campaign.*' | 'recipient.*' | 'import.*' | 'opt_out.*' | 'session.stopped' | 'session.starting' | 'session.awaiting_qr' | 'session.ready' | 'session.disconnected' | 'session.logged_out' | 'session.failed' | 'session.page_changed' | 'session.limits_changed' | 'message.sent' | 'message.delivered' | 'message.read' | 'message.failed' | 'message.in_doubt' | 'message.received' | 'campaign.scheduled' | 'campaign.started' | 'campaign.failing' | 'campaign.paused' | 'campaign.resumed' | 'campaign.stopped' | 'campaign.completed' | 'recipient.sent' | 'recipient.delivered' | 'recipient.read' | 'recipient.replied' | 'recipient.failed' | 'recipient.skipped' | 'recipient.in_doubt' | 'import.completed' | 'import.failed' | 'opt_out.added' | 'opt_out.removed'>;
        /**
         * what people say of the webhook
         */
        description?: string;
        /**
         * false: nothing is sent to it
         */
        active?: boolean;
        /**
         * true: a new secret is answered this once; those of the last 24 hours sign as well
         */
        rotateSecret?: boolean;
    };
    path: {
        /**
         * id of a webhook
         */
        webhookId: string;
    };
    query?: never;
    url: '/api/whatsapp/webhooks/{webhookId}';
};

export type UpdateWebhookResponses = {
    /**
     * the webhook
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * id of a webhook
             */
            webhookId: string;
            /**
             * where events are sent
             */
            url: string;
            /**
             * types of events, all of a family (`campaign.*`), or `*`
             */
            events: Array<string>;
            /**
             * what people say of the webhook
             */
            description?: string;
            /**
             * false: nothing is sent to it
             */
            active: boolean;
            /**
             * user: switched off by a person; gone: its receiver answered 410
             */
            inactiveBecause?: 'user' | 'gone';
            /**
             * the only sessions that it may see; absent: all of the tenant
             */
            sessions?: Array<string>;
            /**
             * the secret before this one signs as well until then
             */
            previousSecretUntil?: string;
            /**
             * when it was made: ISO 8601, UTC
             */
            createdAt: string;
            /**
             * when it was changed last: ISO 8601, UTC
             */
            updatedAt: string;
            /**
             * signs what is sent, after Standard Webhooks: `whsec_` and 24 bytes in base64; shown this once
             */
            secret?: string;
        };
    };
};

export type UpdateWebhookResponse = UpdateWebhookResponses[keyof UpdateWebhookResponses];

export type TestWebhookData = {
    body?: never;
    path: {
        /**
         * id of a webhook
         */
        webhookId: string;
    };
    query?: never;
    url: '/api/whatsapp/webhooks/{webhookId}/test';
};

export type TestWebhookResponses = {
    /**
     * it is on its way
     */
    202: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * id of one delivery of an event to one webhook
             */
            deliveryId: string;
            /**
             * id of the event; the same however often it is delivered
             */
            eventId: string;
        };
    };
};

export type TestWebhookResponse = TestWebhookResponses[keyof TestWebhookResponses];

export type ListDeliveriesData = {
    body?: never;
    path: {
        /**
         * id of a webhook
         */
        webhookId: string;
    };
    query?: {
        /**
         * rows a page at most
         */
        limit?: number;
        /**
         * `nextCursor` of the page before; absent for the first page. It belongs to that query: another one is 400
         */
        cursor?: string;
        /**
         * only deliveries in this state
         */
        status?: 'pending' | 'delivered' | 'failed';
    };
    url: '/api/whatsapp/webhooks/{webhookId}/deliveries';
};

export type ListDeliveriesResponses = {
    /**
     * a page of deliveries
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Array<WebhookDelivery>;
        /**
         * how to get the next page
         */
        pagination: Pagination;
    };
};

export type ListDeliveriesResponse = ListDeliveriesResponses[keyof ListDeliveriesResponses];

export type RedeliverData = {
    body?: never;
    path: {
        /**
         * id of a webhook
         */
        webhookId: string;
        /**
         * id of one delivery of an event to one webhook
         */
        deliveryId: string;
    };
    query?: never;
    url: '/api/whatsapp/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver';
};

export type RedeliverResponses = {
    /**
     * it is on its way
     */
    202: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: WebhookDelivery;
    };
};

export type RedeliverResponse = RedeliverResponses[keyof RedeliverResponses];

export type GetQrCodeData = {
    body?: never;
    path?: never;
    query: {
        /**
         * text is for a terminal of 80 columns: black on white by colour codes, over the terminal's own colours
         */
        format?: 'raw' | 'png' | 'svg' | 'dataurl' | 'text';
        /**
         * id of the session that the request is about
         */
        sessionId: string;
    };
    url: '/qrcode';
};

export type GetQrCodeResponses = {
    /**
     * a fresh code, or the session is linked already
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what happened, as a sentence in the caller's language
         */
        message: string;
        /**
         * what the QR code says, or the code as a data URL; good for some 20 seconds
         */
        qrCode?: string;
        /**
         * whether messages can be sent now
         */
        connected?: true;
    };
    /**
     * no code yet, or the session is being logged out; ask again (Retry-After)
     */
    202: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what happened, as a sentence in the caller's language
         */
        message: string;
    };
};

export type GetQrCodeResponse = GetQrCodeResponses[keyof GetQrCodeResponses];

export type GetStatusData = {
    body?: never;
    path?: never;
    query: {
        /**
         * id of the session that the request is about
         */
        sessionId: string;
    };
    url: '/status';
};

export type GetStatusResponses = {
    /**
     * its state
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * whether messages can be sent now
         */
        connected: boolean;
        /**
         * stopped: does not run, and starts when it is needed; starting; awaiting_qr: a person has to scan its code; ready: can send; disconnected: tries to get its connection back; logged_out: has to be linked anew; failed: `reason` says why
         */
        state: 'stopped' | 'starting' | 'awaiting_qr' | 'ready' | 'disconnected' | 'logged_out' | 'failed';
        /**
         * of a session that is failed. profile_lost: its saved profile is gone or damaged, link it anew; link_not_completed: a code was scanned, and within 90 s neither the link nor another code followed; WhatsApp may ask the account for a passkey; page_changed: this system can't use the page that WhatsApp serves now, and tries again every ten minutes
         */
        reason?: 'profile_lost' | 'link_not_completed' | 'page_changed';
        /**
         * phone number of the linked account, international, digits only
         */
        number?: string;
        /**
         * name of the linked WhatsApp account
         */
        name?: string;
        /**
         * when it came into this state: ISO 8601, UTC
         */
        since?: string;
        /**
         * when the link was saved last, so that it outlives a worker: ISO 8601, UTC
         */
        profileSavedAt?: string;
        /**
         * many_opt_outs, many_refusals: of the last seven days, from 50 messages on (of one session and in the overview). campaign_failing: `campaignId` is about to pause itself (of one session and in the overview). number_linked_twice: the same phone, `number`, is linked in `sessions`, too; gap and daily cap count for the phone. link_not_completed: what to do about a session that failed for that reason
         */
        warnings?: Array<Warning>;
    };
};

export type GetStatusResponse = GetStatusResponses[keyof GetStatusResponses];

export type ListClientsData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/clients';
};

export type ListClientsResponses = {
    /**
     * the sessions
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * the sessions that the key may see
         */
        clients: Array<{
            /**
             * id of the session
             */
            userId: string;
            /**
             * whether messages can be sent now
             */
            isReady: boolean;
        }>;
    };
};

export type ListClientsResponse = ListClientsResponses[keyof ListClientsResponses];

export type ListSessionsData = {
    body?: never;
    path?: never;
    query?: {
        /**
         * rows a page at most
         */
        limit?: number;
        /**
         * `nextCursor` of the page before; absent for the first page. It belongs to that query: another one is 400
         */
        cursor?: string;
    };
    url: '/api/whatsapp/sessions';
};

export type ListSessionsResponses = {
    /**
     * the sessions
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Array<Session>;
        /**
         * how to get the next page
         */
        pagination: Pagination;
    };
};

export type ListSessionsResponse = ListSessionsResponses[keyof ListSessionsResponses];

export type CreateSessionData = {
    body: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * what people call the session
         */
        label?: string;
        /**
         * of campaigns that ask for none of their own
         */
        pacing?: PacingInput;
        /**
         * messages a day at most, also where a campaign asks for more
         */
        dailyCap?: number;
        /**
         * span of the day in which nothing is sent; may go over midnight
         */
        quietHours?: SessionQuietHoursInput;
        /**
         * an IANA timezone, or WIB, WITA or WIT, in any case; no offset such as GMT+7. Answers have the IANA name
         */
        timezone?: string;
        /**
         * a reply that is nothing but one of these opts out; STOP, BERHENTI and UNSUBSCRIBE by default
         */
        optOutKeywords?: Array<string>;
        /**
         * how national numbers (0812...) are read: ISO 3166, two letters; else the session's, else that of its own number
         */
        defaultCountry?: CountryInput;
    };
    path?: never;
    query?: never;
    url: '/api/whatsapp/sessions';
};

export type CreateSessionResponses = {
    /**
     * the session
     */
    201: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Session;
    };
};

export type CreateSessionResponse = CreateSessionResponses[keyof CreateSessionResponses];

export type DeleteSessionData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
    };
    query: {
        /**
         * the session's id once more
         */
        confirm: string;
    };
    url: '/api/whatsapp/sessions/{sessionId}';
};

export type DeleteSessionResponses = {
    /**
     * no request finds it any more; its id is free again later (Retry-After)
     */
    202: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what happened, as a sentence in the caller's language
         */
        message: string;
    };
};

export type DeleteSessionResponse = DeleteSessionResponses[keyof DeleteSessionResponses];

export type GetSessionData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
    };
    query?: never;
    url: '/api/whatsapp/sessions/{sessionId}';
};

export type GetSessionResponses = {
    /**
     * the session
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Session;
    };
};

export type GetSessionResponse = GetSessionResponses[keyof GetSessionResponses];

export type ChangeSessionData = {
    body: {
        /**
         * what people call the session
         */
        label?: string | null;
        /**
         * how fast messages go; the session's own stands where a part is not given
         */
        pacing?: PacingInput | null;
        /**
         * messages a day at most, also where a campaign asks for more
         */
        dailyCap?: number | null;
        /**
         * span of the day in which nothing is sent; may go over midnight
         */
        quietHours?: SessionQuietHoursInput | null;
        /**
         * IANA timezone
         */
        timezone?: string | null;
        /**
         * replies that opt out
         */
        optOutKeywords?: Array<string> | null;
        /**
         * how national numbers (0812...) are read: ISO 3166, two letters; else the session's, else that of its own number
         */
        defaultCountry?: CountryInput | null;
    };
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
    };
    query?: never;
    url: '/api/whatsapp/sessions/{sessionId}';
};

export type ChangeSessionResponses = {
    /**
     * the session
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Session;
    };
};

export type ChangeSessionResponse = ChangeSessionResponses[keyof ChangeSessionResponses];

export type RestartSessionData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
    };
    query?: never;
    url: '/api/whatsapp/sessions/{sessionId}/restart';
};

export type RestartSessionResponses = {
    /**
     * it is on its way
     */
    202: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Session;
    };
};

export type RestartSessionResponse = RestartSessionResponses[keyof RestartSessionResponses];

export type RequestPairingCodeData = {
    body: {
        /**
         * a phone number as people write it, of at most 40 characters, or a link that holds one
         */
        number: string;
    };
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
    };
    query?: never;
    url: '/api/whatsapp/sessions/{sessionId}/pairing-code';
};

export type RequestPairingCodeResponses = {
    /**
     * the code
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what happened, as a sentence in the caller's language
         */
        message: string;
        /**
         * what was asked for
         */
        data: {
            /**
             * code to type on the phone
             */
            code: string;
            /**
             * phone number of the linked account, international, digits only
             */
            number: string;
        };
    };
    /**
     * no code yet, ask again
     */
    202: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what happened, as a sentence in the caller's language
         */
        message: string;
    };
};

export type RequestPairingCodeResponse = RequestPairingCodeResponses[keyof RequestPairingCodeResponses];

export type LogoutData = {
    body?: never;
    path?: never;
    query: {
        /**
         * id of the session that the request is about
         */
        sessionId: string;
    };
    url: '/logout';
};

export type LogoutResponses = {
    /**
     * unlinked
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what happened, as a sentence in the caller's language
         */
        message: string;
    };
};

export type LogoutResponse = LogoutResponses[keyof LogoutResponses];

export type SendMessageData = {
    body: {
        /**
         * a phone number as people write it, of at most 40 characters, or a link that holds one
         */
        number: string;
        /**
         * the text, or the caption of the file; may be left out only with a file
         */
        message?: string;
        /**
         * another name of the message, where a file goes with it
         */
        caption?: string;
        /**
         * the file that goes with the text
         */
        media?: {
            /**
             * the file's name here, as the upload answered it
             */
            filename: string;
        };
        /**
         * the message that this one answers: one of this session's chat with the number, by our id, by WhatsApp's, or by WhatsApp's with the chat before it
         */
        quotedMessageId?: string;
    };
    path?: never;
    query: {
        /**
         * id of the session that the request is about
         */
        sessionId: string;
    };
    url: '/send-message';
};

export type SendMessageResponses = {
    /**
     * WhatsApp's server has it
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what happened, as a sentence in the caller's language
         */
        message: string;
        /**
         * what was asked for
         */
        data: {
            /**
             * our id of the message
             */
            id: string;
            /**
             * seconds since 1970
             */
            timestamp: number;
        };
        /**
         * opted_out: `number` asked to get no broadcasts; own_number: the session's own `number` is among the recipients; gif_does_not_play: WhatsApp shows the file `filename` as a still picture
         */
        warnings?: Array<Warning>;
    };
    /**
     * accepted, and not confirmed yet; GET /api/whatsapp/{sessionId}/messages/{id} says what became of it
     */
    202: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what happened, as a sentence in the caller's language
         */
        message: string;
        /**
         * sent: WhatsApp's server has it; pending: not confirmed yet
         */
        status: 'pending';
        /**
         * what was asked for
         */
        data: {
            /**
             * our id of the message
             */
            id: string;
            /**
             * seconds since 1970
             */
            timestamp: number;
            /**
             * sent: WhatsApp's server has it; pending: not confirmed yet
             */
            status: 'pending';
        };
        /**
         * opted_out: `number` asked to get no broadcasts; own_number: the session's own `number` is among the recipients; gif_does_not_play: WhatsApp shows the file `filename` as a still picture
         */
        warnings?: Array<Warning>;
    };
};

export type SendMessageResponse = SendMessageResponses[keyof SendMessageResponses];

export type SendTestData = {
    body: {
        /**
         * a phone number as people write it, of at most 40 characters, or a link that holds one
         */
        number: string;
        /**
         * how national numbers (0812...) are read: ISO 3166, two letters; else the session's, else that of its own number
         */
        defaultCountry?: CountryInput;
        /**
         * what {{ name }} stands for
         */
        name?: string;
        /**
         * what other variables stand for
         */
        fields?: {
            [key: string]: string;
        };
        /**
         * the text: up to 4,096 characters, with {{ variables }} of each contact
         */
        message?: string;
        /**
         * id of a template
         */
        templateId?: string;
        /**
         * values for variables of the text that no contact has, by name; a contact's own field stands before them
         */
        variables?: {
            [key: string]: string;
        };
        /**
         * the file that goes with the text
         */
        media?: {
            /**
             * as the upload answered it; no text goes beside an audio file
             */
            filename: string;
        };
    };
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/test';
};

export type SendTestResponses = {
    /**
     * taken; `sent` when WhatsApp's server has it already
     */
    202: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * our id of the message
             */
            id: string;
            /**
             * seconds since 1970
             */
            timestamp: number;
            /**
             * phone number, international, digits only
             */
            number: string;
            /**
             * as it arrives
             */
            message: string;
            /**
             * sent: WhatsApp's server has it; pending: not confirmed yet
             */
            status: 'sent' | 'pending';
            /**
             * true: a test, outside campaigns and statistics
             */
            test: true;
        };
        /**
         * opted_out: `number` asked to get no broadcasts; own_number: the session's own `number` is among the recipients; gif_does_not_play: WhatsApp shows the file `filename` as a still picture
         */
        warnings?: Array<Warning>;
    };
};

export type SendTestResponse = SendTestResponses[keyof SendTestResponses];

export type GetMessageData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * our id of the message
         */
        id: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/messages/{id}';
};

export type GetMessageResponses = {
    /**
     * the message
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: DirectMessage;
    };
};

export type GetMessageResponse = GetMessageResponses[keyof GetMessageResponses];

export type ListListsData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
    };
    query?: {
        /**
         * rows a page at most
         */
        limit?: number;
        /**
         * `nextCursor` of the page before; absent for the first page. It belongs to that query: another one is 400
         */
        cursor?: string;
        /**
         * part of a word, in any case and with any accents, in what a person would look for: name, description, number, fields
         */
        search?: string;
    };
    url: '/api/whatsapp/{sessionId}/broadcast/lists';
};

export type ListListsResponses = {
    /**
     * a page of lists
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Array<List>;
        /**
         * how to get the next page
         */
        pagination: Pagination;
    };
};

export type ListListsResponse = ListListsResponses[keyof ListListsResponses];

export type CreateListData = {
    body: {
        /**
         * name of the list; unique within the session, in capitals or not
         */
        name: string;
        /**
         * what people say of the list
         */
        description?: string;
    };
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/lists';
};

export type CreateListResponses = {
    /**
     * the list
     */
    201: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: List;
    };
};

export type CreateListResponse = CreateListResponses[keyof CreateListResponses];

export type DeleteListData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a contact list
         */
        listId: string;
    };
    query?: {
        /**
         * true deletes the list only where it has no contact; else 409 LIST_NOT_EMPTY
         */
        ifEmpty?: 'true' | 'false';
    };
    url: '/api/whatsapp/{sessionId}/broadcast/lists/{listId}';
};

export type DeleteListResponses = {
    /**
     * gone; its contacts go in the background and never show again
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * id of a contact list
             */
            listId: string;
            /**
             * true: it is gone
             */
            deleted: true;
        };
    };
};

export type DeleteListResponse = DeleteListResponses[keyof DeleteListResponses];

export type GetListData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a contact list
         */
        listId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/lists/{listId}';
};

export type GetListResponses = {
    /**
     * the list
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: List;
    };
};

export type GetListResponse = GetListResponses[keyof GetListResponses];

export type UpdateListData = {
    body: {
        /**
         * name of the list; unique within the session, in capitals or not
         */
        name?: string;
        /**
         * null takes it away
         */
        description?: string | null;
    };
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a contact list
         */
        listId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/lists/{listId}';
};

export type UpdateListResponses = {
    /**
     * the list as it is now
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: List;
    };
};

export type UpdateListResponse = UpdateListResponses[keyof UpdateListResponses];

export type DeleteContactsData = {
    body?: {
        /**
         * the numbers to delete, as people write them
         */
        numbers: Array<string>;
        /**
         * how national numbers (0812...) are read: ISO 3166, two letters; else the session's, else that of its own number
         */
        defaultCountry?: CountryInput;
    } | {
        /**
         * true: every contact of the list
         */
        all: true;
        /**
         * true: although a campaign that is not over needs the list; whom it did not reach yet ends as `skipped` there, with `left_list`
         */
        force?: boolean;
    };
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a contact list
         */
        listId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/lists/{listId}/contacts';
};

export type DeleteContactsResponses = {
    /**
     * how many went, and which were not there
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * how many were deleted
             */
            deleted: number;
            /**
             * those that were not there
             */
            notFound: Array<string>;
        };
    };
    /**
     * how many went so far, of too many for one request; the same call goes on
     */
    202: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * how many were deleted
             */
            deleted: number;
            /**
             * those that were not there
             */
            notFound: Array<string>;
        };
    };
};

export type DeleteContactsResponse = DeleteContactsResponses[keyof DeleteContactsResponses];

export type ListContactsData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a contact list
         */
        listId: string;
    };
    query?: {
        /**
         * rows a page at most
         */
        limit?: number;
        /**
         * `nextCursor` of the page before; absent for the first page. It belongs to that query: another one is 400
         */
        cursor?: string;
        /**
         * part of a word, in any case and with any accents, in what a person would look for: name, description, number, fields
         */
        search?: string;
        /**
         * active; opted_out: gets no broadcasts; not_on_whatsapp: has no WhatsApp account
         */
        status?: 'active' | 'opted_out' | 'not_on_whatsapp';
    };
    url: '/api/whatsapp/{sessionId}/broadcast/lists/{listId}/contacts';
};

export type ListContactsResponses = {
    /**
     * a page of contacts
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Array<Contact>;
        /**
         * how to get the next page
         */
        pagination: Pagination;
    };
};

export type ListContactsResponse = ListContactsResponses[keyof ListContactsResponses];

export type AddContactsData = {
    body: {
        /**
         * the contacts, each judged by itself
         */
        contacts: Array<WrittenContactInput>;
        /**
         * how national numbers (0812...) are read: ISO 3166, two letters; else the session's, else that of its own number
         */
        defaultCountry?: CountryInput;
    } | {
        /**
         * a phone number as people write it
         */
        number: string;
        /**
         * the person's name
         */
        name?: string;
        /**
         * the contact's own fields: texts by name, which stand in messages as {{ name of the field }}
         */
        fields?: {
            [key: string]: string;
        };
        /**
         * how national numbers (0812...) are read: ISO 3166, two letters; else the session's, else that of its own number
         */
        defaultCountry?: CountryInput;
    };
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a contact list
         */
        listId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/lists/{listId}/contacts';
};

export type AddContactsResponses = {
    /**
     * what became of each
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * contacts that are new
             */
            added: number;
            /**
             * contacts that were there and changed
             */
            updated: number;
            /**
             * entries whose number came before in the same request or file
             */
            duplicates: number;
            /**
             * place in the request, the number as it came, and what was wanted
             */
            invalid: Array<{
                /**
                 * place in the request, from 0
                 */
                index: number;
                /**
                 * the number as it came
                 */
                number: string;
                /**
                 * what was wanted
                 */
                reason: string;
            }>;
        };
    };
};

export type AddContactsResponse = AddContactsResponses[keyof AddContactsResponses];

export type DeleteContactData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a contact list
         */
        listId: string;
        /**
         * a phone number as people write it, of at most 40 characters, or a link that holds one
         */
        number: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/lists/{listId}/contacts/{number}';
};

export type DeleteContactResponses = {
    /**
     * gone
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * phone number, international, digits only
             */
            number: string;
            /**
             * how many were deleted
             */
            deleted: 1;
        };
    };
};

export type DeleteContactResponse = DeleteContactResponses[keyof DeleteContactResponses];

export type GetContactData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a contact list
         */
        listId: string;
        /**
         * a phone number as people write it, of at most 40 characters, or a link that holds one
         */
        number: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/lists/{listId}/contacts/{number}';
};

export type GetContactResponses = {
    /**
     * the contact
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: ContactWithHistory;
    };
};

export type GetContactResponse = GetContactResponses[keyof GetContactResponses];

export type UpdateContactData = {
    body: {
        /**
         * null takes it away
         */
        name?: string | null;
        /**
         * replaces all of the contact's fields
         */
        fields?: {
            [key: string]: string;
        };
    };
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a contact list
         */
        listId: string;
        /**
         * a phone number as people write it, of at most 40 characters, or a link that holds one
         */
        number: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/lists/{listId}/contacts/{number}';
};

export type UpdateContactResponses = {
    /**
     * the contact as it is now
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Contact;
    };
};

export type UpdateContactResponse = UpdateContactResponses[keyof UpdateContactResponses];

export type ExportContactsData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a contact list
         */
        listId: string;
    };
    query?: {
        /**
         * true puts a byte order mark first, for Excel
         */
        bom?: 'true' | 'false';
    };
    url: '/api/whatsapp/{sessionId}/broadcast/export/contacts/{listId}';
};

export type ExportContactsResponses = {
    /**
     * up to 4 MB
     */
    200: string;
    /**
     * it is large and the file not ready; the same call later gives the 303
     */
    202: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * how far it is
             */
            state: 'running';
        };
    };
};

export type ExportContactsResponse = ExportContactsResponses[keyof ExportContactsResponses];

export type ImportContactsData = {
    body: {
        /**
         * the file, with a header or without: its text, or a Blob
         */
        csv: string | Blob | File;
        /**
         * upsert when not given
         */
        mode?: 'upsert' | 'skip' | 'replace';
        /**
         * how national numbers (0812...) are read: ISO 3166, two letters; else the session's, else that of its own number
         */
        defaultCountry?: CountryInput;
        /**
         * detected from the header line when not given
         */
        delimiter?: ',' | ';' | '\t' | '|' | 'comma' | 'semicolon' | 'tab' | 'pipe';
        /**
         * found out by a byte order mark or the bytes when not given
         */
        encoding?: string;
        /**
         * whether the first row is a header; found out when not given
         */
        header?: boolean;
        /**
         * true: the same report, and nothing written
         */
        dryRun?: boolean;
        /**
         * true: with mode=replace, although a campaign that is not over needs the list; whom it did not reach yet ends as `skipped` there, with `left_list`
         */
        force?: boolean;
        /**
         * column, by its header or its place from 1, to number, name, a field's name, or null to leave it out
         */
        mapping?: {
            [key: string]: string | null;
        };
    } | {
        /**
         * names the stored file in an import
         */
        uploadKey: string;
        /**
         * upsert when not given
         */
        mode?: 'upsert' | 'skip' | 'replace';
        /**
         * how national numbers (0812...) are read: ISO 3166, two letters; else the session's, else that of its own number
         */
        defaultCountry?: CountryInput;
        /**
         * detected from the header line when not given
         */
        delimiter?: ',' | ';' | '\t' | '|' | 'comma' | 'semicolon' | 'tab' | 'pipe';
        /**
         * found out by a byte order mark or the bytes when not given
         */
        encoding?: string;
        /**
         * whether the first row is a header; found out when not given
         */
        header?: boolean;
        /**
         * true: the same report, and nothing written
         */
        dryRun?: boolean;
        /**
         * true: with mode=replace, although a campaign that is not over needs the list; whom it did not reach yet ends as `skipped` there, with `left_list`
         */
        force?: boolean;
        /**
         * column, by its header or its place from 1, to number, name, a field's name, or null to leave it out
         */
        mapping?: {
            [key: string]: string | null;
        };
    };
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a contact list
         */
        listId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/lists/{listId}/contacts/bulk';
};

export type ImportContactsResponses = {
    /**
     * taken; ask for the job
     */
    202: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * id of an import
             */
            importId: string;
            /**
             * state of the job
             */
            state: 'queued' | 'running' | 'completed' | 'failed';
            /**
             * rows of the file without its header
             */
            totalRows?: number;
        };
    };
};

export type ImportContactsResponse = ImportContactsResponses[keyof ImportContactsResponses];

export type ListImportsData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a contact list
         */
        listId: string;
    };
    query?: {
        /**
         * rows a page at most
         */
        limit?: number;
        /**
         * `nextCursor` of the page before; absent for the first page. It belongs to that query: another one is 400
         */
        cursor?: string;
    };
    url: '/api/whatsapp/{sessionId}/broadcast/lists/{listId}/imports';
};

export type ListImportsResponses = {
    /**
     * a page of imports
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Array<Import>;
        /**
         * how to get the next page
         */
        pagination: Pagination;
    };
};

export type ListImportsResponse = ListImportsResponses[keyof ListImportsResponses];

export type GetImportData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a contact list
         */
        listId: string;
        /**
         * id of an import
         */
        importId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/lists/{listId}/imports/{importId}';
};

export type GetImportResponses = {
    /**
     * the import
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Import;
    };
};

export type GetImportResponse = GetImportResponses[keyof GetImportResponses];

export type GetImportErrorsData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a contact list
         */
        listId: string;
        /**
         * id of an import
         */
        importId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/lists/{listId}/imports/{importId}/errors.csv';
};

export type GetImportErrorsResponses = {
    /**
     * line, number, reason
     */
    200: string;
};

export type GetImportErrorsResponse = GetImportErrorsResponses[keyof GetImportErrorsResponses];

export type SendCampaignData = {
    body: {
        /**
         * the lists whose contacts get the message; a number in several of them gets it once
         */
        listIds?: Array<string>;
        /**
         * id of a contact list
         */
        listId?: string;
        /**
         * lists whose contacts get no message, whichever other list they are in
         */
        excludeListIds?: Array<string>;
        /**
         * name of the campaign; made of the time where none is given
         */
        name?: string;
        /**
         * true: sends to the contacts that are there, although an import into one of the lists (or into one that is left out) is unfinished; `total` counts them, and the rows that the import has in hand
         */
        allowPartial?: boolean;
        /**
         * the text: up to 4,096 characters, with {{ variables }} of each contact
         */
        message?: string;
        /**
         * id of a template
         */
        templateId?: string;
        /**
         * values for variables of the text that no contact has, by name; a contact's own field stands before them
         */
        variables?: {
            [key: string]: string;
        };
        /**
         * the file that goes with the text
         */
        media?: {
            /**
             * as the upload answered it; no text goes beside an audio file
             */
            filename: string;
        };
        /**
         * how fast messages go; the session's own stands where a part is not given
         */
        pacing?: PacingInput;
        /**
         * span of the day in which nothing is sent; may go over midnight
         */
        quietHours?: QuietHoursInput;
        /**
         * true: sends although the same message to the same lists was sent less than 10 seconds ago without an Idempotency-Key
         */
        allowDuplicate?: boolean;
        /**
         * a stopped campaign of this session: writes to those of its audience, as it was at its launch, whom it did not reach. What is not named (lists, message, pacing, quiet hours) is as there; lists can only be some of its own
         */
        remainderOf?: string;
        /**
         * true: sends and keeps nothing, and answers what would happen (200). What a send would refuse is refused; no first answer is kept under an Idempotency-Key
         */
        dryRun?: boolean;
    };
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/send';
};

export type SendCampaignResponses = {
    /**
     * `dryRun` only: what would happen
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: DryRun;
        /**
         * same_body_within_an_hour: `campaignId` of the other one; import_running: `importId`; missing_variable: `have` of `of` contacts have `variable`, the others get no message; own_number: the session's own `number` is among the recipients; gif_does_not_play: WhatsApp shows the file `filename` as a still picture
         */
        warnings?: Array<Warning>;
    };
    /**
     * taken
     */
    202: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * id of a campaign
             */
            campaignId: string;
            /**
             * scheduled: waits for its time; running: sends, or waits (`waitingFor`); paused: until a person resumes it; completed: no recipient is left; stopped: by a person, for good
             */
            status: 'scheduled' | 'running' | 'paused' | 'completed' | 'stopped';
            /**
             * recipients at most: the contacts of the lists at the launch
             */
            total: number;
        };
        /**
         * same_body_within_an_hour: `campaignId` of the other one; import_running: `importId`; missing_variable: `have` of `of` contacts have `variable`, the others get no message; own_number: the session's own `number` is among the recipients; gif_does_not_play: WhatsApp shows the file `filename` as a still picture
         */
        warnings?: Array<Warning>;
    };
};

export type SendCampaignResponse = SendCampaignResponses[keyof SendCampaignResponses];

export type ScheduleCampaignData = {
    body: {
        /**
         * the lists whose contacts get the message; a number in several of them gets it once
         */
        listIds?: Array<string>;
        /**
         * id of a contact list
         */
        listId?: string;
        /**
         * lists whose contacts get no message, whichever other list they are in
         */
        excludeListIds?: Array<string>;
        /**
         * name of the campaign; made of the time where none is given
         */
        name?: string;
        /**
         * true: sends to the contacts that are there, although an import into one of the lists (or into one that is left out) is unfinished; `total` counts them, and the rows that the import has in hand
         */
        allowPartial?: boolean;
        /**
         * the text: up to 4,096 characters, with {{ variables }} of each contact
         */
        message?: string;
        /**
         * id of a template
         */
        templateId?: string;
        /**
         * values for variables of the text that no contact has, by name; a contact's own field stands before them
         */
        variables?: {
            [key: string]: string;
        };
        /**
         * the file that goes with the text
         */
        media?: {
            /**
             * as the upload answered it; no text goes beside an audio file
             */
            filename: string;
        };
        /**
         * how fast messages go; the session's own stands where a part is not given
         */
        pacing?: PacingInput;
        /**
         * span of the day in which nothing is sent; may go over midnight
         */
        quietHours?: QuietHoursInput;
        /**
         * local time in `timezone`, a blank or T before the time, or a moment with Z or an offset
         */
        sendAt: string;
        /**
         * an IANA timezone, or WIB, WITA or WIT, in any case; no offset such as GMT+7. Answers have the IANA name
         */
        timezone?: string;
        /**
         * started later than so many minutes, because of an unfinished import or otherwise, it is paused instead (too_late); without it, it starts however late
         */
        maxLateMinutes?: number;
        /**
         * true: sends and keeps nothing, and answers what would happen (200). What a send would refuse is refused; no first answer is kept under an Idempotency-Key
         */
        dryRun?: boolean;
    };
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/schedule';
};

export type ScheduleCampaignResponses = {
    /**
     * `dryRun` only: what would happen
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: DryRun;
        /**
         * same_body_within_an_hour: `campaignId` of the other one; import_running: `importId`; missing_variable: `have` of `of` contacts have `variable`, the others get no message; own_number: the session's own `number` is among the recipients; gif_does_not_play: WhatsApp shows the file `filename` as a still picture
         */
        warnings?: Array<Warning>;
    };
    /**
     * scheduled
     */
    202: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * id of a campaign
             */
            campaignId: string;
            /**
             * scheduled: waits for its time; running: sends, or waits (`waitingFor`); paused: until a person resumes it; completed: no recipient is left; stopped: by a person, for good
             */
            status: 'scheduled' | 'running' | 'paused' | 'completed' | 'stopped';
            /**
             * recipients at most: the contacts of the lists at the launch
             */
            total: number;
            /**
             * when it is to start: ISO 8601, UTC
             */
            sendAt: string;
            /**
             * IANA timezone
             */
            timezone: string;
        };
        /**
         * same_body_within_an_hour: `campaignId` of the other one; import_running: `importId`; missing_variable: `have` of `of` contacts have `variable`, the others get no message; own_number: the session's own `number` is among the recipients; gif_does_not_play: WhatsApp shows the file `filename` as a still picture
         */
        warnings?: Array<Warning>;
    };
};

export type ScheduleCampaignResponse = ScheduleCampaignResponses[keyof ScheduleCampaignResponses];

export type ListCampaignsData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
    };
    query?: {
        /**
         * rows a page at most
         */
        limit?: number;
        /**
         * `nextCursor` of the page before; absent for the first page. It belongs to that query: another one is 400
         */
        cursor?: string;
        /**
         * part of a word, in any case and with any accents, in what a person would look for: name, description, number, fields
         */
        search?: string;
        /**
         * one or several of scheduled, running, paused, completed, stopped, with commas between
         */
        status?: string;
        /**
         * a day of the session's timezone, or a time with Z or an offset
         */
        from?: string;
        /**
         * a day of the session's timezone, or a time with Z or an offset
         */
        to?: string;
    };
    url: '/api/whatsapp/{sessionId}/broadcast/campaigns';
};

export type ListCampaignsResponses = {
    /**
     * a page of campaigns
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Array<Campaign>;
        /**
         * how to get the next page
         */
        pagination: Pagination;
    };
};

export type ListCampaignsResponse = ListCampaignsResponses[keyof ListCampaignsResponses];

export type DeleteCampaignData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a campaign
         */
        campaignId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/campaigns/{campaignId}';
};

export type DeleteCampaignResponses = {
    /**
     * deleted
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * id of a campaign
             */
            campaignId: string;
        };
    };
};

export type DeleteCampaignResponse = DeleteCampaignResponses[keyof DeleteCampaignResponses];

export type GetCampaignData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a campaign
         */
        campaignId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/campaigns/{campaignId}';
};

export type GetCampaignResponses = {
    /**
     * the campaign
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Campaign;
    };
};

export type GetCampaignResponse = GetCampaignResponses[keyof GetCampaignResponses];

export type ChangeCampaignData = {
    body: {
        /**
         * the lists whose contacts get the message; a number in several of them gets it once
         */
        listIds?: Array<string>;
        /**
         * id of a contact list
         */
        listId?: string;
        /**
         * lists whose contacts get no message, whichever other list they are in
         */
        excludeListIds?: Array<string>;
        /**
         * name of the campaign; made of the time where none is given
         */
        name?: string;
        /**
         * true: sends to the contacts that are there, although an import into one of the lists (or into one that is left out) is unfinished; `total` counts them, and the rows that the import has in hand
         */
        allowPartial?: boolean;
        /**
         * the text: up to 4,096 characters, with {{ variables }} of each contact
         */
        message?: string;
        /**
         * id of a template
         */
        templateId?: string;
        /**
         * values for variables of the text that no contact has, by name; a contact's own field stands before them
         */
        variables?: {
            [key: string]: string;
        };
        /**
         * the file that goes with the text
         */
        media?: {
            /**
             * as the upload answered it; no text goes beside an audio file
             */
            filename: string;
        };
        /**
         * how fast messages go; the session's own stands where a part is not given
         */
        pacing?: PacingInput;
        /**
         * span of the day in which nothing is sent; may go over midnight
         */
        quietHours?: QuietHoursInput;
        /**
         * local time in `timezone`, a blank or T before the time, or a moment with Z or an offset
         */
        sendAt?: string;
        /**
         * an IANA timezone, or WIB, WITA or WIT, in any case; no offset such as GMT+7. Answers have the IANA name
         */
        timezone?: string;
        /**
         * started later than so many minutes, because of an unfinished import or otherwise, it is paused instead (too_late); without it, it starts however late
         */
        maxLateMinutes?: number;
    };
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a campaign
         */
        campaignId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/campaigns/{campaignId}';
};

export type ChangeCampaignResponses = {
    /**
     * changed
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Campaign;
        /**
         * same_body_within_an_hour: `campaignId` of the other one; import_running: `importId`; missing_variable: `have` of `of` contacts have `variable`, the others get no message; own_number: the session's own `number` is among the recipients; gif_does_not_play: WhatsApp shows the file `filename` as a still picture
         */
        warnings?: Array<Warning>;
    };
};

export type ChangeCampaignResponse = ChangeCampaignResponses[keyof ChangeCampaignResponses];

export type ListRecipientsData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a campaign
         */
        campaignId: string;
    };
    query?: {
        /**
         * rows a page at most
         */
        limit?: number;
        /**
         * `nextCursor` of the page before; absent for the first page. It belongs to that query: another one is 400
         */
        cursor?: string;
        /**
         * part of a word, in any case and with any accents, in what a person would look for: name, description, number, fields
         */
        search?: string;
        /**
         * one or several of sending, sent, delivered, read, replied, failed, skipped, in_doubt, notReached, with commas between
         */
        status?: string;
    };
    url: '/api/whatsapp/{sessionId}/broadcast/campaigns/{campaignId}/recipients';
};

export type ListRecipientsResponses = {
    /**
     * a page of recipients
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Array<Recipient>;
        /**
         * how to get the next page
         */
        pagination: Pagination;
    };
};

export type ListRecipientsResponse = ListRecipientsResponses[keyof ListRecipientsResponses];

export type PauseCampaignData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a campaign
         */
        campaignId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/campaigns/{campaignId}/pause';
};

export type PauseCampaignResponses = {
    /**
     * done
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Campaign;
    };
};

export type PauseCampaignResponse = PauseCampaignResponses[keyof PauseCampaignResponses];

export type ResumeCampaignData = {
    body?: {
        /**
         * true: it goes on although the session is linked to another number than the campaign went from so far
         */
        acceptNumber?: boolean;
    };
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a campaign
         */
        campaignId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/campaigns/{campaignId}/resume';
};

export type ResumeCampaignResponses = {
    /**
     * done
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Campaign;
    };
};

export type ResumeCampaignResponse = ResumeCampaignResponses[keyof ResumeCampaignResponses];

export type StopCampaignData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a campaign
         */
        campaignId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/campaigns/{campaignId}/stop';
};

export type StopCampaignResponses = {
    /**
     * done
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Campaign;
    };
};

export type StopCampaignResponse = StopCampaignResponses[keyof StopCampaignResponses];

export type RetryCampaignData = {
    body: {
        /**
         * outcomes to try once more
         */
        statuses: Array<'failed' | 'in_doubt'>;
        /**
         * true: it goes on although the session is linked to another number than the campaign went from so far
         */
        acceptNumber?: boolean;
    };
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a campaign
         */
        campaignId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/campaigns/{campaignId}/retry';
};

export type RetryCampaignResponses = {
    /**
     * taken
     */
    202: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * id of a campaign
             */
            campaignId: string;
            /**
             * name of the campaign; made of the time where none is given
             */
            name: string;
            /**
             * scheduled: waits for its time; running: sends, or waits (`waitingFor`); paused: until a person resumes it; completed: no recipient is left; stopped: by a person, for good
             */
            status: 'scheduled' | 'running' | 'paused' | 'completed' | 'stopped';
            /**
             * user: a person did it; first_deleted: the stopped campaign that it goes on from is gone, so that it can't be known whom that one reached: stop it; number_changed: resume with acceptNumber; audience_empty: its lists were empty at its start; page_changed: WhatsApp's page fails at its messages, and `page` says how: resume it when the page works again; too_late: its time was over; session_logged_out: link the session again, then resume; others: recipients failed one after the other
             */
            pausedBecause?: 'user' | 'session_logged_out' | 'failure_streak' | 'restricted_by_whatsapp' | 'too_late' | 'number_changed' | 'first_deleted' | 'audience_empty' | 'page_changed';
            /**
             * why a running campaign sends nothing now; session: it is not connected; pacing: the pause between two messages; quiet_hours; daily_cap: its messages of today are sent; import: one into its lists is unfinished; operator: sending is halted; page: WhatsApp's page failed at its messages, or at those of several other sessions; whatsapp_limit: WhatsApp lets the account begin no chat now; new_chats: the chats that may begin today have begun
             */
            waitingFor?: 'session' | 'pacing' | 'quiet_hours' | 'daily_cap' | 'import' | 'operator' | 'page' | 'whatsapp_limit' | 'new_chats';
            /**
             * of a running one: its recipients fail one after the other, and it is about to pause itself
             */
            failing?: {
                /**
                 * refused: WhatsApp refused so many messages since it took one; not_on_whatsapp: so many of the last 100 numbers have no WhatsApp
                 */
                because: 'refused' | 'not_on_whatsapp';
                /**
                 * how many by now
                 */
                count: number;
                /**
                 * with how many it pauses itself; of numbers not before 100 were tried
                 */
                pausesAt: number;
            };
            /**
             * where it waits for WhatsApp's page or was paused by it: the page's error and its version
             */
            page?: {
                /**
                 * what the page said
                 */
                error: string;
                /**
                 * WhatsApp's own name for the build of its page
                 */
                version?: string;
            };
            /**
             * the lists whose contacts get the message; a number in several of them gets it once
             */
            listIds: Array<string>;
            /**
             * lists whose contacts get no message, whichever other list they are in
             */
            excludeListIds: Array<string>;
            /**
             * upper bound of those that it was launched for; once it is over, the sum of its counts
             */
            total: number;
            /**
             * recipients by the state that each is in now
             */
            counts: {
                /**
                 * recipients whose message is handed over now
                 */
                sending: number;
                /**
                 * recipients whose message is on WhatsApp's server, and no further now
                 */
                sent: number;
                /**
                 * recipients whose message is on their phone, and not read now
                 */
                delivered: number;
                /**
                 * recipients whose message is read now
                 */
                read: number;
                /**
                 * recipients whose message is answered now
                 */
                replied: number;
                /**
                 * recipients whose message was not sent
                 */
                failed: number;
                /**
                 * recipients who were left out on purpose; `skippedByReason` says why
                 */
                skipped: number;
                /**
                 * recipients of whom it is not known whether they got the message
                 */
                in_doubt: number;
                /**
                 * recipients of a stopped campaign to whom nothing was tried
                 */
                notReached: number;
            };
            /**
             * messages by what ever became of them
             */
            totals: {
                /**
                 * messages that were sent, also where they are further now
                 */
                sent: number;
                /**
                 * messages that were delivered, also where they are further now
                 */
                delivered: number;
                /**
                 * messages that were read, also where they are further now
                 */
                read: number;
                /**
                 * messages that were answered, also where they are further now
                 */
                replied: number;
            };
            /**
             * shares of what was sent, from 0 to 1
             */
            rates: {
                /**
                 * sent / attempted, from 0 to 1; 0 where nothing is counted yet
                 */
                success: number;
                /**
                 * delivered / sent, from 0 to 1; 0 where nothing is counted yet
                 */
                delivery: number;
                /**
                 * read / delivered, from 0 to 1; 0 where nothing is counted yet
                 */
                read: number;
                /**
                 * replied / sent, from 0 to 1; 0 where nothing is counted yet
                 */
                reply: number;
                /**
                 * failed / attempted, from 0 to 1; 0 where nothing is counted yet
                 */
                failure: number;
            };
            /**
             * why recipients were skipped, such as left_list: left its lists after the launch
             */
            skippedByReason: {
                [key: string]: number;
            };
            /**
             * messages that failed, by reason
             */
            failuresByReason: {
                [key: string]: number;
            };
            /**
             * how much is done, from 0 to 1
             */
            progress: number;
            /**
             * the session's own number that it goes from
             */
            sender?: string;
            /**
             * the stopped campaign that it goes on from: it writes to those whom that one did not reach
             */
            remainderOf?: string;
            /**
             * when quiet hours, the day of a daily cap or of new chats, or what WhatsApp told of a limit are over
             */
            waitingUntil?: string;
            /**
             * the figures of each day on which it sent
             */
            byDay?: Array<{
                /**
                 * a day of the session's timezone
                 */
                day: string;
                /**
                 * recipients by the state that each is in now
                 */
                counts: {
                    /**
                     * recipients whose message is handed over now
                     */
                    sending: number;
                    /**
                     * recipients whose message is on WhatsApp's server, and no further now
                     */
                    sent: number;
                    /**
                     * recipients whose message is on their phone, and not read now
                     */
                    delivered: number;
                    /**
                     * recipients whose message is read now
                     */
                    read: number;
                    /**
                     * recipients whose message is answered now
                     */
                    replied: number;
                    /**
                     * recipients whose message was not sent
                     */
                    failed: number;
                    /**
                     * recipients who were left out on purpose; `skippedByReason` says why
                     */
                    skipped: number;
                    /**
                     * recipients of whom it is not known whether they got the message
                     */
                    in_doubt: number;
                };
                /**
                 * messages by what ever became of them
                 */
                totals: {
                    /**
                     * recipients to whom it was tried
                     */
                    attempted: number;
                    /**
                     * messages that were sent, also where they are further now
                     */
                    sent: number;
                    /**
                     * messages that were delivered, also where they are further now
                     */
                    delivered: number;
                    /**
                     * messages that were read, also where they are further now
                     */
                    read: number;
                    /**
                     * messages that were answered, also where they are further now
                     */
                    replied: number;
                    /**
                     * messages that were not sent
                     */
                    failed: number;
                    /**
                     * recipients who were left out on purpose
                     */
                    skipped: number;
                    /**
                     * messages of which it is not known whether they were sent
                     */
                    in_doubt: number;
                };
                /**
                 * shares of what was sent, from 0 to 1
                 */
                rates: {
                    /**
                     * sent / attempted, from 0 to 1; 0 where nothing is counted yet
                     */
                    success: number;
                    /**
                     * delivered / sent, from 0 to 1; 0 where nothing is counted yet
                     */
                    delivery: number;
                    /**
                     * read / delivered, from 0 to 1; 0 where nothing is counted yet
                     */
                    read: number;
                    /**
                     * replied / sent, from 0 to 1; 0 where nothing is counted yet
                     */
                    reply: number;
                    /**
                     * failed / attempted, from 0 to 1; 0 where nothing is counted yet
                     */
                    failure: number;
                };
            }>;
            /**
             * the text, or the caption of the file, as it was written; empty where a file goes alone
             */
            message?: string;
            /**
             * values for variables of the text that no contact has, by name; a contact's own field stands before them
             */
            variables?: {
                [key: string]: string;
            };
            /**
             * where the text came from; a later version of the template changes nothing here
             */
            template?: {
                /**
                 * id of a template
                 */
                templateId: string;
                /**
                 * counts the changes of the template, from 1
                 */
                version: number;
            };
            /**
             * the file that goes with the text
             */
            media?: {
                /**
                 * the file's name here, as the upload answered it
                 */
                filename: string;
                /**
                 * what WhatsApp shows it as
                 */
                kind: 'image' | 'video' | 'audio' | 'document';
                /**
                 * media type of the file
                 */
                contentType: string;
                /**
                 * the file's name on the computer that it came from
                 */
                originalName: string;
                /**
                 * size of the file in bytes
                 */
                size: number;
            };
            /**
             * how fast it sends: its own pacing where it has some, else the session's, else the defaults
             */
            pacing?: {
                /**
                 * shortest pause between two messages, in milliseconds
                 */
                minGapMs: number;
                /**
                 * longest pause between two messages, in milliseconds; each pause is drawn between the two
                 */
                maxGapMs: number;
                /**
                 * messages a minute at most
                 */
                perMinute?: number;
                /**
                 * messages an hour at most
                 */
                perHour?: number;
                /**
                 * messages within 24 hours at most
                 */
                perDay?: number;
                /**
                 * chats that it may begin today; absent: no bound
                 */
                newChatsPerDay?: number;
            };
            /**
             * span of the day in which nothing is sent; may go over midnight
             */
            quietHours?: QuietHours;
            /**
             * when it was made: ISO 8601, UTC
             */
            createdAt: string;
            /**
             * when it began: ISO 8601, UTC
             */
            startedAt?: string;
            /**
             * when it was over: ISO 8601, UTC
             */
            finishedAt?: string;
            /**
             * when it is likely over, by its pacing, new chats a day, quiet hours and daily cap: ISO 8601, UTC
             */
            estimatedFinishAt?: string;
            /**
             * when it is to start: ISO 8601, UTC
             */
            sendAt?: string;
            /**
             * IANA timezone
             */
            timezone?: string;
            /**
             * a campaign that could start only so many minutes late is paused instead
             */
            maxLateMinutes?: number;
            /**
             * outcomes that a retry under way tries again
             */
            retrying?: Array<'failed' | 'in_doubt'>;
            /**
             * how many will be tried once more: those with these outcomes who still stand in the lists; of a campaign that can't be counted within 10 s, as of its counts
             */
            willRetry: number;
        };
    };
};

export type RetryCampaignResponse = RetryCampaignResponses[keyof RetryCampaignResponses];

export type ExportCampaignData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a campaign
         */
        campaignId: string;
    };
    query?: {
        /**
         * true: a byte order mark first, for Excel
         */
        bom?: 'true' | 'false';
    };
    url: '/api/whatsapp/{sessionId}/broadcast/export/campaign/{campaignId}';
};

export type ExportCampaignResponses = {
    /**
     * up to 4 MB
     */
    200: string;
    /**
     * it is large and the file not ready; the same call later gives the 303
     */
    202: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * how far it is
             */
            state: 'running';
        };
    };
};

export type ExportCampaignResponse = ExportCampaignResponses[keyof ExportCampaignResponses];

export type ListUploadsData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
    };
    query?: {
        /**
         * rows a page at most
         */
        limit?: number;
        /**
         * `nextCursor` of the page before; absent for the first page. It belongs to that query: another one is 400
         */
        cursor?: string;
        /**
         * part of a word, in any case and with any accents, in what a person would look for: name, description, number, fields
         */
        search?: string;
        /**
         * only files in this state
         */
        state?: 'awaiting_upload' | 'checking' | 'ready' | 'rejected';
        /**
         * media: goes with messages; contacts: a CSV for an import. `media` when not given
         */
        purpose?: 'media' | 'contacts';
    };
    url: '/api/whatsapp/{sessionId}/broadcast/upload';
};

export type ListUploadsResponses = {
    /**
     * a page of files
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Array<Media>;
        /**
         * how to get the next page
         */
        pagination: Pagination;
    };
};

export type ListUploadsResponse = ListUploadsResponses[keyof ListUploadsResponses];

export type CreateUploadData = {
    body: {
        /**
         * the file's name on its sender's computer
         */
        filename: string;
        /**
         * media type of the file
         */
        contentType: string;
        /**
         * bytes, exactly
         */
        size: number;
        /**
         * media: goes with messages; contacts: a CSV for an import. `media` when not given
         */
        purpose?: 'media' | 'contacts';
    };
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/upload';
};

export type CreateUploadResponses = {
    /**
     * the permission to upload, or the file as it was stored and checked
     */
    201: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * assigned here, unique; what campaigns name
             */
            filename: string;
            /**
             * the file's name on the computer that it came from
             */
            originalName: string;
            /**
             * media: goes with messages; contacts: a CSV for an import. `media` when not given
             */
            purpose: 'media' | 'contacts';
            /**
             * media type of the file
             */
            contentType: string;
            /**
             * what WhatsApp shows it as
             */
            kind: 'image' | 'video' | 'audio' | 'document' | 'contacts';
            /**
             * size of the file in bytes
             */
            size: number;
            /**
             * awaiting_upload; checking: its bytes are looked at; ready: can be sent; rejected: `reason` says why
             */
            state: 'awaiting_upload' | 'checking' | 'ready' | 'rejected';
            /**
             * why it was rejected
             */
            reason?: 'mismatch' | 'too_large' | 'empty' | 'disguised' | 'unreadable' | 'not_uploaded';
            /**
             * what its bytes are, where that is the reason
             */
            found?: string;
            /**
             * what it was taken as, or what to upload instead
             */
            note?: string;
            /**
             * SHA-256 of the file's bytes, hex
             */
            sha256?: string;
            /**
             * campaigns that need it and are not over
             */
            usedBy: Array<string>;
            /**
             * names the stored file in an import
             */
            uploadKey: string;
            /**
             * when it was made: ISO 8601, UTC
             */
            createdAt: string;
            /**
             * when it was checked: ISO 8601, UTC
             */
            checkedAt?: string;
            /**
             * where to POST the form with the file
             */
            url?: string;
            /**
             * form fields to send along with the file, before it, as they are
             */
            fields?: {
                [key: string]: string;
            };
            /**
             * when it ends to be good: ISO 8601, UTC
             */
            expiresAt?: string;
        };
        /**
         * gif_does_not_play: WhatsApp shows it as a still picture
         */
        warnings?: Array<Warning>;
    };
};

export type CreateUploadResponse = CreateUploadResponses[keyof CreateUploadResponses];

export type DeleteUploadData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * the file's name here, as the upload answered it
         */
        filename: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/upload/{filename}';
};

export type DeleteUploadResponses = {
    /**
     * it is gone
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * the file's name here, as the upload answered it
             */
            filename: string;
            /**
             * true: it is gone
             */
            deleted: true;
        };
    };
};

export type DeleteUploadResponse = DeleteUploadResponses[keyof DeleteUploadResponses];

export type GetUploadData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * the file's name here, as the upload answered it
         */
        filename: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/upload/{filename}';
};

export type GetUploadResponses = {
    /**
     * the file
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Media;
        /**
         * gif_does_not_play: WhatsApp shows it as a still picture
         */
        warnings?: Array<Warning>;
    };
};

export type GetUploadResponse = GetUploadResponses[keyof GetUploadResponses];

export type ListTemplatesData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
    };
    query?: {
        /**
         * rows a page at most
         */
        limit?: number;
        /**
         * `nextCursor` of the page before; absent for the first page. It belongs to that query: another one is 400
         */
        cursor?: string;
        /**
         * part of a word, in any case and with any accents, in what a person would look for: name, description, number, fields
         */
        search?: string;
    };
    url: '/api/whatsapp/{sessionId}/broadcast/templates';
};

export type ListTemplatesResponses = {
    /**
     * a page of templates
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Array<Template>;
        /**
         * how to get the next page
         */
        pagination: Pagination;
    };
};

export type ListTemplatesResponse = ListTemplatesResponses[keyof ListTemplatesResponses];

export type CreateTemplateData = {
    body: {
        /**
         * name of the template
         */
        name: string;
        /**
         * the template's text, with {{ variables }}
         */
        body: string;
        /**
         * the file that goes with the text
         */
        media?: {
            /**
             * as the upload answered it; no text goes beside an audio file
             */
            filename: string;
        };
    };
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/templates';
};

export type CreateTemplateResponses = {
    /**
     * the template
     */
    201: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Template;
    };
};

export type CreateTemplateResponse = CreateTemplateResponses[keyof CreateTemplateResponses];

export type DeleteTemplateData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a template
         */
        templateId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/templates/{templateId}';
};

export type DeleteTemplateResponses = {
    /**
     * it is gone
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * id of a template
             */
            templateId: string;
            /**
             * true: it is gone
             */
            deleted: true;
        };
    };
};

export type DeleteTemplateResponse = DeleteTemplateResponses[keyof DeleteTemplateResponses];

export type GetTemplateData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a template
         */
        templateId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/templates/{templateId}';
};

export type GetTemplateResponses = {
    /**
     * the template
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Template;
    };
};

export type GetTemplateResponse = GetTemplateResponses[keyof GetTemplateResponses];

export type UpdateTemplateData = {
    body: {
        /**
         * name of the template
         */
        name?: string;
        /**
         * the template's text, with {{ variables }}
         */
        body?: string;
        /**
         * the file that goes with the text
         */
        media?: {
            /**
             * as the upload answered it; no text goes beside an audio file
             */
            filename: string;
        } | null;
    };
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a template
         */
        templateId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/templates/{templateId}';
};

export type UpdateTemplateResponses = {
    /**
     * the template as it is now
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Template;
    };
};

export type UpdateTemplateResponse = UpdateTemplateResponses[keyof UpdateTemplateResponses];

export type PreviewMessageData = {
    body: {
        /**
         * the contacts, each judged by itself
         */
        contacts?: Array<{
            /**
             * a phone number as people write it, of at most 40 characters, or a link that holds one
             */
            number: string;
            /**
             * the person's name, for {{ name }}
             */
            name?: string;
            /**
             * the contact's own fields: texts by name, which stand in messages as {{ name of the field }}
             */
            fields?: {
                [key: string]: string;
            };
        }>;
        /**
         * in place of `contacts`: the first contacts of this list, in the order in which it is listed
         */
        listId?: string;
        /**
         * how many contacts of the list; 10 when not given
         */
        limit?: number;
        /**
         * how national numbers (0812...) are read: ISO 3166, two letters; else the session's, else that of its own number
         */
        defaultCountry?: CountryInput;
        /**
         * values for variables of the text that no contact has, by name; a contact's own field stands before them
         */
        variables?: {
            [key: string]: string;
        };
        /**
         * the text: up to 4,096 characters, with {{ variables }} of each contact
         */
        message: string;
    };
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/preview';
};

export type PreviewMessageResponses = {
    /**
     * a message for each contact
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Array<{
            /**
             * phone number, international, digits only
             */
            number: string;
            /**
             * name of the template
             */
            name?: string;
            /**
             * whether this contact would get a message
             */
            ok: boolean;
            /**
             * as it would arrive
             */
            message?: string;
            /**
             * variables that the contact lacks and the text needs
             */
            missing: Array<string>;
            /**
             * what is wrong, in words
             */
            problem?: string;
        }>;
    };
};

export type PreviewMessageResponse = PreviewMessageResponses[keyof PreviewMessageResponses];

export type PreviewTemplateData = {
    body: {
        /**
         * the contacts, each judged by itself
         */
        contacts?: Array<{
            /**
             * a phone number as people write it, of at most 40 characters, or a link that holds one
             */
            number: string;
            /**
             * the person's name, for {{ name }}
             */
            name?: string;
            /**
             * the contact's own fields: texts by name, which stand in messages as {{ name of the field }}
             */
            fields?: {
                [key: string]: string;
            };
        }>;
        /**
         * in place of `contacts`: the first contacts of this list, in the order in which it is listed
         */
        listId?: string;
        /**
         * how many contacts of the list; 10 when not given
         */
        limit?: number;
        /**
         * how national numbers (0812...) are read: ISO 3166, two letters; else the session's, else that of its own number
         */
        defaultCountry?: CountryInput;
        /**
         * values for variables of the text that no contact has, by name; a contact's own field stands before them
         */
        variables?: {
            [key: string]: string;
        };
    };
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
        /**
         * id of a template
         */
        templateId: string;
    };
    query?: never;
    url: '/api/whatsapp/{sessionId}/broadcast/templates/{templateId}/preview';
};

export type PreviewTemplateResponses = {
    /**
     * a message for each contact
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Array<{
            /**
             * phone number, international, digits only
             */
            number: string;
            /**
             * name of the template
             */
            name?: string;
            /**
             * whether this contact would get a message
             */
            ok: boolean;
            /**
             * as it would arrive
             */
            message?: string;
            /**
             * variables that the contact lacks and the text needs
             */
            missing: Array<string>;
            /**
             * what is wrong, in words
             */
            problem?: string;
        }>;
    };
};

export type PreviewTemplateResponse = PreviewTemplateResponses[keyof PreviewTemplateResponses];

export type GetStatsData = {
    body?: never;
    path: {
        /**
         * id of the session (a linked WhatsApp account), as it was chosen at its creation
         */
        sessionId: string;
    };
    query?: {
        /**
         * a day of the session's timezone
         */
        from?: string;
        /**
         * a day of the session's timezone
         */
        to?: string;
    };
    url: '/api/whatsapp/{sessionId}/broadcast/stats';
};

export type GetStatsResponses = {
    /**
     * the figures
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * IANA timezone
             */
            timezone: string;
            /**
             * a day of the session's timezone
             */
            from?: string;
            /**
             * a day of the session's timezone
             */
            to?: string;
            /**
             * recipients by the state that each is in now
             */
            counts: {
                /**
                 * recipients whose message is handed over now
                 */
                sending: number;
                /**
                 * recipients whose message is on WhatsApp's server, and no further now
                 */
                sent: number;
                /**
                 * recipients whose message is on their phone, and not read now
                 */
                delivered: number;
                /**
                 * recipients whose message is read now
                 */
                read: number;
                /**
                 * recipients whose message is answered now
                 */
                replied: number;
                /**
                 * recipients whose message was not sent
                 */
                failed: number;
                /**
                 * recipients who were left out on purpose; `skippedByReason` says why
                 */
                skipped: number;
                /**
                 * recipients of whom it is not known whether they got the message
                 */
                in_doubt: number;
            };
            /**
             * messages by what ever became of them
             */
            totals: {
                /**
                 * recipients to whom it was tried
                 */
                attempted: number;
                /**
                 * messages that were sent, also where they are further now
                 */
                sent: number;
                /**
                 * messages that were delivered, also where they are further now
                 */
                delivered: number;
                /**
                 * messages that were read, also where they are further now
                 */
                read: number;
                /**
                 * messages that were answered, also where they are further now
                 */
                replied: number;
                /**
                 * messages that were not sent
                 */
                failed: number;
                /**
                 * recipients who were left out on purpose
                 */
                skipped: number;
                /**
                 * messages of which it is not known whether they were sent
                 */
                in_doubt: number;
            };
            /**
             * shares of what was sent, from 0 to 1
             */
            rates: {
                /**
                 * sent / attempted, from 0 to 1; 0 where nothing is counted yet
                 */
                success: number;
                /**
                 * delivered / sent, from 0 to 1; 0 where nothing is counted yet
                 */
                delivery: number;
                /**
                 * read / delivered, from 0 to 1; 0 where nothing is counted yet
                 */
                read: number;
                /**
                 * replied / sent, from 0 to 1; 0 where nothing is counted yet
                 */
                reply: number;
                /**
                 * failed / attempted, from 0 to 1; 0 where nothing is counted yet
                 */
                failure: number;
            };
            /**
             * the same figures for each day of the span
             */
            byDay: Array<{
                /**
                 * a day of the session's timezone
                 */
                day: string;
                /**
                 * recipients by the state that each is in now
                 */
                counts: {
                    /**
                     * recipients whose message is handed over now
                     */
                    sending: number;
                    /**
                     * recipients whose message is on WhatsApp's server, and no further now
                     */
                    sent: number;
                    /**
                     * recipients whose message is on their phone, and not read now
                     */
                    delivered: number;
                    /**
                     * recipients whose message is read now
                     */
                    read: number;
                    /**
                     * recipients whose message is answered now
                     */
                    replied: number;
                    /**
                     * recipients whose message was not sent
                     */
                    failed: number;
                    /**
                     * recipients who were left out on purpose; `skippedByReason` says why
                     */
                    skipped: number;
                    /**
                     * recipients of whom it is not known whether they got the message
                     */
                    in_doubt: number;
                };
                /**
                 * messages by what ever became of them
                 */
                totals: {
                    /**
                     * recipients to whom it was tried
                     */
                    attempted: number;
                    /**
                     * messages that were sent, also where they are further now
                     */
                    sent: number;
                    /**
                     * messages that were delivered, also where they are further now
                     */
                    delivered: number;
                    /**
                     * messages that were read, also where they are further now
                     */
                    read: number;
                    /**
                     * messages that were answered, also where they are further now
                     */
                    replied: number;
                    /**
                     * messages that were not sent
                     */
                    failed: number;
                    /**
                     * recipients who were left out on purpose
                     */
                    skipped: number;
                    /**
                     * messages of which it is not known whether they were sent
                     */
                    in_doubt: number;
                };
                /**
                 * shares of what was sent, from 0 to 1
                 */
                rates: {
                    /**
                     * sent / attempted, from 0 to 1; 0 where nothing is counted yet
                     */
                    success: number;
                    /**
                     * delivered / sent, from 0 to 1; 0 where nothing is counted yet
                     */
                    delivery: number;
                    /**
                     * read / delivered, from 0 to 1; 0 where nothing is counted yet
                     */
                    read: number;
                    /**
                     * replied / sent, from 0 to 1; 0 where nothing is counted yet
                     */
                    reply: number;
                    /**
                     * failed / attempted, from 0 to 1; 0 where nothing is counted yet
                     */
                    failure: number;
                };
            }>;
            /**
             * campaigns in the span
             */
            campaigns: number;
            /**
             * campaigns of the span by their state
             */
            campaignsByStatus: {
                /**
                 * campaigns that are scheduled
                 */
                scheduled: number;
                /**
                 * campaigns that are running
                 */
                running: number;
                /**
                 * campaigns that are paused
                 */
                paused: number;
                /**
                 * campaigns that are completed
                 */
                completed: number;
                /**
                 * campaigns that are stopped
                 */
                stopped: number;
            };
            /**
             * messages that failed, by reason
             */
            failuresByReason: {
                [key: string]: number;
            };
            /**
             * the people who replied most, then read most
             */
            mostEngaged: Array<{
                /**
                 * phone number, international, digits only
                 */
                number: string;
                /**
                 * the person's name
                 */
                name?: string;
                /**
                 * replies of the person
                 */
                replied: number;
                /**
                 * messages that the person read
                 */
                read: number;
            }>;
        };
    };
};

export type GetStatsResponse = GetStatsResponses[keyof GetStatsResponses];

export type GetOverviewData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/api/whatsapp/overview';
};

export type GetOverviewResponses = {
    /**
     * sessions, campaigns, imports and webhooks
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: {
            /**
             * the sessions in the order of their ids, at most 100
             */
            sessions: Array<{
                /**
                 * id of the session (a linked WhatsApp account), as it was chosen at its creation
                 */
                sessionId: string;
                /**
                 * stopped: does not run, and starts when it is needed; starting; awaiting_qr: a person has to scan its code; ready: can send; disconnected: tries to get its connection back; logged_out: has to be linked anew; failed: `reason` says why
                 */
                state: 'stopped' | 'starting' | 'awaiting_qr' | 'ready' | 'disconnected' | 'logged_out' | 'failed';
                /**
                 * of a session that is failed. profile_lost: its saved profile is gone or damaged, link it anew; link_not_completed: a code was scanned, and within 90 s neither the link nor another code followed; WhatsApp may ask the account for a passkey; page_changed: this system can't use the page that WhatsApp serves now, and tries again every ten minutes
                 */
                reason?: 'profile_lost' | 'link_not_completed' | 'page_changed';
                /**
                 * what WhatsApp's page was found to be when the session last got ready
                 */
                whatsapp?: {
                    /**
                     * WhatsApp's own name for the build of its page; unknown where it says none
                     */
                    version: string;
                    /**
                     * when it was checked: ISO 8601, UTC
                     */
                    checkedAt: string;
                    /**
                     * what the page lacks of what this system needs; empty when all is there
                     */
                    unavailable: Array<{
                        /**
                         * a module of the page, or a member of one
                         */
                        member: string;
                        /**
                         * what stops first without it
                         */
                        feature: 'ready' | 'text' | 'media' | 'acks' | 'inbound' | 'numbers' | 'lid' | 'history' | 'quotes' | 'pairing' | 'logout' | 'limits';
                    }>;
                };
                /**
                 * what WhatsApp says that the account may do: asked at each ready, every ten minutes and after a refusal. Absent where it told of no limit so far; members that it does not tell are absent
                 */
                limits?: {
                    /**
                     * WhatsApp's quota of chats with people who never exchanged a message with the account
                     */
                    newChats?: {
                        /**
                         * new chats that began in WhatsApp's cycle
                         */
                        used: number;
                        /**
                         * how many may
                         */
                        total: number;
                        /**
                         * when WhatsApp's cycle ends and its count begins anew: ISO 8601, UTC
                         */
                        resetsAt?: string;
                    };
                    /**
                     * no new chat may begin for a time
                     */
                    timelocked: boolean;
                    /**
                     * until when no new chat may begin: ISO 8601, UTC
                     */
                    timelockedUntil?: string;
                    /**
                     * linked devices may send nothing: what runs is paused
                     */
                    restricted: boolean;
                    /**
                     * when WhatsApp first said so
                     */
                    checkedAt: string;
                };
                /**
                 * whether messages can be sent now
                 */
                connected: boolean;
                /**
                 * phone number of the linked account, international, digits only
                 */
                number?: string;
                /**
                 * name of the linked WhatsApp account
                 */
                name?: string;
                /**
                 * when it came into this state: ISO 8601, UTC
                 */
                since: string;
                /**
                 * when the link was saved last, so that it outlives a worker: ISO 8601, UTC
                 */
                profileSavedAt?: string;
                /**
                 * when it was made: ISO 8601, UTC
                 */
                createdAt: string;
                /**
                 * of a session that an account is or was linked to
                 */
                newChats?: {
                    /**
                     * chats that campaigns may begin today; null: no bound of ours
                     */
                    perDay: number | null;
                    /**
                     * since when the account is linked to any session of the tenant, whatever came between: its age counts from that day on
                     */
                    accountLinkedAt: string;
                };
                /**
                 * of one session and in the overview, once an account was linked: how people take what its campaigns sent today and on the six days before, by its timezone
                 */
                last7Days?: {
                    /**
                     * messages that went, or that WhatsApp refused
                     */
                    messages: number;
                    /**
                     * people who answered, of 100 messages
                     */
                    repliesPer100: number;
                    /**
                     * people who opted out by a reply, of 100 messages
                     */
                    optOutsPer100: number;
                    /**
                     * messages that WhatsApp refused, of 100 messages
                     */
                    refusalsPer100: number;
                };
                /**
                 * many_opt_outs, many_refusals: of the last seven days, from 50 messages on (of one session and in the overview). campaign_failing: `campaignId` is about to pause itself (of one session and in the overview). number_linked_twice: the same phone, `number`, is linked in `sessions`, too; gap and daily cap count for the phone. link_not_completed: what to do about a session that failed for that reason
                 */
                warnings?: Array<Warning>;
                /**
                 * what people call the session
                 */
                label?: string;
                /**
                 * of campaigns that ask for none of their own
                 */
                pacing?: Pacing;
                /**
                 * messages a day at most, also where a campaign asks for more
                 */
                dailyCap?: number;
                /**
                 * span of the day in which nothing is sent; may go over midnight
                 */
                quietHours?: SessionQuietHours;
                /**
                 * an IANA timezone, or WIB, WITA or WIT, in any case; no offset such as GMT+7. Answers have the IANA name
                 */
                timezone?: string;
                /**
                 * a reply that is nothing but one of these opts out; STOP, BERHENTI and UNSUBSCRIBE by default
                 */
                optOutKeywords?: Array<string>;
                /**
                 * how national numbers (0812...) are read: ISO 3166, two letters; else the session's, else that of its own number
                 */
                defaultCountry?: Country;
                /**
                 * a person has to link it before anything can be sent
                 */
                needsScan: boolean;
                /**
                 * what was sent since midnight in the session's timezone
                 */
                today: {
                    /**
                     * a day of the session's timezone
                     */
                    day: string;
                    /**
                     * IANA timezone
                     */
                    timezone: string;
                    /**
                     * messages by what ever became of them
                     */
                    totals: {
                        /**
                         * recipients to whom it was tried
                         */
                        attempted: number;
                        /**
                         * messages that were sent, also where they are further now
                         */
                        sent: number;
                        /**
                         * messages that were delivered, also where they are further now
                         */
                        delivered: number;
                        /**
                         * messages that were read, also where they are further now
                         */
                        read: number;
                        /**
                         * messages that were answered, also where they are further now
                         */
                        replied: number;
                        /**
                         * messages that were not sent
                         */
                        failed: number;
                        /**
                         * recipients who were left out on purpose
                         */
                        skipped: number;
                        /**
                         * messages of which it is not known whether they were sent
                         */
                        in_doubt: number;
                    };
                };
            }>;
            /**
             * those that the key may see, also beyond the 100
             */
            sessionCount: number;
            /**
             * those that run or are paused, at most 50 a session, the newest first
             */
            campaigns: Array<{
                /**
                 * id of a campaign
                 */
                campaignId: string;
                /**
                 * name of the campaign
                 */
                name: string;
                /**
                 * scheduled: waits for its time; running: sends, or waits (`waitingFor`); paused: until a person resumes it; completed: no recipient is left; stopped: by a person, for good
                 */
                status: 'scheduled' | 'running' | 'paused' | 'completed' | 'stopped';
                /**
                 * user: a person did it; first_deleted: the stopped campaign that it goes on from is gone, so that it can't be known whom that one reached: stop it; number_changed: resume with acceptNumber; audience_empty: its lists were empty at its start; page_changed: WhatsApp's page fails at its messages, and `page` says how: resume it when the page works again; too_late: its time was over; session_logged_out: link the session again, then resume; others: recipients failed one after the other
                 */
                pausedBecause?: 'user' | 'session_logged_out' | 'failure_streak' | 'restricted_by_whatsapp' | 'too_late' | 'number_changed' | 'first_deleted' | 'audience_empty' | 'page_changed';
                /**
                 * why a running campaign sends nothing now; session: it is not connected; pacing: the pause between two messages; quiet_hours; daily_cap: its messages of today are sent; import: one into its lists is unfinished; operator: sending is halted; page: WhatsApp's page failed at its messages, or at those of several other sessions; whatsapp_limit: WhatsApp lets the account begin no chat now; new_chats: the chats that may begin today have begun
                 */
                waitingFor?: 'session' | 'pacing' | 'quiet_hours' | 'daily_cap' | 'import' | 'operator' | 'page' | 'whatsapp_limit' | 'new_chats';
                /**
                 * of a running one: its recipients fail one after the other, and it is about to pause itself
                 */
                failing?: {
                    /**
                     * refused: WhatsApp refused so many messages since it took one; not_on_whatsapp: so many of the last 100 numbers have no WhatsApp
                     */
                    because: 'refused' | 'not_on_whatsapp';
                    /**
                     * how many by now
                     */
                    count: number;
                    /**
                     * with how many it pauses itself; of numbers not before 100 were tried
                     */
                    pausesAt: number;
                };
                /**
                 * where it waits for WhatsApp's page or was paused by it: the page's error and its version
                 */
                page?: {
                    /**
                     * what the page said
                     */
                    error: string;
                    /**
                     * WhatsApp's own name for the build of its page
                     */
                    version?: string;
                };
                /**
                 * the lists whose contacts get the message; a number in several of them gets it once
                 */
                listIds: Array<string>;
                /**
                 * lists whose contacts get no message, whichever other list they are in
                 */
                excludeListIds: Array<string>;
                /**
                 * upper bound of those that it was launched for; once it is over, the sum of its counts
                 */
                total: number;
                /**
                 * recipients by the state that each is in now
                 */
                counts: {
                    /**
                     * recipients whose message is handed over now
                     */
                    sending: number;
                    /**
                     * recipients whose message is on WhatsApp's server, and no further now
                     */
                    sent: number;
                    /**
                     * recipients whose message is on their phone, and not read now
                     */
                    delivered: number;
                    /**
                     * recipients whose message is read now
                     */
                    read: number;
                    /**
                     * recipients whose message is answered now
                     */
                    replied: number;
                    /**
                     * recipients whose message was not sent
                     */
                    failed: number;
                    /**
                     * recipients who were left out on purpose; `skippedByReason` says why
                     */
                    skipped: number;
                    /**
                     * recipients of whom it is not known whether they got the message
                     */
                    in_doubt: number;
                    /**
                     * recipients of a stopped campaign to whom nothing was tried
                     */
                    notReached: number;
                };
                /**
                 * messages by what ever became of them
                 */
                totals: {
                    /**
                     * messages that were sent, also where they are further now
                     */
                    sent: number;
                    /**
                     * messages that were delivered, also where they are further now
                     */
                    delivered: number;
                    /**
                     * messages that were read, also where they are further now
                     */
                    read: number;
                    /**
                     * messages that were answered, also where they are further now
                     */
                    replied: number;
                };
                /**
                 * shares of what was sent, from 0 to 1
                 */
                rates: {
                    /**
                     * sent / attempted, from 0 to 1; 0 where nothing is counted yet
                     */
                    success: number;
                    /**
                     * delivered / sent, from 0 to 1; 0 where nothing is counted yet
                     */
                    delivery: number;
                    /**
                     * read / delivered, from 0 to 1; 0 where nothing is counted yet
                     */
                    read: number;
                    /**
                     * replied / sent, from 0 to 1; 0 where nothing is counted yet
                     */
                    reply: number;
                    /**
                     * failed / attempted, from 0 to 1; 0 where nothing is counted yet
                     */
                    failure: number;
                };
                /**
                 * why recipients were skipped, such as left_list: left its lists after the launch
                 */
                skippedByReason: {
                    [key: string]: number;
                };
                /**
                 * messages that failed, by reason
                 */
                failuresByReason: {
                    [key: string]: number;
                };
                /**
                 * how much is done, from 0 to 1
                 */
                progress: number;
                /**
                 * the session's own number that it goes from
                 */
                sender?: string;
                /**
                 * the stopped campaign that it goes on from: it writes to those whom that one did not reach
                 */
                remainderOf?: string;
                /**
                 * when quiet hours, the day of a daily cap or of new chats, or what WhatsApp told of a limit are over
                 */
                waitingUntil?: string;
                /**
                 * the figures of each day on which it sent
                 */
                byDay?: Array<{
                    /**
                     * a day of the session's timezone
                     */
                    day: string;
                    /**
                     * recipients by the state that each is in now
                     */
                    counts: {
                        /**
                         * recipients whose message is handed over now
                         */
                        sending: number;
                        /**
                         * recipients whose message is on WhatsApp's server, and no further now
                         */
                        sent: number;
                        /**
                         * recipients whose message is on their phone, and not read now
                         */
                        delivered: number;
                        /**
                         * recipients whose message is read now
                         */
                        read: number;
                        /**
                         * recipients whose message is answered now
                         */
                        replied: number;
                        /**
                         * recipients whose message was not sent
                         */
                        failed: number;
                        /**
                         * recipients who were left out on purpose; `skippedByReason` says why
                         */
                        skipped: number;
                        /**
                         * recipients of whom it is not known whether they got the message
                         */
                        in_doubt: number;
                    };
                    /**
                     * messages by what ever became of them
                     */
                    totals: {
                        /**
                         * recipients to whom it was tried
                         */
                        attempted: number;
                        /**
                         * messages that were sent, also where they are further now
                         */
                        sent: number;
                        /**
                         * messages that were delivered, also where they are further now
                         */
                        delivered: number;
                        /**
                         * messages that were read, also where they are further now
                         */
                        read: number;
                        /**
                         * messages that were answered, also where they are further now
                         */
                        replied: number;
                        /**
                         * messages that were not sent
                         */
                        failed: number;
                        /**
                         * recipients who were left out on purpose
                         */
                        skipped: number;
                        /**
                         * messages of which it is not known whether they were sent
                         */
                        in_doubt: number;
                    };
                    /**
                     * shares of what was sent, from 0 to 1
                     */
                    rates: {
                        /**
                         * sent / attempted, from 0 to 1; 0 where nothing is counted yet
                         */
                        success: number;
                        /**
                         * delivered / sent, from 0 to 1; 0 where nothing is counted yet
                         */
                        delivery: number;
                        /**
                         * read / delivered, from 0 to 1; 0 where nothing is counted yet
                         */
                        read: number;
                        /**
                         * replied / sent, from 0 to 1; 0 where nothing is counted yet
                         */
                        reply: number;
                        /**
                         * failed / attempted, from 0 to 1; 0 where nothing is counted yet
                         */
                        failure: number;
                    };
                }>;
                /**
                 * the text, or the caption of the file, as it was written; empty where a file goes alone
                 */
                message?: string;
                /**
                 * values for variables of the text that no contact has, by name; a contact's own field stands before them
                 */
                variables?: {
                    [key: string]: string;
                };
                /**
                 * where the text came from; a later version of the template changes nothing here
                 */
                template?: {
                    /**
                     * id of a template
                     */
                    templateId: string;
                    /**
                     * counts the changes of the template, from 1
                     */
                    version: number;
                };
                /**
                 * the file that goes with the text
                 */
                media?: {
                    /**
                     * the file's name here, as the upload answered it
                     */
                    filename: string;
                    /**
                     * what WhatsApp shows it as
                     */
                    kind: 'image' | 'video' | 'audio' | 'document';
                    /**
                     * media type of the file
                     */
                    contentType: string;
                    /**
                     * the file's name on the computer that it came from
                     */
                    originalName: string;
                    /**
                     * size of the file in bytes
                     */
                    size: number;
                };
                /**
                 * how fast it sends: its own pacing where it has some, else the session's, else the defaults
                 */
                pacing?: {
                    /**
                     * shortest pause between two messages, in milliseconds
                     */
                    minGapMs: number;
                    /**
                     * longest pause between two messages, in milliseconds; each pause is drawn between the two
                     */
                    maxGapMs: number;
                    /**
                     * messages a minute at most
                     */
                    perMinute?: number;
                    /**
                     * messages an hour at most
                     */
                    perHour?: number;
                    /**
                     * messages within 24 hours at most
                     */
                    perDay?: number;
                    /**
                     * chats that it may begin today; absent: no bound
                     */
                    newChatsPerDay?: number;
                };
                /**
                 * span of the day in which nothing is sent; may go over midnight
                 */
                quietHours?: QuietHours;
                /**
                 * when it was made: ISO 8601, UTC
                 */
                createdAt: string;
                /**
                 * when it began: ISO 8601, UTC
                 */
                startedAt?: string;
                /**
                 * when it was over: ISO 8601, UTC
                 */
                finishedAt?: string;
                /**
                 * when it is likely over, by its pacing, new chats a day, quiet hours and daily cap: ISO 8601, UTC
                 */
                estimatedFinishAt?: string;
                /**
                 * when it is to start: ISO 8601, UTC
                 */
                sendAt?: string;
                /**
                 * IANA timezone
                 */
                timezone?: string;
                /**
                 * a campaign that could start only so many minutes late is paused instead
                 */
                maxLateMinutes?: number;
                /**
                 * outcomes that a retry under way tries again
                 */
                retrying?: Array<'failed' | 'in_doubt'>;
                /**
                 * id of the session (a linked WhatsApp account), as it was chosen at its creation
                 */
                sessionId: string;
            }>;
            /**
             * those of the last seven days that failed and were not made again
             */
            imports: Array<{
                /**
                 * id of the session (a linked WhatsApp account), as it was chosen at its creation
                 */
                sessionId: string;
                /**
                 * id of a contact list
                 */
                listId: string;
                /**
                 * name of the list
                 */
                listName: string;
                /**
                 * id of an import
                 */
                importId: string;
                /**
                 * what is wrong, in words
                 */
                problem?: string;
                /**
                 * when it was over: ISO 8601, UTC
                 */
                finishedAt: string;
            }>;
            /**
             * for a key with `admin`: those whose receivers fail, or wanted no more
             */
            webhooks?: Array<{
                /**
                 * id of a webhook
                 */
                webhookId: string;
                /**
                 * where events are sent
                 */
                url: string;
                /**
                 * what people say of the list
                 */
                description?: string;
                /**
                 * false: nothing is sent to it
                 */
                active: boolean;
                /**
                 * user: switched off by a person; gone: its receiver answered 410
                 */
                inactiveBecause?: 'user' | 'gone';
                /**
                 * the first of the failures in a row
                 */
                failingSince?: string;
                /**
                 * what its receiver answered last, or why there was no answer
                 */
                lastAnswer?: {
                    /**
                     * when that was: ISO 8601, UTC
                     */
                    at: string;
                    /**
                     * HTTP status that the receiver answered
                     */
                    status?: number;
                    /**
                     * what is wrong, in words
                     */
                    problem?: string;
                };
            }>;
        };
    };
};

export type GetOverviewResponse = GetOverviewResponses[keyof GetOverviewResponses];

export type ListOptOutsData = {
    body?: never;
    path?: never;
    query?: {
        /**
         * rows a page at most
         */
        limit?: number;
        /**
         * `nextCursor` of the page before; absent for the first page. It belongs to that query: another one is 400
         */
        cursor?: string;
        /**
         * part of a word, in any case and with any accents, in what a person would look for: name, description, number, fields
         */
        search?: string;
    };
    url: '/api/whatsapp/opt-outs';
};

export type ListOptOutsResponses = {
    /**
     * a page of them
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Array<OptOut>;
        /**
         * how to get the next page
         */
        pagination: Pagination;
    };
};

export type ListOptOutsResponse = ListOptOutsResponses[keyof ListOptOutsResponses];

export type AddOptOutData = {
    body: {
        /**
         * a phone number as people write it, of at most 40 characters, or a link that holds one
         */
        number: string;
        /**
         * how national numbers (0812...) are read: ISO 3166, two letters; else the session's, else that of its own number
         */
        defaultCountry?: CountryInput;
    };
    path?: never;
    query?: never;
    url: '/api/whatsapp/opt-outs';
};

export type AddOptOutResponses = {
    /**
     * it opted out before
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: OptOut;
    };
    /**
     * it is left out now
     */
    201: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: OptOut;
    };
};

export type AddOptOutResponse = AddOptOutResponses[keyof AddOptOutResponses];

export type RemoveOptOutData = {
    body?: never;
    path: {
        /**
         * a phone number as people write it, or what the list names
         */
        number: string;
    };
    query?: never;
    url: '/api/whatsapp/opt-outs/{number}';
};

export type RemoveOptOutResponses = {
    /**
     * it may be written to again
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
    };
};

export type RemoveOptOutResponse = RemoveOptOutResponses[keyof RemoveOptOutResponses];

export type GetSendingData = {
    body?: never;
    path?: never;
    query?: {
        /**
         * only for the operator's bootstrap key; absent: the deployment
         */
        tenantId?: string;
    };
    url: '/api/whatsapp/operations/sending';
};

export type GetSendingResponses = {
    /**
     * of the deployment and of the tenant
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Sending;
    };
};

export type GetSendingResponse = GetSendingResponses[keyof GetSendingResponses];

export type SetSendingData = {
    body: {
        /**
         * whether nothing is sent
         */
        halted: boolean;
        /**
         * why; wanted of a halt
         */
        reason?: string;
        /**
         * only for the operator's bootstrap key; absent: the deployment
         */
        tenantId?: string;
    };
    path?: never;
    query?: never;
    url: '/api/whatsapp/operations/sending';
};

export type SetSendingResponses = {
    /**
     * how it is now
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Sending;
    };
};

export type SetSendingResponse = SetSendingResponses[keyof SetSendingResponses];

export type ListTenantsData = {
    body?: never;
    path?: never;
    query?: {
        /**
         * rows a page at most
         */
        limit?: number;
        /**
         * `nextCursor` of the page before; absent for the first page. It belongs to that query: another one is 400
         */
        cursor?: string;
    };
    url: '/api/whatsapp/operations/tenants';
};

export type ListTenantsResponses = {
    /**
     * a page of tenants
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Array<{
            /**
             * the tenant (customer of the deployment) that the key belongs to
             */
            tenantId: string;
            /**
             * when it was made: ISO 8601, UTC
             */
            createdAt?: string;
            /**
             * what halts this tenant alone
             */
            halt?: {
                /**
                 * the operator, or an admin of the tenant
                 */
                by: 'operator' | 'tenant';
                /**
                 * why it is halted
                 */
                reason: string;
                /**
                 * when it came into this state: ISO 8601, UTC
                 */
                since: string;
            };
            /**
             * sessions of the tenant
             */
            sessions: number;
            /**
             * its sessions by the state that each is in
             */
            sessionsByState: {
                /**
                 * sessions: stopped
                 */
                stopped: number;
                /**
                 * sessions: starting
                 */
                starting: number;
                /**
                 * sessions: awaiting_qr
                 */
                awaiting_qr: number;
                /**
                 * sessions: ready
                 */
                ready: number;
                /**
                 * sessions: disconnected
                 */
                disconnected: number;
                /**
                 * sessions: logged_out
                 */
                logged_out: number;
                /**
                 * sessions: failed
                 */
                failed: number;
            };
        }>;
        /**
         * how to get the next page
         */
        pagination: Pagination;
    };
};

export type ListTenantsResponse = ListTenantsResponses[keyof ListTenantsResponses];

export type ListWorkersData = {
    body?: never;
    path?: never;
    query?: {
        /**
         * rows a page at most
         */
        limit?: number;
        /**
         * `nextCursor` of the page before; absent for the first page. It belongs to that query: another one is 400
         */
        cursor?: string;
    };
    url: '/api/whatsapp/operations/workers';
};

export type ListWorkersResponses = {
    /**
     * a page of slots
     */
    200: {
        /**
         * whether the request did what it asked
         */
        success: true;
        /**
         * what was asked for
         */
        data: Array<{
            /**
             * number of the place, from 0
             */
            slot: number;
            /**
             * absent: no worker holds the slot
             */
            workerId?: string;
            /**
             * the worker's version of this product
             */
            version?: string;
            /**
             * when it came into this state: ISO 8601, UTC
             */
            since?: string;
            /**
             * when the worker last said that it holds the slot: ISO 8601, UTC
             */
            lastBeatAt?: string;
            /**
             * sessions that the worker has room for
             */
            capacity: number;
            /**
             * sessions that the worker holds
             */
            sessions: number;
            /**
             * those of them that can send now
             */
            connected: number;
            /**
             * versions of WhatsApp's page that these found, and what each lacks
             */
            pages: Array<{
                /**
                 * WhatsApp's own name for the build of its page; unknown where it says none
                 */
                version: string;
                /**
                 * what the page lacks of what this system needs; empty when all is there
                 */
                unavailable: Array<{
                    /**
                     * a module of the page, or a member of one
                     */
                    member: string;
                    /**
                     * what stops first without it
                     */
                    feature: 'ready' | 'text' | 'media' | 'acks' | 'inbound' | 'numbers' | 'lid' | 'history' | 'quotes' | 'pairing' | 'logout' | 'limits';
                }>;
                /**
                 * sessions that found this page
                 */
                sessions: number;
            }>;
        }>;
        /**
         * how to get the next page
         */
        pagination: Pagination;
    };
};

export type ListWorkersResponse = ListWorkersResponses[keyof ListWorkersResponses];

export type OnSessionStoppedWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'session.stopped';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * stopped: does not run, and starts when it is needed; starting; awaiting_qr: a person has to scan its code; ready: can send; disconnected: tries to get its connection back; logged_out: has to be linked anew; failed: `reason` says why
         */
        state: 'stopped' | 'starting' | 'awaiting_qr' | 'ready' | 'disconnected' | 'logged_out' | 'failed';
        /**
         * whether messages can be sent now
         */
        connected: boolean;
        /**
         * phone number, international, digits only
         */
        number?: string;
        /**
         * of session.failed: why
         */
        reason?: 'profile_lost' | 'link_not_completed' | 'page_changed';
    };
};

export type OnSessionStoppedWebhookRequest = {
    body: OnSessionStoppedWebhookPayload;
    key: 'session.stopped';
    path?: never;
    query?: never;
};

export type OnSessionStartingWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'session.starting';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * stopped: does not run, and starts when it is needed; starting; awaiting_qr: a person has to scan its code; ready: can send; disconnected: tries to get its connection back; logged_out: has to be linked anew; failed: `reason` says why
         */
        state: 'stopped' | 'starting' | 'awaiting_qr' | 'ready' | 'disconnected' | 'logged_out' | 'failed';
        /**
         * whether messages can be sent now
         */
        connected: boolean;
        /**
         * phone number, international, digits only
         */
        number?: string;
        /**
         * of session.failed: why
         */
        reason?: 'profile_lost' | 'link_not_completed' | 'page_changed';
    };
};

export type OnSessionStartingWebhookRequest = {
    body: OnSessionStartingWebhookPayload;
    key: 'session.starting';
    path?: never;
    query?: never;
};

export type OnSessionAwaitingQrWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'session.awaiting_qr';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * stopped: does not run, and starts when it is needed; starting; awaiting_qr: a person has to scan its code; ready: can send; disconnected: tries to get its connection back; logged_out: has to be linked anew; failed: `reason` says why
         */
        state: 'stopped' | 'starting' | 'awaiting_qr' | 'ready' | 'disconnected' | 'logged_out' | 'failed';
        /**
         * whether messages can be sent now
         */
        connected: boolean;
        /**
         * phone number, international, digits only
         */
        number?: string;
        /**
         * of session.failed: why
         */
        reason?: 'profile_lost' | 'link_not_completed' | 'page_changed';
    };
};

export type OnSessionAwaitingQrWebhookRequest = {
    body: OnSessionAwaitingQrWebhookPayload;
    key: 'session.awaiting_qr';
    path?: never;
    query?: never;
};

export type OnSessionReadyWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'session.ready';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * stopped: does not run, and starts when it is needed; starting; awaiting_qr: a person has to scan its code; ready: can send; disconnected: tries to get its connection back; logged_out: has to be linked anew; failed: `reason` says why
         */
        state: 'stopped' | 'starting' | 'awaiting_qr' | 'ready' | 'disconnected' | 'logged_out' | 'failed';
        /**
         * whether messages can be sent now
         */
        connected: boolean;
        /**
         * phone number, international, digits only
         */
        number?: string;
        /**
         * of session.failed: why
         */
        reason?: 'profile_lost' | 'link_not_completed' | 'page_changed';
    };
};

export type OnSessionReadyWebhookRequest = {
    body: OnSessionReadyWebhookPayload;
    key: 'session.ready';
    path?: never;
    query?: never;
};

export type OnSessionDisconnectedWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'session.disconnected';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * stopped: does not run, and starts when it is needed; starting; awaiting_qr: a person has to scan its code; ready: can send; disconnected: tries to get its connection back; logged_out: has to be linked anew; failed: `reason` says why
         */
        state: 'stopped' | 'starting' | 'awaiting_qr' | 'ready' | 'disconnected' | 'logged_out' | 'failed';
        /**
         * whether messages can be sent now
         */
        connected: boolean;
        /**
         * phone number, international, digits only
         */
        number?: string;
        /**
         * of session.failed: why
         */
        reason?: 'profile_lost' | 'link_not_completed' | 'page_changed';
    };
};

export type OnSessionDisconnectedWebhookRequest = {
    body: OnSessionDisconnectedWebhookPayload;
    key: 'session.disconnected';
    path?: never;
    query?: never;
};

export type OnSessionLoggedOutWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'session.logged_out';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * stopped: does not run, and starts when it is needed; starting; awaiting_qr: a person has to scan its code; ready: can send; disconnected: tries to get its connection back; logged_out: has to be linked anew; failed: `reason` says why
         */
        state: 'stopped' | 'starting' | 'awaiting_qr' | 'ready' | 'disconnected' | 'logged_out' | 'failed';
        /**
         * whether messages can be sent now
         */
        connected: boolean;
        /**
         * phone number, international, digits only
         */
        number?: string;
        /**
         * of session.failed: why
         */
        reason?: 'profile_lost' | 'link_not_completed' | 'page_changed';
    };
};

export type OnSessionLoggedOutWebhookRequest = {
    body: OnSessionLoggedOutWebhookPayload;
    key: 'session.logged_out';
    path?: never;
    query?: never;
};

export type OnSessionFailedWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'session.failed';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * stopped: does not run, and starts when it is needed; starting; awaiting_qr: a person has to scan its code; ready: can send; disconnected: tries to get its connection back; logged_out: has to be linked anew; failed: `reason` says why
         */
        state: 'stopped' | 'starting' | 'awaiting_qr' | 'ready' | 'disconnected' | 'logged_out' | 'failed';
        /**
         * whether messages can be sent now
         */
        connected: boolean;
        /**
         * phone number, international, digits only
         */
        number?: string;
        /**
         * of session.failed: why
         */
        reason?: 'profile_lost' | 'link_not_completed' | 'page_changed';
    };
};

export type OnSessionFailedWebhookRequest = {
    body: OnSessionFailedWebhookPayload;
    key: 'session.failed';
    path?: never;
    query?: never;
};

export type OnSessionPageChangedWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'session.page_changed';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * WhatsApp's own name for the build of its page
         */
        version: string;
        /**
         * what can't be sent by that page
         */
        stops: 'nothing' | 'media' | 'sending';
        /**
         * what the page lacks of what this system needs; empty when all is there again
         */
        unavailable: Array<{
            /**
             * a module of WhatsApp's page, or a member of one
             */
            member: string;
            /**
             * what stops without it
             */
            feature: 'ready' | 'text' | 'media' | 'acks' | 'inbound' | 'numbers' | 'lid' | 'history' | 'quotes' | 'pairing' | 'logout' | 'limits';
        }>;
    };
};

export type OnSessionPageChangedWebhookRequest = {
    body: OnSessionPageChangedWebhookPayload;
    key: 'session.page_changed';
    path?: never;
    query?: never;
};

export type OnSessionLimitsChangedWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'session.limits_changed';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * what is news
         */
        changes: Array<'restriction_began' | 'restriction_ended' | 'timelock_began' | 'timelock_moved' | 'timelock_ended' | 'quota_used_up' | 'quota_free'>;
        /**
         * WhatsApp's quota of chats with people who never exchanged a message with the account
         */
        newChats?: {
            /**
             * new chats that began in WhatsApp's cycle
             */
            used: number;
            /**
             * how many may
             */
            total: number;
            /**
             * when WhatsApp's cycle ends and its count begins anew: ISO 8601, UTC
             */
            resetsAt?: string;
        };
        /**
         * no new chat may begin for a time
         */
        timelocked: boolean;
        /**
         * until when no new chat may begin: ISO 8601, UTC
         */
        timelockedUntil?: string;
        /**
         * linked devices may send nothing: what runs is paused
         */
        restricted: boolean;
        /**
         * when WhatsApp first said so
         */
        checkedAt: string;
    };
};

export type OnSessionLimitsChangedWebhookRequest = {
    body: OnSessionLimitsChangedWebhookPayload;
    key: 'session.limits_changed';
    path?: never;
    query?: never;
};

export type OnMessageSentWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'message.sent';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * our id of the message
         */
        messageId: string;
        /**
         * phone number, international, digits only
         */
        number: string;
        /**
         * its new state
         */
        status: 'sent' | 'delivered' | 'read' | 'failed' | 'in_doubt';
        /**
         * why it failed or is in doubt
         */
        reason?: 'not_on_whatsapp' | 'rejected_by_whatsapp' | 'quoted_message_unknown' | 'media_unavailable' | 'session_logged_out' | 'no_answer' | 'page_refused' | 'whatsapp_limit';
        /**
         * the reason as a sentence
         */
        reasonText?: {
            /**
             * in Indonesian
             */
            id: string;
            /**
             * in English
             */
            en: string;
        };
    };
};

export type OnMessageSentWebhookRequest = {
    body: OnMessageSentWebhookPayload;
    key: 'message.sent';
    path?: never;
    query?: never;
};

export type OnMessageDeliveredWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'message.delivered';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * our id of the message
         */
        messageId: string;
        /**
         * phone number, international, digits only
         */
        number: string;
        /**
         * its new state
         */
        status: 'sent' | 'delivered' | 'read' | 'failed' | 'in_doubt';
        /**
         * why it failed or is in doubt
         */
        reason?: 'not_on_whatsapp' | 'rejected_by_whatsapp' | 'quoted_message_unknown' | 'media_unavailable' | 'session_logged_out' | 'no_answer' | 'page_refused' | 'whatsapp_limit';
        /**
         * the reason as a sentence
         */
        reasonText?: {
            /**
             * in Indonesian
             */
            id: string;
            /**
             * in English
             */
            en: string;
        };
    };
};

export type OnMessageDeliveredWebhookRequest = {
    body: OnMessageDeliveredWebhookPayload;
    key: 'message.delivered';
    path?: never;
    query?: never;
};

export type OnMessageReadWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'message.read';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * our id of the message
         */
        messageId: string;
        /**
         * phone number, international, digits only
         */
        number: string;
        /**
         * its new state
         */
        status: 'sent' | 'delivered' | 'read' | 'failed' | 'in_doubt';
        /**
         * why it failed or is in doubt
         */
        reason?: 'not_on_whatsapp' | 'rejected_by_whatsapp' | 'quoted_message_unknown' | 'media_unavailable' | 'session_logged_out' | 'no_answer' | 'page_refused' | 'whatsapp_limit';
        /**
         * the reason as a sentence
         */
        reasonText?: {
            /**
             * in Indonesian
             */
            id: string;
            /**
             * in English
             */
            en: string;
        };
    };
};

export type OnMessageReadWebhookRequest = {
    body: OnMessageReadWebhookPayload;
    key: 'message.read';
    path?: never;
    query?: never;
};

export type OnMessageFailedWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'message.failed';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * our id of the message
         */
        messageId: string;
        /**
         * phone number, international, digits only
         */
        number: string;
        /**
         * its new state
         */
        status: 'sent' | 'delivered' | 'read' | 'failed' | 'in_doubt';
        /**
         * why it failed or is in doubt
         */
        reason?: 'not_on_whatsapp' | 'rejected_by_whatsapp' | 'quoted_message_unknown' | 'media_unavailable' | 'session_logged_out' | 'no_answer' | 'page_refused' | 'whatsapp_limit';
        /**
         * the reason as a sentence
         */
        reasonText?: {
            /**
             * in Indonesian
             */
            id: string;
            /**
             * in English
             */
            en: string;
        };
    };
};

export type OnMessageFailedWebhookRequest = {
    body: OnMessageFailedWebhookPayload;
    key: 'message.failed';
    path?: never;
    query?: never;
};

export type OnMessageInDoubtWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'message.in_doubt';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * our id of the message
         */
        messageId: string;
        /**
         * phone number, international, digits only
         */
        number: string;
        /**
         * its new state
         */
        status: 'sent' | 'delivered' | 'read' | 'failed' | 'in_doubt';
        /**
         * why it failed or is in doubt
         */
        reason?: 'not_on_whatsapp' | 'rejected_by_whatsapp' | 'quoted_message_unknown' | 'media_unavailable' | 'session_logged_out' | 'no_answer' | 'page_refused' | 'whatsapp_limit';
        /**
         * the reason as a sentence
         */
        reasonText?: {
            /**
             * in Indonesian
             */
            id: string;
            /**
             * in English
             */
            en: string;
        };
    };
};

export type OnMessageInDoubtWebhookRequest = {
    body: OnMessageInDoubtWebhookPayload;
    key: 'message.in_doubt';
    path?: never;
    query?: never;
};

export type OnMessageReceivedWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'message.received';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * WhatsApp's own id of the message
         */
        whatsAppId: string;
        /**
         * number of the writer; the LID where the number is not known
         */
        from: string;
        /**
         * WhatsApp's other name for the writer, where the message came under it
         */
        lid?: string;
        /**
         * the session's own number
         */
        to?: string;
        /**
         * what the person sent
         */
        type: 'text' | 'image' | 'video' | 'audio' | 'document' | 'sticker' | 'location' | 'contact' | 'other';
        /**
         * the text, or the caption of the file
         */
        body: string;
        /**
         * whether a file came with it; the file is named, not fetched
         */
        hasMedia: boolean;
        /**
         * the file, as the phone names it
         */
        media?: {
            /**
             * what WhatsApp shows it as
             */
            kind: 'text' | 'image' | 'video' | 'audio' | 'document' | 'sticker' | 'location' | 'contact' | 'other';
            /**
             * media type of the file
             */
            contentType?: string;
            /**
             * name of a document
             */
            fileName?: string;
        };
        /**
         * WhatsApp's id of the message that it answers
         */
        quotedMessageId?: string;
        /**
         * the campaign that it answers: whose message it quotes, else the last one of seven days
         */
        campaignId?: string;
        /**
         * name of the campaign
         */
        campaignName?: string;
        /**
         * when it was written, by the phone's clock: ISO 8601, UTC
         */
        sentAt: string;
    };
};

export type OnMessageReceivedWebhookRequest = {
    body: OnMessageReceivedWebhookPayload;
    key: 'message.received';
    path?: never;
    query?: never;
};

export type OnCampaignScheduledWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'campaign.scheduled';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * id of a campaign
         */
        campaignId: string;
        /**
         * name of the campaign
         */
        name: string;
        /**
         * scheduled: waits for its time; running: sends, or waits (`waitingFor`); paused: until a person resumes it; completed: no recipient is left; stopped: by a person, for good
         */
        status: 'scheduled' | 'running' | 'paused' | 'completed' | 'stopped';
        /**
         * recipients at most: the contacts of the lists at the launch
         */
        total: number;
        /**
         * when it is to start: ISO 8601, UTC
         */
        sendAt?: string;
    };
};

export type OnCampaignScheduledWebhookRequest = {
    body: OnCampaignScheduledWebhookPayload;
    key: 'campaign.scheduled';
    path?: never;
    query?: never;
};

export type OnCampaignStartedWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'campaign.started';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * id of a campaign
         */
        campaignId: string;
        /**
         * name of the campaign
         */
        name: string;
        /**
         * scheduled: waits for its time; running: sends, or waits (`waitingFor`); paused: until a person resumes it; completed: no recipient is left; stopped: by a person, for good
         */
        status: 'scheduled' | 'running' | 'paused' | 'completed' | 'stopped';
        /**
         * recipients at most: the contacts of the lists at the launch
         */
        total: number;
        /**
         * user: a person did it; first_deleted: the stopped campaign that it goes on from is gone, so that it can't be known whom that one reached: stop it; number_changed: resume with acceptNumber; audience_empty: its lists were empty at its start; page_changed: WhatsApp's page fails at its messages, and `page` says how: resume it when the page works again; too_late: its time was over; session_logged_out: link the session again, then resume; others: recipients failed one after the other
         */
        pausedBecause?: 'user' | 'session_logged_out' | 'failure_streak' | 'restricted_by_whatsapp' | 'too_late' | 'number_changed' | 'first_deleted' | 'audience_empty' | 'page_changed';
        /**
         * recipients by the state that each is in now
         */
        counts?: {
            /**
             * recipients whose message is handed over now
             */
            sending: number;
            /**
             * recipients whose message is on WhatsApp's server, and no further now
             */
            sent: number;
            /**
             * recipients whose message is on their phone, and not read now
             */
            delivered: number;
            /**
             * recipients whose message is read now
             */
            read: number;
            /**
             * recipients whose message is answered now
             */
            replied: number;
            /**
             * recipients whose message was not sent
             */
            failed: number;
            /**
             * recipients who were left out on purpose; `skippedByReason` says why
             */
            skipped: number;
            /**
             * recipients of whom it is not known whether they got the message
             */
            in_doubt: number;
            /**
             * recipients of a stopped campaign to whom nothing was tried
             */
            notReached: number;
        };
        /**
         * messages by what ever became of them
         */
        totals?: {
            /**
             * messages that were sent, also where they are further now
             */
            sent: number;
            /**
             * messages that were delivered, also where they are further now
             */
            delivered: number;
            /**
             * messages that were read, also where they are further now
             */
            read: number;
            /**
             * messages that were answered, also where they are further now
             */
            replied: number;
        };
        /**
         * shares of what was sent, from 0 to 1
         */
        rates?: {
            /**
             * sent / attempted, from 0 to 1; 0 where nothing is counted yet
             */
            success: number;
            /**
             * delivered / sent, from 0 to 1; 0 where nothing is counted yet
             */
            delivery: number;
            /**
             * read / delivered, from 0 to 1; 0 where nothing is counted yet
             */
            read: number;
            /**
             * replied / sent, from 0 to 1; 0 where nothing is counted yet
             */
            reply: number;
            /**
             * failed / attempted, from 0 to 1; 0 where nothing is counted yet
             */
            failure: number;
        };
    };
};

export type OnCampaignStartedWebhookRequest = {
    body: OnCampaignStartedWebhookPayload;
    key: 'campaign.started';
    path?: never;
    query?: never;
};

export type OnCampaignFailingWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'campaign.failing';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * id of a campaign
         */
        campaignId: string;
        /**
         * name of the campaign
         */
        name: string;
        /**
         * refused: WhatsApp refused as many messages since it took one; not_on_whatsapp: as many of the last 100 numbers have no WhatsApp
         */
        because: 'refused' | 'not_on_whatsapp';
        /**
         * how many by now
         */
        count: number;
        /**
         * with how many it pauses itself; of numbers not before 100 were tried
         */
        pausesAt: number;
    };
};

export type OnCampaignFailingWebhookRequest = {
    body: OnCampaignFailingWebhookPayload;
    key: 'campaign.failing';
    path?: never;
    query?: never;
};

export type OnCampaignPausedWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'campaign.paused';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * id of a campaign
         */
        campaignId: string;
        /**
         * name of the campaign
         */
        name: string;
        /**
         * scheduled: waits for its time; running: sends, or waits (`waitingFor`); paused: until a person resumes it; completed: no recipient is left; stopped: by a person, for good
         */
        status: 'scheduled' | 'running' | 'paused' | 'completed' | 'stopped';
        /**
         * recipients at most: the contacts of the lists at the launch
         */
        total: number;
        /**
         * user: a person did it; first_deleted: the stopped campaign that it goes on from is gone, so that it can't be known whom that one reached: stop it; number_changed: resume with acceptNumber; audience_empty: its lists were empty at its start; page_changed: WhatsApp's page fails at its messages, and `page` says how: resume it when the page works again; too_late: its time was over; session_logged_out: link the session again, then resume; others: recipients failed one after the other
         */
        pausedBecause?: 'user' | 'session_logged_out' | 'failure_streak' | 'restricted_by_whatsapp' | 'too_late' | 'number_changed' | 'first_deleted' | 'audience_empty' | 'page_changed';
        /**
         * recipients by the state that each is in now
         */
        counts?: {
            /**
             * recipients whose message is handed over now
             */
            sending: number;
            /**
             * recipients whose message is on WhatsApp's server, and no further now
             */
            sent: number;
            /**
             * recipients whose message is on their phone, and not read now
             */
            delivered: number;
            /**
             * recipients whose message is read now
             */
            read: number;
            /**
             * recipients whose message is answered now
             */
            replied: number;
            /**
             * recipients whose message was not sent
             */
            failed: number;
            /**
             * recipients who were left out on purpose; `skippedByReason` says why
             */
            skipped: number;
            /**
             * recipients of whom it is not known whether they got the message
             */
            in_doubt: number;
            /**
             * recipients of a stopped campaign to whom nothing was tried
             */
            notReached: number;
        };
        /**
         * messages by what ever became of them
         */
        totals?: {
            /**
             * messages that were sent, also where they are further now
             */
            sent: number;
            /**
             * messages that were delivered, also where they are further now
             */
            delivered: number;
            /**
             * messages that were read, also where they are further now
             */
            read: number;
            /**
             * messages that were answered, also where they are further now
             */
            replied: number;
        };
        /**
         * shares of what was sent, from 0 to 1
         */
        rates?: {
            /**
             * sent / attempted, from 0 to 1; 0 where nothing is counted yet
             */
            success: number;
            /**
             * delivered / sent, from 0 to 1; 0 where nothing is counted yet
             */
            delivery: number;
            /**
             * read / delivered, from 0 to 1; 0 where nothing is counted yet
             */
            read: number;
            /**
             * replied / sent, from 0 to 1; 0 where nothing is counted yet
             */
            reply: number;
            /**
             * failed / attempted, from 0 to 1; 0 where nothing is counted yet
             */
            failure: number;
        };
    };
};

export type OnCampaignPausedWebhookRequest = {
    body: OnCampaignPausedWebhookPayload;
    key: 'campaign.paused';
    path?: never;
    query?: never;
};

export type OnCampaignResumedWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'campaign.resumed';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * id of a campaign
         */
        campaignId: string;
        /**
         * name of the campaign
         */
        name: string;
        /**
         * scheduled: waits for its time; running: sends, or waits (`waitingFor`); paused: until a person resumes it; completed: no recipient is left; stopped: by a person, for good
         */
        status: 'scheduled' | 'running' | 'paused' | 'completed' | 'stopped';
        /**
         * recipients at most: the contacts of the lists at the launch
         */
        total: number;
        /**
         * user: a person did it; first_deleted: the stopped campaign that it goes on from is gone, so that it can't be known whom that one reached: stop it; number_changed: resume with acceptNumber; audience_empty: its lists were empty at its start; page_changed: WhatsApp's page fails at its messages, and `page` says how: resume it when the page works again; too_late: its time was over; session_logged_out: link the session again, then resume; others: recipients failed one after the other
         */
        pausedBecause?: 'user' | 'session_logged_out' | 'failure_streak' | 'restricted_by_whatsapp' | 'too_late' | 'number_changed' | 'first_deleted' | 'audience_empty' | 'page_changed';
        /**
         * recipients by the state that each is in now
         */
        counts?: {
            /**
             * recipients whose message is handed over now
             */
            sending: number;
            /**
             * recipients whose message is on WhatsApp's server, and no further now
             */
            sent: number;
            /**
             * recipients whose message is on their phone, and not read now
             */
            delivered: number;
            /**
             * recipients whose message is read now
             */
            read: number;
            /**
             * recipients whose message is answered now
             */
            replied: number;
            /**
             * recipients whose message was not sent
             */
            failed: number;
            /**
             * recipients who were left out on purpose; `skippedByReason` says why
             */
            skipped: number;
            /**
             * recipients of whom it is not known whether they got the message
             */
            in_doubt: number;
            /**
             * recipients of a stopped campaign to whom nothing was tried
             */
            notReached: number;
        };
        /**
         * messages by what ever became of them
         */
        totals?: {
            /**
             * messages that were sent, also where they are further now
             */
            sent: number;
            /**
             * messages that were delivered, also where they are further now
             */
            delivered: number;
            /**
             * messages that were read, also where they are further now
             */
            read: number;
            /**
             * messages that were answered, also where they are further now
             */
            replied: number;
        };
        /**
         * shares of what was sent, from 0 to 1
         */
        rates?: {
            /**
             * sent / attempted, from 0 to 1; 0 where nothing is counted yet
             */
            success: number;
            /**
             * delivered / sent, from 0 to 1; 0 where nothing is counted yet
             */
            delivery: number;
            /**
             * read / delivered, from 0 to 1; 0 where nothing is counted yet
             */
            read: number;
            /**
             * replied / sent, from 0 to 1; 0 where nothing is counted yet
             */
            reply: number;
            /**
             * failed / attempted, from 0 to 1; 0 where nothing is counted yet
             */
            failure: number;
        };
    };
};

export type OnCampaignResumedWebhookRequest = {
    body: OnCampaignResumedWebhookPayload;
    key: 'campaign.resumed';
    path?: never;
    query?: never;
};

export type OnCampaignStoppedWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'campaign.stopped';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * id of a campaign
         */
        campaignId: string;
        /**
         * name of the campaign
         */
        name: string;
        /**
         * scheduled: waits for its time; running: sends, or waits (`waitingFor`); paused: until a person resumes it; completed: no recipient is left; stopped: by a person, for good
         */
        status: 'scheduled' | 'running' | 'paused' | 'completed' | 'stopped';
        /**
         * recipients at most: the contacts of the lists at the launch
         */
        total: number;
        /**
         * user: a person did it; first_deleted: the stopped campaign that it goes on from is gone, so that it can't be known whom that one reached: stop it; number_changed: resume with acceptNumber; audience_empty: its lists were empty at its start; page_changed: WhatsApp's page fails at its messages, and `page` says how: resume it when the page works again; too_late: its time was over; session_logged_out: link the session again, then resume; others: recipients failed one after the other
         */
        pausedBecause?: 'user' | 'session_logged_out' | 'failure_streak' | 'restricted_by_whatsapp' | 'too_late' | 'number_changed' | 'first_deleted' | 'audience_empty' | 'page_changed';
        /**
         * recipients by the state that each is in now
         */
        counts?: {
            /**
             * recipients whose message is handed over now
             */
            sending: number;
            /**
             * recipients whose message is on WhatsApp's server, and no further now
             */
            sent: number;
            /**
             * recipients whose message is on their phone, and not read now
             */
            delivered: number;
            /**
             * recipients whose message is read now
             */
            read: number;
            /**
             * recipients whose message is answered now
             */
            replied: number;
            /**
             * recipients whose message was not sent
             */
            failed: number;
            /**
             * recipients who were left out on purpose; `skippedByReason` says why
             */
            skipped: number;
            /**
             * recipients of whom it is not known whether they got the message
             */
            in_doubt: number;
            /**
             * recipients of a stopped campaign to whom nothing was tried
             */
            notReached: number;
        };
        /**
         * messages by what ever became of them
         */
        totals?: {
            /**
             * messages that were sent, also where they are further now
             */
            sent: number;
            /**
             * messages that were delivered, also where they are further now
             */
            delivered: number;
            /**
             * messages that were read, also where they are further now
             */
            read: number;
            /**
             * messages that were answered, also where they are further now
             */
            replied: number;
        };
        /**
         * shares of what was sent, from 0 to 1
         */
        rates?: {
            /**
             * sent / attempted, from 0 to 1; 0 where nothing is counted yet
             */
            success: number;
            /**
             * delivered / sent, from 0 to 1; 0 where nothing is counted yet
             */
            delivery: number;
            /**
             * read / delivered, from 0 to 1; 0 where nothing is counted yet
             */
            read: number;
            /**
             * replied / sent, from 0 to 1; 0 where nothing is counted yet
             */
            reply: number;
            /**
             * failed / attempted, from 0 to 1; 0 where nothing is counted yet
             */
            failure: number;
        };
    };
};

export type OnCampaignStoppedWebhookRequest = {
    body: OnCampaignStoppedWebhookPayload;
    key: 'campaign.stopped';
    path?: never;
    query?: never;
};

export type OnCampaignCompletedWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'campaign.completed';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * id of a campaign
         */
        campaignId: string;
        /**
         * name of the campaign
         */
        name: string;
        /**
         * scheduled: waits for its time; running: sends, or waits (`waitingFor`); paused: until a person resumes it; completed: no recipient is left; stopped: by a person, for good
         */
        status: 'scheduled' | 'running' | 'paused' | 'completed' | 'stopped';
        /**
         * recipients at most: the contacts of the lists at the launch
         */
        total: number;
        /**
         * user: a person did it; first_deleted: the stopped campaign that it goes on from is gone, so that it can't be known whom that one reached: stop it; number_changed: resume with acceptNumber; audience_empty: its lists were empty at its start; page_changed: WhatsApp's page fails at its messages, and `page` says how: resume it when the page works again; too_late: its time was over; session_logged_out: link the session again, then resume; others: recipients failed one after the other
         */
        pausedBecause?: 'user' | 'session_logged_out' | 'failure_streak' | 'restricted_by_whatsapp' | 'too_late' | 'number_changed' | 'first_deleted' | 'audience_empty' | 'page_changed';
        /**
         * recipients by the state that each is in now
         */
        counts?: {
            /**
             * recipients whose message is handed over now
             */
            sending: number;
            /**
             * recipients whose message is on WhatsApp's server, and no further now
             */
            sent: number;
            /**
             * recipients whose message is on their phone, and not read now
             */
            delivered: number;
            /**
             * recipients whose message is read now
             */
            read: number;
            /**
             * recipients whose message is answered now
             */
            replied: number;
            /**
             * recipients whose message was not sent
             */
            failed: number;
            /**
             * recipients who were left out on purpose; `skippedByReason` says why
             */
            skipped: number;
            /**
             * recipients of whom it is not known whether they got the message
             */
            in_doubt: number;
            /**
             * recipients of a stopped campaign to whom nothing was tried
             */
            notReached: number;
        };
        /**
         * messages by what ever became of them
         */
        totals?: {
            /**
             * messages that were sent, also where they are further now
             */
            sent: number;
            /**
             * messages that were delivered, also where they are further now
             */
            delivered: number;
            /**
             * messages that were read, also where they are further now
             */
            read: number;
            /**
             * messages that were answered, also where they are further now
             */
            replied: number;
        };
        /**
         * shares of what was sent, from 0 to 1
         */
        rates?: {
            /**
             * sent / attempted, from 0 to 1; 0 where nothing is counted yet
             */
            success: number;
            /**
             * delivered / sent, from 0 to 1; 0 where nothing is counted yet
             */
            delivery: number;
            /**
             * read / delivered, from 0 to 1; 0 where nothing is counted yet
             */
            read: number;
            /**
             * replied / sent, from 0 to 1; 0 where nothing is counted yet
             */
            reply: number;
            /**
             * failed / attempted, from 0 to 1; 0 where nothing is counted yet
             */
            failure: number;
        };
    };
};

export type OnCampaignCompletedWebhookRequest = {
    body: OnCampaignCompletedWebhookPayload;
    key: 'campaign.completed';
    path?: never;
    query?: never;
};

export type OnRecipientSentWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'recipient.sent';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * id of a campaign
         */
        campaignId: string;
        /**
         * name of the campaign
         */
        campaignName?: string;
        /**
         * id of a contact list
         */
        listId: string;
        /**
         * phone number, international, digits only
         */
        number: string;
        /**
         * the person's name
         */
        name?: string;
        /**
         * form fields to send along with the file, before it, as they are
         */
        fields?: {
            [key: string]: string;
        };
        /**
         * our id of the message
         */
        messageId?: string;
        /**
         * which try it was, from 1
         */
        attempt: number;
        /**
         * the recipient's new state
         */
        status: 'sent' | 'delivered' | 'read' | 'replied' | 'failed' | 'skipped' | 'in_doubt';
        /**
         * why nothing was delivered, or it is not known
         */
        reason?: 'not_on_whatsapp' | 'opted_out' | 'invalid_number' | 'missing_variable' | 'message_too_long' | 'template_failed' | 'rejected_by_whatsapp' | 'media_unavailable' | 'campaign_stopped' | 'no_answer' | 'left_list' | 'same_account' | 'page_refused';
        /**
         * the reason as a sentence
         */
        reasonText?: {
            /**
             * in Indonesian
             */
            id: string;
            /**
             * in English
             */
            en: string;
        };
        /**
         * of missing_variable: the variables that the contact lacks, as the text writes them; at most 5
         */
        missing?: Array<string>;
        /**
         * of same_account: the number under which the same WhatsApp account was written to
         */
        sameAccountAs?: string;
    };
};

export type OnRecipientSentWebhookRequest = {
    body: OnRecipientSentWebhookPayload;
    key: 'recipient.sent';
    path?: never;
    query?: never;
};

export type OnRecipientDeliveredWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'recipient.delivered';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * id of a campaign
         */
        campaignId: string;
        /**
         * name of the campaign
         */
        campaignName?: string;
        /**
         * id of a contact list
         */
        listId: string;
        /**
         * phone number, international, digits only
         */
        number: string;
        /**
         * the person's name
         */
        name?: string;
        /**
         * form fields to send along with the file, before it, as they are
         */
        fields?: {
            [key: string]: string;
        };
        /**
         * our id of the message
         */
        messageId?: string;
        /**
         * which try it was, from 1
         */
        attempt: number;
        /**
         * the recipient's new state
         */
        status: 'sent' | 'delivered' | 'read' | 'replied' | 'failed' | 'skipped' | 'in_doubt';
        /**
         * why nothing was delivered, or it is not known
         */
        reason?: 'not_on_whatsapp' | 'opted_out' | 'invalid_number' | 'missing_variable' | 'message_too_long' | 'template_failed' | 'rejected_by_whatsapp' | 'media_unavailable' | 'campaign_stopped' | 'no_answer' | 'left_list' | 'same_account' | 'page_refused';
        /**
         * the reason as a sentence
         */
        reasonText?: {
            /**
             * in Indonesian
             */
            id: string;
            /**
             * in English
             */
            en: string;
        };
        /**
         * of missing_variable: the variables that the contact lacks, as the text writes them; at most 5
         */
        missing?: Array<string>;
        /**
         * of same_account: the number under which the same WhatsApp account was written to
         */
        sameAccountAs?: string;
    };
};

export type OnRecipientDeliveredWebhookRequest = {
    body: OnRecipientDeliveredWebhookPayload;
    key: 'recipient.delivered';
    path?: never;
    query?: never;
};

export type OnRecipientReadWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'recipient.read';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * id of a campaign
         */
        campaignId: string;
        /**
         * name of the campaign
         */
        campaignName?: string;
        /**
         * id of a contact list
         */
        listId: string;
        /**
         * phone number, international, digits only
         */
        number: string;
        /**
         * the person's name
         */
        name?: string;
        /**
         * form fields to send along with the file, before it, as they are
         */
        fields?: {
            [key: string]: string;
        };
        /**
         * our id of the message
         */
        messageId?: string;
        /**
         * which try it was, from 1
         */
        attempt: number;
        /**
         * the recipient's new state
         */
        status: 'sent' | 'delivered' | 'read' | 'replied' | 'failed' | 'skipped' | 'in_doubt';
        /**
         * why nothing was delivered, or it is not known
         */
        reason?: 'not_on_whatsapp' | 'opted_out' | 'invalid_number' | 'missing_variable' | 'message_too_long' | 'template_failed' | 'rejected_by_whatsapp' | 'media_unavailable' | 'campaign_stopped' | 'no_answer' | 'left_list' | 'same_account' | 'page_refused';
        /**
         * the reason as a sentence
         */
        reasonText?: {
            /**
             * in Indonesian
             */
            id: string;
            /**
             * in English
             */
            en: string;
        };
        /**
         * of missing_variable: the variables that the contact lacks, as the text writes them; at most 5
         */
        missing?: Array<string>;
        /**
         * of same_account: the number under which the same WhatsApp account was written to
         */
        sameAccountAs?: string;
    };
};

export type OnRecipientReadWebhookRequest = {
    body: OnRecipientReadWebhookPayload;
    key: 'recipient.read';
    path?: never;
    query?: never;
};

export type OnRecipientRepliedWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'recipient.replied';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * id of a campaign
         */
        campaignId: string;
        /**
         * name of the campaign
         */
        campaignName?: string;
        /**
         * id of a contact list
         */
        listId: string;
        /**
         * phone number, international, digits only
         */
        number: string;
        /**
         * the person's name
         */
        name?: string;
        /**
         * form fields to send along with the file, before it, as they are
         */
        fields?: {
            [key: string]: string;
        };
        /**
         * our id of the message
         */
        messageId?: string;
        /**
         * which try it was, from 1
         */
        attempt: number;
        /**
         * the recipient's new state
         */
        status: 'sent' | 'delivered' | 'read' | 'replied' | 'failed' | 'skipped' | 'in_doubt';
        /**
         * why nothing was delivered, or it is not known
         */
        reason?: 'not_on_whatsapp' | 'opted_out' | 'invalid_number' | 'missing_variable' | 'message_too_long' | 'template_failed' | 'rejected_by_whatsapp' | 'media_unavailable' | 'campaign_stopped' | 'no_answer' | 'left_list' | 'same_account' | 'page_refused';
        /**
         * the reason as a sentence
         */
        reasonText?: {
            /**
             * in Indonesian
             */
            id: string;
            /**
             * in English
             */
            en: string;
        };
        /**
         * of missing_variable: the variables that the contact lacks, as the text writes them; at most 5
         */
        missing?: Array<string>;
        /**
         * of same_account: the number under which the same WhatsApp account was written to
         */
        sameAccountAs?: string;
        /**
         * what the person wrote back
         */
        reply?: {
            /**
             * WhatsApp's own id of the message
             */
            whatsAppId: string;
            /**
             * what the person sent
             */
            type: 'text' | 'image' | 'video' | 'audio' | 'document' | 'sticker' | 'location' | 'contact' | 'other';
            /**
             * the text, or the caption of the file
             */
            body: string;
        };
    };
};

export type OnRecipientRepliedWebhookRequest = {
    body: OnRecipientRepliedWebhookPayload;
    key: 'recipient.replied';
    path?: never;
    query?: never;
};

export type OnRecipientFailedWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'recipient.failed';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * id of a campaign
         */
        campaignId: string;
        /**
         * name of the campaign
         */
        campaignName?: string;
        /**
         * id of a contact list
         */
        listId: string;
        /**
         * phone number, international, digits only
         */
        number: string;
        /**
         * the person's name
         */
        name?: string;
        /**
         * form fields to send along with the file, before it, as they are
         */
        fields?: {
            [key: string]: string;
        };
        /**
         * our id of the message
         */
        messageId?: string;
        /**
         * which try it was, from 1
         */
        attempt: number;
        /**
         * the recipient's new state
         */
        status: 'sent' | 'delivered' | 'read' | 'replied' | 'failed' | 'skipped' | 'in_doubt';
        /**
         * why nothing was delivered, or it is not known
         */
        reason?: 'not_on_whatsapp' | 'opted_out' | 'invalid_number' | 'missing_variable' | 'message_too_long' | 'template_failed' | 'rejected_by_whatsapp' | 'media_unavailable' | 'campaign_stopped' | 'no_answer' | 'left_list' | 'same_account' | 'page_refused';
        /**
         * the reason as a sentence
         */
        reasonText?: {
            /**
             * in Indonesian
             */
            id: string;
            /**
             * in English
             */
            en: string;
        };
        /**
         * of missing_variable: the variables that the contact lacks, as the text writes them; at most 5
         */
        missing?: Array<string>;
        /**
         * of same_account: the number under which the same WhatsApp account was written to
         */
        sameAccountAs?: string;
    };
};

export type OnRecipientFailedWebhookRequest = {
    body: OnRecipientFailedWebhookPayload;
    key: 'recipient.failed';
    path?: never;
    query?: never;
};

export type OnRecipientSkippedWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'recipient.skipped';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * id of a campaign
         */
        campaignId: string;
        /**
         * name of the campaign
         */
        campaignName?: string;
        /**
         * id of a contact list
         */
        listId: string;
        /**
         * phone number, international, digits only
         */
        number: string;
        /**
         * the person's name
         */
        name?: string;
        /**
         * form fields to send along with the file, before it, as they are
         */
        fields?: {
            [key: string]: string;
        };
        /**
         * our id of the message
         */
        messageId?: string;
        /**
         * which try it was, from 1
         */
        attempt: number;
        /**
         * the recipient's new state
         */
        status: 'sent' | 'delivered' | 'read' | 'replied' | 'failed' | 'skipped' | 'in_doubt';
        /**
         * why nothing was delivered, or it is not known
         */
        reason?: 'not_on_whatsapp' | 'opted_out' | 'invalid_number' | 'missing_variable' | 'message_too_long' | 'template_failed' | 'rejected_by_whatsapp' | 'media_unavailable' | 'campaign_stopped' | 'no_answer' | 'left_list' | 'same_account' | 'page_refused';
        /**
         * the reason as a sentence
         */
        reasonText?: {
            /**
             * in Indonesian
             */
            id: string;
            /**
             * in English
             */
            en: string;
        };
        /**
         * of missing_variable: the variables that the contact lacks, as the text writes them; at most 5
         */
        missing?: Array<string>;
        /**
         * of same_account: the number under which the same WhatsApp account was written to
         */
        sameAccountAs?: string;
    };
};

export type OnRecipientSkippedWebhookRequest = {
    body: OnRecipientSkippedWebhookPayload;
    key: 'recipient.skipped';
    path?: never;
    query?: never;
};

export type OnRecipientInDoubtWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'recipient.in_doubt';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * id of a campaign
         */
        campaignId: string;
        /**
         * name of the campaign
         */
        campaignName?: string;
        /**
         * id of a contact list
         */
        listId: string;
        /**
         * phone number, international, digits only
         */
        number: string;
        /**
         * the person's name
         */
        name?: string;
        /**
         * form fields to send along with the file, before it, as they are
         */
        fields?: {
            [key: string]: string;
        };
        /**
         * our id of the message
         */
        messageId?: string;
        /**
         * which try it was, from 1
         */
        attempt: number;
        /**
         * the recipient's new state
         */
        status: 'sent' | 'delivered' | 'read' | 'replied' | 'failed' | 'skipped' | 'in_doubt';
        /**
         * why nothing was delivered, or it is not known
         */
        reason?: 'not_on_whatsapp' | 'opted_out' | 'invalid_number' | 'missing_variable' | 'message_too_long' | 'template_failed' | 'rejected_by_whatsapp' | 'media_unavailable' | 'campaign_stopped' | 'no_answer' | 'left_list' | 'same_account' | 'page_refused';
        /**
         * the reason as a sentence
         */
        reasonText?: {
            /**
             * in Indonesian
             */
            id: string;
            /**
             * in English
             */
            en: string;
        };
        /**
         * of missing_variable: the variables that the contact lacks, as the text writes them; at most 5
         */
        missing?: Array<string>;
        /**
         * of same_account: the number under which the same WhatsApp account was written to
         */
        sameAccountAs?: string;
    };
};

export type OnRecipientInDoubtWebhookRequest = {
    body: OnRecipientInDoubtWebhookPayload;
    key: 'recipient.in_doubt';
    path?: never;
    query?: never;
};

export type OnImportCompletedWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'import.completed';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * id of an import
         */
        importId: string;
        /**
         * id of a contact list
         */
        listId: string;
        /**
         * how it ended
         */
        state: 'completed' | 'failed';
        /**
         * rows that were read so far
         */
        rowsRead: number;
        /**
         * contacts that are new
         */
        added: number;
        /**
         * contacts that were there and changed
         */
        updated: number;
        /**
         * rows of contacts that were left as they are
         */
        skipped: number;
        /**
         * entries whose number came before in the same request or file
         */
        duplicates: number;
        /**
         * rows that became no contact
         */
        invalid: number;
        /**
         * contacts that the file does not have, in mode replace
         */
        removed: number;
        /**
         * rows of people who opted out: kept, and never sent a broadcast
         */
        optedOut: number;
    };
};

export type OnImportCompletedWebhookRequest = {
    body: OnImportCompletedWebhookPayload;
    key: 'import.completed';
    path?: never;
    query?: never;
};

export type OnImportFailedWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'import.failed';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * id of an import
         */
        importId: string;
        /**
         * id of a contact list
         */
        listId: string;
        /**
         * how it ended
         */
        state: 'completed' | 'failed';
        /**
         * rows that were read so far
         */
        rowsRead: number;
        /**
         * contacts that are new
         */
        added: number;
        /**
         * contacts that were there and changed
         */
        updated: number;
        /**
         * rows of contacts that were left as they are
         */
        skipped: number;
        /**
         * entries whose number came before in the same request or file
         */
        duplicates: number;
        /**
         * rows that became no contact
         */
        invalid: number;
        /**
         * contacts that the file does not have, in mode replace
         */
        removed: number;
        /**
         * rows of people who opted out: kept, and never sent a broadcast
         */
        optedOut: number;
    };
};

export type OnImportFailedWebhookRequest = {
    body: OnImportFailedWebhookPayload;
    key: 'import.failed';
    path?: never;
    query?: never;
};

export type OnOptOutAddedWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'opt_out.added';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * phone number, international, digits only
         */
        number: string;
        /**
         * reply: by a keyword; api: by hand
         */
        source: 'reply' | 'api';
    };
};

export type OnOptOutAddedWebhookRequest = {
    body: OnOptOutAddedWebhookPayload;
    key: 'opt_out.added';
    path?: never;
    query?: never;
};

export type OnOptOutRemovedWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'opt_out.removed';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * phone number, international, digits only
         */
        number: string;
    };
};

export type OnOptOutRemovedWebhookRequest = {
    body: OnOptOutRemovedWebhookPayload;
    key: 'opt_out.removed';
    path?: never;
    query?: never;
};

export type OnWebhookTestWebhookPayload = {
    /**
     * id of the event; the same however often it comes: a receiver drops what it knows
     */
    id: string;
    /**
     * type of the event
     */
    type: 'webhook.test';
    /**
     * when it happened: ISO 8601, UTC
     */
    createdAt: string;
    /**
     * the session that it happened in; absent where it is about none
     */
    sessionId?: string;
    /**
     * what happened
     */
    data: {
        /**
         * id of a webhook
         */
        webhookId: string;
    };
};

export type OnWebhookTestWebhookRequest = {
    body: OnWebhookTestWebhookPayload;
    key: 'webhook.test';
    path?: never;
    query?: never;
};

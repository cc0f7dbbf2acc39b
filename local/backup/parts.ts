/**
 * What a backup holds of a data directory: the tables, queues and files, among them the profiles of sessions, and the admin
 * key. A stack that was ended has saved each profile there, so that the browsers' own folders are not needed. Schedules are set
 * again from the tables, and what the simulated phones got is not ours to take back.
 */
export const keptParts = ["dynamodb", "sqs-s3", "admin-key"] as const;
/** What a data directory may hold besides; a restore takes it away. */
export const otherParts = ["scheduler", "profiles", "stack.json"] as const;

/** Where a restore lays the parts out. While it is there the data are not whole, and nothing starts on them. */
export const restoringDir = "restoring";

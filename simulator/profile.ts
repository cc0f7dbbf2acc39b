import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { defined } from "../core/defined.ts";
import { type Ack, mediaKinds, type OutgoingMessage, type OutgoingMedia } from "../core/whatsapp.ts";
import { Journal } from "./journal.ts";
import { type Credential } from "./pairing.ts";

const credentialShape = z.strictObject({ deviceId: z.string(), secret: z.string(), generation: z.int() });

const ackShape = z.literal([-1, 0, 1, 2, 3, 4]);
const sentShape = z.strictObject({
  to: z.string(),
  text: z.string(),
  media: z
    .strictObject({ kind: z.enum(mediaKinds), sha256: z.string(), fileName: z.string().exactOptional() })
    .exactOptional(),
  quotedMessageId: z.string().exactOptional(),
});
/** A line of `messages.jsonl`: a new row (it has a text), or a row's newer ack. */
const rowLineShape = z.strictObject({
  messageId: z.string(),
  ack: ackShape,
  /** Epoch milliseconds of the ack. */
  at: z.number(),
  sent: sentShape.exactOptional(),
});
type RowLine = z.infer<typeof rowLineShape>;

/** A message as the page stores it: of a file, what distinguishes it from another, and of a document its name. */
export interface PageMessage extends Omit<OutgoingMessage, "media"> {
  readonly media?: Pick<OutgoingMedia, "kind" | "sha256"> & Partial<Pick<OutgoingMedia, "fileName">>;
}

/** What the page remembers of a message of its own. */
export interface PageRow extends PageMessage {
  readonly ack: Ack;
  readonly at: number;
}

/** Whether news of a message replace what is known of it: acks only rise, but for a refusal of a message that no one received yet. */
export const supersedes = (news: Ack, known: Ack): boolean => news > known || (news === -1 && known === 0);

function writeDurably(dir: string, name: string, text: string): void {
  const path = join(dir, name);
  const file = openSync(`${path}.new`, "w");
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
}

/**
 * A session's profile folder: `device.json` (the credential), `messages.jsonl` (the rows, as IndexedDB keeps them), and `linked`,
 * the note that there was a credential once.
 */
export class Profile {
  readonly #dir: string;
  readonly #journal: Journal<RowLine>;
  readonly #rows = new Map<string, PageRow>();
  #credential: Credential | undefined;

  /** @throws Error when the folder cannot be used or what it holds cannot be read. */
  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true });
    const saved = join(dir, "device.json");
    if (existsSync(saved)) this.#credential = credentialShape.parse(JSON.parse(readFileSync(saved, "utf8")));
    this.#journal = Journal.open(
      join(dir, "messages.jsonl"),
      (line) => rowLineShape.parse(line),
      (line) => {
        this.#apply(line);
      },
    );
  }

  get credential(): Credential | undefined {
    return this.#credential;
  }

  /** It was linked, and what made it a linked device's is gone: a browser that is killed may lose its storage. */
  get lostCredential(): boolean {
    return this.#credential === undefined && existsSync(join(this.#dir, "linked"));
  }

  saveCredential(credential: Credential): void {
    if (this.#credential === undefined) writeDurably(this.#dir, "linked", "");
    writeDurably(this.#dir, "device.json", JSON.stringify(credential));
    this.#credential = credential;
  }

  /** Makes every copy of before an older one. @returns its generation */
  advance(): number {
    if (this.#credential === undefined) throw new Error("a profile that was never linked has no generation");
    const generation = this.#credential.generation + 1;
    this.saveCredential({ ...this.#credential, generation });
    return generation;
  }

  findRow(messageId: string): PageRow | undefined {
    return this.#rows.get(messageId);
  }

  /** Rows that were stored and never acknowledged. */
  unacknowledgedRows(): readonly PageRow[] {
    return [...this.#rows.values()].filter((row) => row.ack === 0);
  }

  /** A message of ours with ack 0; nothing when the page has it already. */
  addRow({ messageId, to, text, media, quotedMessageId }: PageMessage, at: number): void {
    if (this.#rows.has(messageId)) return;
    const sent = {
      to,
      text,
      ...defined({ media, quotedMessageId }),
    };
    this.#write({ messageId, ack: 0, at, sent });
  }

  noteAck(messageId: string, ack: Ack, at: number): void {
    const row = this.#rows.get(messageId);
    if (row && supersedes(ack, row.ack)) this.#write({ messageId, ack, at });
  }

  close(): void {
    this.#journal.close();
  }

  /** Deletes what makes the folder a linked device's. */
  forget(): void {
    this.close();
    for (const name of ["device.json", "messages.jsonl", "linked"]) rmSync(join(this.#dir, name), { force: true });
  }

  #write(line: RowLine): void {
    this.#journal.append(line);
    this.#apply(line);
  }

  #apply({ messageId, ack, at, sent }: RowLine): void {
    const content = sent ?? this.#rows.get(messageId);
    if (content) this.#rows.set(messageId, { ...content, messageId, ack, at });
  }
}

import { readFile, stat } from "node:fs/promises";
import { RejectedByWhatsApp } from "../../core/errors.ts";
import type { OutgoingMedia } from "../../core/whatsapp.ts";
import type { SendingMessage } from "./web-client.ts";

/**
 * One file in memory at a time, of all sessions of this process: the library wants it in base64, and it is written and
 * read as such on its way to the page, so that a file of 16 MB takes about 90 MB here for a moment.
 */
export class MediaInHand {
  readonly #maxBytes: number;
  #free: Promise<unknown> = Promise.resolve();

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** @throws RejectedByWhatsApp when it is larger than is sent; what `use` throws */
  async load<Result>(
    media: OutgoingMedia | undefined,
    use: (media: SendingMessage["media"]) => Promise<Result>,
  ): Promise<Result> {
    if (media === undefined) return await use(undefined);
    const before = this.#free;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#free = promise;
    try {
      await before;
      const { path, ...facts } = media;
      const { size } = await stat(path);
      if (size > this.#maxBytes) {
        throw new RejectedByWhatsApp(`${media.fileName} has ${size} bytes, at most ${this.#maxBytes} are sent`);
      }
      return await use({ ...facts, base64: await readFile(path, "base64") });
    } finally {
      resolve(undefined);
    }
  }
}

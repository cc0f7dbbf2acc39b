import { join } from "node:path";
import { type NetworkEvent, networkEventShape } from "./events.ts";
import { Journal } from "./journal.ts";
import { NetworkMemory } from "./memory.ts";

/** The network's memory and, with a data directory, the journal that rebuilds it after a kill. */
export class Ledger {
  readonly memory = new NetworkMemory();
  readonly #journal: Journal<NetworkEvent> | undefined;
  readonly #onOwed: (deviceId: string) => void;
  readonly #onRecord: (event: NetworkEvent) => void;

  /** @throws Error when the directory's journal cannot be read. */
  constructor(
    dataDir: string | undefined,
    onOwed: (deviceId: string) => void,
    onRecord: (event: NetworkEvent) => void = () => undefined,
  ) {
    this.#onOwed = onOwed;
    this.#onRecord = onRecord;
    this.#journal =
      dataDir === undefined
        ? undefined
        : Journal.open(
            join(dataDir, "network.jsonl"),
            (line) => networkEventShape.parse(line),
            (event) => this.memory.apply(event),
          );
  }

  /** Written first, then applied: no answer rests on what a kill could take back. */
  record(event: NetworkEvent): void {
    this.#journal?.append(event);
    this.#onRecord(event);
    for (const deviceId of this.memory.apply(event)) this.#onOwed(deviceId);
  }

  close(): void {
    this.#journal?.close();
  }
}

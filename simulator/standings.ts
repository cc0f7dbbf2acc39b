import { type Clock } from "../core/time/clock.ts";
import { type AccountLimits } from "../core/whatsapp.ts";
import { type LimitChanges } from "./events.ts";
import { type Ledger } from "./ledger.ts";
import { type Device } from "./records.ts";

/** What the accounts of devices may do, and whom they know. */
export class Standings {
  readonly #ledger: Ledger;
  readonly #clock: Clock;

  constructor(ledger: Ledger, clock: Clock) {
    this.#ledger = ledger;
    this.#clock = clock;
  }

  /** Changes what is named of the limits of a device's account, and answers all. */
  change(device: Device, changes: LimitChanges): AccountLimits {
    this.#ledger.record({ type: "limits", account: device.account, at: this.#clock.now(), ...changes });
    return this.limitsOf(device);
  }

  limitsOf({ account }: Device): AccountLimits {
    return this.#ledger.memory.accounts.limitsOf(account, this.#clock.now());
  }

  /** Whether the device's account exchanged a message with that person, a number or a LID. */
  knows({ account }: Device, name: string): boolean {
    const { memory } = this.#ledger;
    return memory.accounts.knows(account, memory.namesOf(name));
  }

  /** Everyone that the device's account exchanged a message with: number, and LID where there is one. */
  peopleOf({ account }: Device): readonly (readonly string[])[] {
    const { memory } = this.#ledger;
    return memory.accounts.peopleOf(account).map((name) => memory.namesOf(name));
  }
}

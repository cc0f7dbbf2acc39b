import type { KnownNumber } from "../core/number-check.ts";
import type { WhatsAppConnection } from "../core/whatsapp.ts";
import type { WorkerPorts } from "./ports.ts";

/** Whether a number is on WhatsApp: what was asked lately is not asked again. */
export class NumberChecks {
  readonly #ports: Pick<WorkerPorts, "numberChecks" | "clock">;
  readonly #tenantId: string;

  constructor(ports: Pick<WorkerPorts, "numberChecks" | "clock">, tenantId: string) {
    this.#ports = ports;
    this.#tenantId = tenantId;
  }

  /** @throws SessionDown when it is not known and can't be asked now */
  async check(connection: Pick<WhatsAppConnection, "checkNumber">, number: string): Promise<KnownNumber> {
    const { numberChecks, clock } = this.#ports;
    const known = await numberChecks.find(this.#tenantId, number, clock.now());
    if (known !== undefined) return known;
    const check = await connection.checkNumber(number);
    const asked = { tenantId: this.#tenantId, number, ...check, checkedAt: clock.now() };
    await numberChecks.save(asked);
    return asked;
  }
}

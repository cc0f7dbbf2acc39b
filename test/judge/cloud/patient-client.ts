import { setTimeout as wait } from "node:timers/promises";
import { Client, type Answer, type Ask, type Failure } from "../../e2e/client.ts";

const mostTimes = 20;

/** Asks again where an answer tells to: on a machine that is busy the emulator is late now and then, and the product says so. */
export class PatientClient extends Client {
  /** How often it had to. */
  again = 0;

  override async ask<Body = Failure>(method: string, path: string, ask: Ask = {}): Promise<Answer<Body>> {
    for (let times = 0; ; times += 1) {
      const answer = await super.ask<Body>(method, path, ask);
      if (method !== "GET" || answer.status !== 503 || times === mostTimes) return answer;
      this.again += 1;
      await wait(Number(answer.headers.get("retry-after") ?? 1) * 1_000);
    }
  }
}

/** What the page is told of the account's limits, in WhatsApp's words. */

/** In seconds, as a text; never before the moment that is meant. */
const secondsOf = (ms) => String(Math.ceil(ms / 1_000));

const statusOf = ({ used, total }) =>
  used >= total ? "CAPPED" : used >= 0.9 * total ? "SECOND_WARNING" : used >= 0.75 * total ? "FIRST_WARNING" : "NONE";

export class Limits {
  #wire;

  constructor(wire) {
    this.#wire = wire;
  }

  async timelock() {
    const { timelock, restricted } = await this.#wire.ask({ type: "limits" });
    return {
      is_active: restricted || timelock !== undefined,
      time_enforcement_ends: timelock?.until === undefined ? null : secondsOf(timelock.until),
      enforcement_type: restricted ? "RESTRICT_ALL_COMPANIONS" : "DEFAULT",
    };
  }

  /** Of the figures one comes as a number and one as a text: both were seen. */
  async newChatCapping() {
    const { newChats } = await this.#wire.ask({ type: "limits" });
    return {
      total_quota: String(newChats?.total ?? 0),
      used_quota: newChats?.used ?? 0,
      cycle_start_timestamp: "",
      cycle_end_timestamp: newChats?.resetsAt === undefined ? "" : secondsOf(newChats.resetsAt),
      server_sent_timestamp: secondsOf(Date.now()),
      capping_status: newChats === undefined ? "NONE" : statusOf(newChats),
    };
  }
}

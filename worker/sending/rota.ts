import { drawGap, mergeHistories, nextSendAt, type WaitReason } from "../../core/sending/pacing.ts";
import { nextTurn } from "../../core/sending/turns.ts";
import type { CampaignRun } from "../campaign/campaign-run.ts";
import type { Closings } from "../campaign/closings.ts";
import type { LoopParts } from "./loop-parts.ts";

/** When a campaign may send its next message, and what it waits for until then. */
export interface MaySend {
  /** Epoch ms. */
  readonly at: number;
  readonly because?: WaitReason;
  /** The wait has no known end. */
  readonly isOpenEnded?: true;
}

const isOfNewChats = ({ because }: MaySend): boolean => because === "new_chats" || because === "whatsapp_limit";

export interface Turn extends MaySend {
  readonly run: CampaignRun;
}

/** When each of a session's campaigns may send, and which of them has its turn. */
export class Rota {
  readonly #parts: LoopParts;
  readonly #closings: Closings;
  /** Drawn once a message, so that a second check does not draw again. */
  #chance: number;

  constructor(parts: LoopParts, closings: Closings) {
    this.#parts = parts;
    this.#closings = closings;
    this.#chance = parts.ports.random();
  }

  /** A message was claimed: the next one has a gap of its own. */
  drawGap(): void {
    this.#chance = this.#parts.ports.random();
  }

  next(): Turn | undefined {
    const { book, ports } = this.#parts;
    const { clock } = ports;
    const open = book.due.filter(({ run }) => !this.#closings.has(run));
    return nextTurn(
      open.map(({ run }) => {
        const maySend = this.whenMaySend(run);
        return {
          run,
          ...maySend,
          sendsInMs: run.unsettled.length > 0 ? 0 : maySend.at - clock.now(),
          blockedForMs: run.blockedUntil - clock.elapsed(),
          // A chat that may not begin yet is no gap: the session's other campaigns go on.
          gapMs: isOfNewChats(maySend) ? 0 : drawGap(run.rule.policy, this.#chance),
        };
      }),
    );
  }

  whenMaySend({ heldChat, rule }: CampaignRun): MaySend {
    const { book, directs, newChats, ports, turns } = this.#parts;
    const now = ports.clock.now();
    const isHeld = heldChat !== undefined && heldChat.triedAgainAt > ports.clock.elapsed();
    const claims = mergeHistories([book.claims(rule.policy), directs.claims, turns.claims(now)], now);
    const gapMs = drawGap(rule.policy, this.#chance);
    const next = nextSendAt(rule, claims, gapMs, now, isHeld ? newChats.next(now) : undefined);
    const apartAt = Math.max(now + directs.campaignKeepsOffMs, turns.mayClaimAt(rule.policy, now));
    return apartAt > next.at ? { at: apartAt, because: "pacing" } : next;
  }
}

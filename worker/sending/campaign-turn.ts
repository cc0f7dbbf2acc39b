import { shownError, type PageWord } from "../../core/campaign/page-doubt.ts";
import { defined } from "../../core/defined.ts";
import { attemptOf } from "../../core/campaign/streak.ts";
import { farAwayMs, haltHoldsMs, haltOf } from "../../core/sending/halt.ts";
import type { MayNotBegin } from "../../core/sending/new-chats.ts";
import type { Closings } from "../campaign/closings.ts";
import { complete } from "../campaign/complete.ts";
import { isHeldUp, pageAgainMs, tellOfMessage } from "../page-holds.ts";
import { announceIfFailing } from "./announce-failing.ts";
import type { ReadyConnection, Standing } from "./ready-connection.ts";
import { recover } from "./recover.ts";
import type { MaySend, Rota, Turn } from "./rota.ts";
import { sendToMember, type Sender } from "./send.ts";

/** What the campaign whose turn it is works with. */
interface InTurn extends Sender, Turn {
  readonly open: ReadyConnection;
  readonly rota: Rota;
  readonly closings: Closings;
  readonly rest: (forMs: number) => Promise<void>;
}

/** A step for the campaign whose turn it is: the first of its duties that there is something to do for. */
export async function stepInTurn(inTurn: InTurn): Promise<void> {
  const duties = [
    waitToHear,
    recoverFirst,
    endRetry,
    completeIt,
    waitForOperator,
    waitForPage,
    waitWithOthers,
    waitForItsTime,
    letDirectGo,
    letPhoneGo,
    sendNext,
  ];
  for (const duty of duties) if (await duty(inTurn)) return;
}

/** The outcome of a message in hand has to come first. */
async function waitToHear({ ports, rest, run }: InTurn): Promise<boolean> {
  const blockedForMs = run.blockedUntil - ports.clock.elapsed();
  if (blockedForMs <= 0) return false;
  run.counts.waitFor(run.blockedBy, run.blockEndsAt);
  await rest(blockedForMs);
  return true;
}

/** What a message showed of WhatsApp's page: a page that can't be asked is left alone for a moment. */
function takePageIn({ ports, run }: InTurn, page: PageWord): void {
  run.sawPage(page);
  if (page.sign.is === "unasked") run.blockFor(ports.settings.retryMs, "page");
}

async function recoverFirst(inTurn: InTurn): Promise<boolean> {
  const { limits, newChats, open, ports, rota, run } = inTurn;
  const [first] = run.unsettled;
  if (first === undefined) return false;
  const recovery = await recover(inTurn, run, open, first, rota.whenMaySend(run).at - ports.clock.now());
  if (recovery.is === "settled") {
    run.unsettled.shift();
    if (first.row.newChat === true) newChats.began();
    // One that was claimed before WhatsApp told of a limit does not say whether it began a chat.
    limits.askAgain();
    run.addToStreak(recovery.outcome);
    await announceIfFailing(inTurn, run);
    run.forgetUnasked();
  } else if (recovery.is === "unsettled") {
    run.unsettled[0] = { ...first, lost: recovery.lost, ...defined({ page: recovery.page }) };
  } else {
    run.blockFor(recovery.forMs, recovery.because ?? (first.page === undefined ? "session" : "page"), recovery.until);
  }
  if (recovery.is === "wait") return true;
  const { page: word } = recovery;
  await tellOfMessage(inTurn, run, open.standing.page, {
    word,
    ...(recovery.is === "settled" ? { outcome: recovery.outcome } : {}),
  });
  if (word !== undefined) takePageIn(inTurn, word);
  return true;
}

/** It was paused when a person asked for the retry: it is again. */
async function endRetry({ book, run }: InTurn): Promise<boolean> {
  const { campaignId, pauseAfterRetry } = run.campaign;
  if (pauseAfterRetry === undefined || (await run.queue.next()) !== undefined) return false;
  await run.pause({ pausedBecause: pauseAfterRetry, endsRetry: true });
  await book.lookAt(campaignId);
  return true;
}

async function completeIt({ closings, run }: InTurn): Promise<boolean> {
  if ((await run.queue.next()) !== undefined) return false;
  closings.begin(run, complete);
  return true;
}

/**
 * Sending is halted: no campaign of the session sends, and each has its turn to end or to hear of a message. Read right before
 * a message, and while the next one is far away: at each step of a short gap it would cost more reads than messages. Campaigns
 * that wait so let no direct message wait for their turn.
 */
async function waitForOperator({ at, book, closings, ports, ref, run }: InTurn): Promise<boolean> {
  const forMs = at - ports.clock.now();
  if (forMs > 0 && forMs < farAwayMs) return false;
  if (haltOf(await ports.halts.of(ref.tenantId)) === undefined) return false;
  const until = ports.clock.elapsed() + haltHoldsMs;
  for (const due of book.due) {
    if (due.duty !== "send" || closings.has(due.run)) continue;
    due.run.counts.waitFor("operator");
    if (due.run.blockedUntil < until) due.run.blockFor(haltHoldsMs, "operator");
  }
  book.takeTurns(run.campaign.campaignId);
  return true;
}

/**
 * The page lacks what the campaign's messages need, without a file or with one: it waits for another page. A number that surely
 * exists is asked for meanwhile, so that a page that answers again is found out; that it does not counts as anywhere else.
 */
async function waitForPage({ book, open, run }: InTurn): Promise<boolean> {
  const { number, connection } = open;
  const { page } = open.standing;
  const isStopped = page?.stops === "sending" || (page?.stops === "media" && run.body.media !== undefined);
  if (page === undefined || !isStopped) return false;
  const missing = page.unavailable.map(({ member, problem }) => `${member}: ${problem}`).join("; ");
  run.counts.sawPage({ error: shownError(missing), version: page.version });
  run.counts.waitFor("page");
  run.blockFor(pageAgainMs, "page");
  book.takeTurns(run.campaign.campaignId);
  if (page.stops !== "sending") return true;
  await connection.checkNumber(number);
  run.forgetUnasked();
  return true;
}

/** Other sessions met a fault of the page that this one goes by: it waits with all others until one of them finds it gone. */
async function waitWithOthers(inTurn: InTurn): Promise<boolean> {
  const { at, book, open, ports, run } = inTurn;
  if (!(await isHeldUp(inTurn, run, open.standing.page, at <= ports.clock.now()))) return false;
  run.counts.waitFor("page");
  run.blockFor(pageAgainMs, "page");
  book.takeTurns(run.campaign.campaignId);
  return true;
}

/** It waits for its time to come, and the session's other campaigns for theirs. */
async function waitForItsTime(inTurn: InTurn): Promise<boolean> {
  const { at, because, book, closings, ports, rest, rota, run } = inTurn;
  const forMs = at - ports.clock.now();
  if (forMs <= 0) return false;
  run.counts.waitFor(because, toldEndOf(inTurn));
  for (const other of book.due) {
    if (other.run === run || other.duty !== "send" || closings.has(other.run)) continue;
    if (other.run.blockedBy === "page" && other.run.blockedUntil > ports.clock.elapsed()) continue;
    const its = rota.whenMaySend(other.run);
    other.run.counts.waitFor(its.because ?? because, toldEndOf(its));
  }
  const heldForMs = (run.heldChat?.triedAgainAt ?? Infinity) - ports.clock.elapsed();
  await rest(heldForMs > 0 ? Math.min(forMs, heldForMs) : forMs);
  return true;
}

/** Only of what WhatsApp told can't the end be computed by those who are shown the wait. */
const toldEndOf = ({ at, because, isOpenEnded }: MaySend): number | undefined =>
  because === "whatsapp_limit" && isOpenEnded !== true ? at : undefined;

/** A direct message goes next, though both are due now, or it came while the recipient was read. */
async function letDirectGo({ directs, rest }: InTurn): Promise<boolean> {
  const inMs = directs.distance.isCampaignsTurn ? undefined : directs.goesNextInMs;
  if (inMs === undefined) return false;
  if (inMs > 0) await rest(inMs);
  return true;
}

/** Another session of the phone goes first. When this one may go is known with the next step. */
async function letPhoneGo({ run, turns }: InTurn): Promise<boolean> {
  return !(await turns.mayClaim(run.rule.policy));
}

async function sendNext(inTurn: InTurn): Promise<boolean> {
  const { book, directs, newChats, open, ports, rota, run } = inTurn;
  const member = await run.queue.next();
  if (member === undefined) return false;
  // One whose next chat may not begin shows that until it is known whether it may now.
  if (run.heldChat === undefined) run.counts.waitFor(undefined);
  const startedAt = ports.clock.elapsed();
  directs.distance.campaignHadTurn();
  const result = await sendToMember(inTurn, run, open, member);
  if (!result.done && result.because === "may_begin_no_chat") {
    await holdChat(inTurn, result.wait);
    return true;
  }
  run.heldChat = undefined;
  run.counts.waitFor(undefined);
  if (!result.done && result.because === "not_its_turn") return true;
  if (!result.done && result.because === "not_running") {
    await book.lookAt(run.campaign.campaignId);
    return true;
  }
  const begins = result.done ? result.begins === true : result.row.newChat === true;
  if (!result.done || result.paced) {
    run.noteClaim(ports.clock.now(), begins);
    directs.distance.campaignSent();
    rota.drawGap();
  }
  if (result.done) {
    if (begins) newChats.began();
    run.queue.moveOn(member);
    run.addToStreak(result.outcome);
    await announceIfFailing(inTurn, run);
    if (result.outcome !== undefined && attemptOf(result.outcome) === "sent") {
      forgetRestriction(open.standing, startedAt);
    }
  } else run.unsettled.push(result);
  await tellOfMessage(inTurn, run, open.standing.page, {
    word: result.page,
    ...(result.done ? { outcome: result.outcome } : {}),
  });
  if (result.page === undefined) run.forgetUnasked();
  else takePageIn(inTurn, result.page);
  book.takeTurns(run.campaign.campaignId);
  return true;
}

/** The campaign waits with the chat that may not begin yet, and passes nobody; the session's others go on. */
async function holdChat({ book, ports, run, turns }: InTurn, { because, until }: MayNotBegin): Promise<void> {
  run.counts.waitFor(because, because === "whatsapp_limit" ? until : undefined);
  run.heldChat = { until, triedAgainAt: ports.clock.elapsed() + ports.settings.lookMs };
  book.takeTurns(run.campaign.campaignId);
  await turns.forgoTurn();
}

/** A message sent after the restriction was announced lifts it. */
function forgetRestriction(standing: Standing, sendStartedAt: number): void {
  if (standing.restrictedAt !== undefined && standing.restrictedAt < sendStartedAt) standing.restrictedAt = undefined;
}

import { firstCharacters } from "../core/characters.ts";
import type { PageWord } from "../core/campaign/page-doubt.ts";
import { attemptOf } from "../core/campaign/streak.ts";
import {
  faultIdOf,
  heldSinceOf,
  holdsAny,
  holdsUp,
  isNamed,
  isNews,
  isProbeDue,
  isSameBuild,
  probeAfterMs,
  spentOf,
  type PageBuild,
  type PageFault,
  type PageWitness,
  type WitnessedFault,
} from "../core/sending/page-hold.ts";
import type { PageReport } from "../core/whatsapp.ts";
import type { CampaignRun, Outcome } from "./campaign/campaign-run.ts";
import type { HeldSession } from "./held-session.ts";

/** A session's part in what all sessions find out of WhatsApp's page. */

type Held = Pick<HeldSession, "ports" | "ref">;
type Page = PageReport | undefined;

/** A campaign that WhatsApp's page holds up looks again after so long. */
export const pageAgainMs = 5_000;

/** What is found out of the page is written where it can be: no campaign fails because it can't. */
async function tell<Answer>({ ports }: Held, what: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await what();
  } catch (error) {
    ports.log.warn("what a session found of WhatsApp's page was not written", { error: error as Error });
    return undefined;
  }
}

async function bearWitness(held: Held, fault: PageFault, witness: PageWitness): Promise<void> {
  const { clock, pageFaults } = held.ports;
  await tell(held, async () => {
    const before = await pageFaults.find(faultIdOf(fault));
    const now = clock.now();
    const known = isNews(before, witness, now) ? undefined : before;
    const spent = before === undefined ? [] : spentOf(withWitness(before, witness), now);
    await beginIfHolds(held, known ?? (await pageFaults.witness(fault, witness, spent)));
  });
}

const withWitness = (fault: WitnessedFault, witness: PageWitness): WitnessedFault => ({
  ...fault,
  witnesses: [...fault.witnesses.filter((one) => !isBy(witness)(one)), witness],
});

/** Writes down, once for all workers, that a fault holds campaigns up: the worker that witnessed it may have died before. */
async function beginIfHolds({ ports }: Held, fault: WitnessedFault): Promise<void> {
  const now = ports.clock.now();
  if (heldSinceOf(fault, now) !== undefined || !holdsAny(fault, now)) return;
  if (!(await ports.pageFaults.beginHold(fault.id, now))) return;
  ports.meter.count("PagesChanged");
  const { version, error } = fault;
  const facts = { alarm: "page_changed", version, page: error };
  ports.log.warn("WhatsApp's page fails in several sessions: campaigns that go by this version of it wait", facts);
}

/** A campaign is paused by what the page said of its messages. */
export async function witnessByMessages(held: Held, run: CampaignRun, page: Page): Promise<void> {
  const { said: error } = run.streak.page;
  if (error === undefined || page === undefined || !isNamed(page) || page.version !== run.saidOn) return;
  const { version, shims } = page;
  await bearWitness(held, { version, shims, seenBy: "error", error }, ownWitness(held, run));
}

/** The page was compared with what is needed of it. What it left unanswered says nothing: its line may be as slow. */
export async function witnessByContract(held: Held, report: PageReport): Promise<void> {
  const { version, shims, stops, unavailable } = report;
  const { clock, pageFaults } = held.ports;
  const witness = { ...held.ref, media: stops === "media", at: clock.now() };
  if (!isNamed(report) || unavailable.some(({ unanswered }) => unanswered === true)) return;
  if (stops !== "nothing") {
    // Names alone: all tenants read it, and what the page threw may tell of this one's chats.
    const error = firstCharacters(unavailable.map(({ member }) => member).join(", "), 200);
    await bearWitness(held, { version, shims, seenBy: "contract", error }, witness);
    return;
  }
  await tell(held, async () => {
    // It is told once: what was read a while ago may lack this session's witness.
    for (const fault of await pageFaults.all()) {
      if (fault.seenBy === "contract") await takeBack(held, fault, report, witness);
    }
  });
}

const ownWitness = ({ ports, ref }: Held, { body, campaign }: CampaignRun): PageWitness => ({
  ...ref,
  // A file is the same in whatever upload, and under any caption.
  content: body.media?.sha256 ?? campaign.bodyHash,
  media: body.media !== undefined,
  at: ports.clock.now(),
});

/** The page does now what the session had witnessed it not to do. */
async function takeBack(held: Held, fault: WitnessedFault, page: PageBuild, own: PageWitness): Promise<void> {
  if (!isSameBuild(fault, page)) return;
  await withdraw(held, fault, fault.witnesses.filter(isBy(own)));
}

async function withdraw({ ports }: Held, fault: WitnessedFault, gone: readonly PageWitness[]): Promise<void> {
  if (gone.length === 0) return;
  const witnesses = fault.witnesses.filter((one) => !gone.includes(one));
  const endsHold = !holdsAny({ ...fault, witnesses }, ports.clock.now());
  await ports.pageFaults.withdraw(fault.id, gone, endsHold);
}

const isBy =
  ({ tenantId, sessionId, content }: PageWitness) =>
  (one: PageWitness): boolean =>
    one.tenantId === tenantId && one.sessionId === sessionId && one.content === content;

/**
 * What holds the campaign up now, after others met it. One that stands as a witness itself goes on: it was paused, and a person
 * who resumed it knows of the fault. One that met a fault which held all up already is no witness of it, and waits.
 */
async function heldUpBy(held: Held, run: CampaignRun, page: Page): Promise<readonly WitnessedFault[]> {
  if (page === undefined || !isNamed(page)) return [];
  const { clock, pageFaults } = held.ports;
  const own = ownWitness(held, run);
  const goesBy = { ...page, tenantId: own.tenantId, media: own.media };
  const holding = (await pageFaults.recent()).filter((fault) => holdsUp(fault, goesBy, clock.now()));
  for (const fault of holding) await tell(held, () => beginIfHolds(held, fault));
  return holding.filter(({ witnesses }) => !witnesses.some(isBy(own)));
}

const probes = ({ probing }: CampaignRun, { id }: WitnessedFault, now: number): boolean => {
  const since = probing.get(id)?.at;
  return since !== undefined && now - since < probeAfterMs;
};

/**
 * Whether something holds the campaign up, which shows it then. After a while one campaign of all tries with a message whether
 * it is still so: that one goes on.
 * @param mayProbe its next message is due now
 */
export async function isHeldUp(held: Held, run: CampaignRun, page: Page, mayProbe: boolean): Promise<boolean> {
  const fault = await holdingOf(held, run, page, mayProbe);
  if (fault === undefined) return false;
  const { error, version } = fault;
  run.counts.sawPage({ error, version });
  return true;
}

async function holdingOf(
  held: Held,
  run: CampaignRun,
  page: Page,
  mayProbe: boolean,
): Promise<WitnessedFault | undefined> {
  const { clock, log, pageFaults } = held.ports;
  const now = clock.now();
  const left = (await heldUpBy(held, run, page)).filter((fault) => !probes(run, fault, now));
  const [first] = left;
  if (!mayProbe || !left.every((fault) => isProbeDue(fault, now))) return first;
  // In one order for all: of two campaigns that begin at once, one gets the first of them and so may get all.
  for (const fault of left.toSorted((one, other) => (one.id < other.id ? -1 : 1))) {
    if ((await tell(held, () => pageFaults.claimProbe(fault, now))) !== true) return fault;
    run.probing.set(fault.id, { at: now, fault });
    log.info("a campaign tries whether WhatsApp's page still fails", { campaign: run.campaign.campaignId });
  }
  return undefined;
}

/** What became of a message says whether the page still fails. */
export async function tellOfMessage(
  held: Held,
  run: CampaignRun,
  page: Page,
  { outcome, word }: { readonly outcome?: Outcome | undefined; readonly word?: PageWord | undefined },
): Promise<void> {
  const { pageFaults } = held.ports;
  if (word !== undefined) run.probing.clear();
  else if (outcome !== undefined && attemptOf(outcome) === "sent" && page !== undefined) {
    const own = ownWitness(held, run);
    await tell(held, async () => {
      for (const [id, { fault }] of run.probing) {
        // A message without a file says nothing of files.
        await withdraw(held, fault, own.media ? fault.witnesses : fault.witnesses.filter(({ media }) => !media));
        run.probing.delete(id);
      }
      for (const fault of await pageFaults.recent()) await takeBack(held, fault, page, own);
    });
  }
}

import { drawKinds, killBrowsers } from "../../e2e/browser/browser-kills.ts";
import { soak, soakLines } from "./soak.ts";
import { takeover } from "./takeover.ts";

/** The steps of `npm run chaos` that run whatsapp-web.js in real browsers. */

interface BrowserChaos {
  readonly seed: number;
  /** Kills of each campaign; none at 0. */
  readonly kills: number;
  /** Whether one of three workers with ten sessions is killed. */
  readonly takesOver: boolean;
  /** None at 0. */
  readonly soakMinutes: number;
  /** Hears each step's figures as soon as they are there. */
  readonly tell: (lines: readonly string[]) => void;
}

interface Step {
  readonly what: string;
  /** One line a broken promise. */
  readonly broken: readonly string[];
}

const contacts = 300;

export async function browserChaos({
  seed,
  kills,
  takesOver,
  soakMinutes,
  tell,
}: BrowserChaos): Promise<readonly Step[]> {
  const steps: Step[] = [];
  for (const dedupe of kills > 0 ? [true, false] : []) {
    const result = await killBrowsers({ seed, kills: drawKinds(seed, kills), contacts, dedupe });
    const network = dedupe ? "drops repeats" : "drops no repeats";
    tell([
      `browsers    ${contacts} recipients, ${kills} kills, a network that ${network}`,
      `  twice by the page's own resending  ${result.twiceByThePage}`,
      `  in doubt                           ${result.inDoubt.length}`,
      ...result.inDoubt.map((line) => `    ${line}`),
    ]);
    steps.push({ what: `a browser's campaign ${kills} times (${network})`, broken: result.broken });
  }
  if (takesOver) {
    const result = await takeover();
    tell(result.lines);
    steps.push({ what: "one of three workers with ten sessions", broken: result.broken });
  }
  if (soakMinutes > 0) {
    const result = await soak(soakMinutes);
    tell(soakLines(soakMinutes, result));
    steps.push({ what: `a soak of ${soakMinutes} min`, broken: result.broken });
  }
  return steps;
}

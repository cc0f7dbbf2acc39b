import { envNames, leaseSettings, optionalSetting, type Environment } from "../../aws/env.ts";
import type { Clock } from "../../core/time/clock.ts";
import { findChromium, splitFlags } from "./chromium.ts";
import { WebWhatsApp } from "./web-whatsapp.ts";

/**
 * WhatsApp through a browser, as the environment says: `CHROME_PATH`, `BROWSER_ARGS`, and the lease's deadline of a send.
 *
 * @param pageArgs flags that say where the page comes from; none for the real WhatsApp
 * @throws SettingMissing | Error naming what is wrong in it
 */
export async function openWebWhatsApp(
  env: Environment,
  clock: Clock,
  pageArgs: readonly string[] = [],
): Promise<WebWhatsApp> {
  return new WebWhatsApp({
    clock,
    chromium: await findChromium({ chromePath: optionalSetting(env, envNames.chromePath) }),
    browserArgs: [...pageArgs, ...splitFlags(optionalSetting(env, envNames.browserArgs) ?? "")],
    sendWithinMs: leaseSettings(env).sendDeadlineMs,
  });
}

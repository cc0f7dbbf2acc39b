import { defaultLease, leaseProblem, type LeaseSettings } from "../core/session/lease.ts";
import type { WhatsAppNetwork } from "../core/whatsapp.ts";
import { envNames, type EnvName } from "./names.ts";

/** Reads settings from the environment. Every error names the variable. */

export class SettingMissing extends Error {
  override readonly name = "SettingMissing";
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws SettingMissing when it is absent or empty */
export function requiredSetting(env: Environment, name: EnvName): string {
  const value = env[name];
  if (value === undefined) throw new SettingMissing(`environment variable ${name} is not set`);
  if (value === "") throw new SettingMissing(`environment variable ${name} is empty`);
  return value;
}

export function optionalSetting(env: Environment, name: EnvName): string | undefined {
  const value = env[name];
  return value === undefined || value === "" ? undefined : value;
}

/** A client's setting where its service is embedded; on AWS the SDK finds region and role. */
export function endpointOf(env: Environment, name: EnvName): { readonly endpoint?: string } {
  const endpoint = optionalSetting(env, name);
  return endpoint === undefined ? {} : { endpoint };
}

/** @throws SettingMissing when it is there but no whole number in min..max */
export function numberSetting(
  env: Environment,
  name: EnvName,
  bounds: { readonly min: number; readonly max: number; readonly default: number },
): number {
  const value = optionalSetting(env, name);
  if (value === undefined) return bounds.default;
  const parsed = Number(value);
  if (!Number.isInteger(parsed) || parsed < bounds.min || parsed > bounds.max) {
    throw new SettingMissing(
      `environment variable ${name} is "${value}", wanted a whole number from ${bounds.min} to ${bounds.max}`,
    );
  }
  return parsed;
}

/** A laptop says so where WhatsApp is simulated. */
export const networkSetting = (env: Environment): WhatsAppNetwork =>
  optionalSetting(env, envNames.whatsAppNetwork) === "simulated" ? "simulated" : "whatsapp";

const longestLeaseMs = 10 * 60_000;

/** @throws SettingMissing when a duration is malformed or they don't fit together */
export function leaseSettings(env: Environment): LeaseSettings {
  const duration = (name: keyof LeaseSettings) =>
    numberSetting(env, envNames[name], { min: 1, max: longestLeaseMs, default: defaultLease[name] });
  const settings = {
    beatMs: duration("beatMs"),
    loseAfterMs: duration("loseAfterMs"),
    takeAfterMs: duration("takeAfterMs"),
    sendDeadlineMs: duration("sendDeadlineMs"),
  };
  const problem = leaseProblem(settings);
  if (problem !== undefined) throw new SettingMissing(`environment variables LEASE_*_MS: ${problem}`);
  return settings;
}

export { envNames };

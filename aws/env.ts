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

export { envNames };

import { ulid } from "ulid";
import { envNames, numberSetting, optionalSetting, type Environment } from "../../aws/env.ts";
import { openLogger } from "../../aws/logger.ts";
import type { EnvName } from "../../aws/names.ts";
import { lazily, once } from "../../aws/once.ts";
import type * as stores from "../../aws/open.ts";
import { systemClock } from "../../aws/system-clock.ts";
import type { Clock } from "../../core/time/clock.ts";
import type { NewUlid } from "../../core/ids.ts";
import { originsIn } from "./answer-headers.ts";
import { defaultSizeLimits, type SizeLimits } from "../../core/content/media.ts";
import type { RateLimits } from "./limits.ts";
import { languages, type Language } from "./language/language.ts";
import { newSecret } from "./secrets.ts";

/** What every Lambda has. */
interface OfEvery {
  readonly clock: Clock;
  readonly newUlid: NewUlid;
  /** 32 characters of A-Za-z0-9. */
  readonly newSecret: () => string;
  readonly logger: Pick<ReturnType<typeof openLogger>, "info" | "warn" | "error">;
  readonly settings: ServiceSettings;
}

export type Openers = Readonly<Record<string, (env: Environment) => unknown>>;
type Opened<Asked extends Openers> = { readonly [Name in keyof Asked]: Awaited<ReturnType<Asked[Name]>> };

/** All ports that there are to ask for. */
export type Stores = Opened<typeof stores>;

/** What a file gets that asked for these. */
export type ServicesOf<Asked extends Openers> = OfEvery & Opened<Asked>;

/** As most functions take them, by a `Pick`. */
export interface Services extends OfEvery, Stores {}

export interface ServiceSettings {
  readonly defaultLanguage: Language;
  readonly maxSessionsPerTenant: number;
  readonly rateLimits: RateLimits;
  /** Origins whose pages may call from a browser; none when empty. */
  readonly corsOrigins: readonly string[];
  /** Most bytes of an uploaded file, by what it is. */
  readonly sizeLimits: SizeLimits;
  /** Webhooks may reach this very machine. */
  readonly allowLoopback: boolean;
}

const ofEvery = (env: Environment): OfEvery => ({
  clock: systemClock,
  newUlid: () => ulid(),
  newSecret,
  logger: openLogger(),
  settings: {
    defaultLanguage: languageSetting(env),
    maxSessionsPerTenant: numberSetting(env, envNames.maxSessionsPerTenant, { min: 1, max: 100_000, default: 100 }),
    rateLimits: {
      general: numberSetting(env, envNames.requestsPerMinute, { ...anyRate, default: 600 }),
      broadcast: numberSetting(env, envNames.broadcastsPerMinute, { ...anyRate, default: 60 }),
    },
    corsOrigins: originsIn(optionalSetting(env, envNames.corsOrigins)),
    sizeLimits: sizeLimits(env),
    allowLoopback: optionalSetting(env, envNames.webhookAllowLoopback) === "true",
  },
});

/**
 * What a file of a Lambda works with, opened at the first call in an environment: what every Lambda has, and what is asked
 * for by name and how to open it. A Lambda's bundle, environment and access follow from what its files ask for.
 */
export const servicesWith =
  <Asked extends Openers>(asked: Asked): (() => Promise<ServicesOf<Asked>>) =>
  () => {
    const { env } = process;
    const openAll = async () => {
      const opened: Record<string, unknown> = {};
      for (const [name, open] of Object.entries(asked)) opened[name] = await open(env);
      return { ...ofEvery(env), ...(opened as Opened<Asked>) };
    };
    return once(env, asked, () => lazily(openAll))();
  };

const anyRate = { min: 1, max: 1_000_000 } as const;

/** Largest limit that may be configured: bigger files exceed the checking Lambda's memory. */
const largestFileBytes = 100 * 1024 * 1024;

function sizeLimits(env: Environment): SizeLimits {
  const bytes = (name: EnvName, otherwise: number) =>
    numberSetting(env, name, { min: 1, max: largestFileBytes, default: otherwise });
  return {
    image: bytes(envNames.maxImageBytes, defaultSizeLimits.image),
    video: bytes(envNames.maxVideoBytes, defaultSizeLimits.video),
    audio: bytes(envNames.maxAudioBytes, defaultSizeLimits.audio),
    document: bytes(envNames.maxDocumentBytes, defaultSizeLimits.document),
    contacts: bytes(envNames.maxContactsBytes, defaultSizeLimits.contacts),
  };
}

function languageSetting(env: Environment): Language {
  const value = optionalSetting(env, envNames.defaultLanguage) ?? "id";
  const language = languages.find((one) => one === value);
  if (language !== undefined) return language;
  throw new Error(`environment variable ${envNames.defaultLanguage} is "${value}", wanted ${languages.join(" or ")}`);
}

/** How unlike a laptop's the tests' DynamoDB is: from the environment, set by test/harsh.ts. */
export interface Harshness {
  /** The index answers as of so long ago. */
  readonly lagMs: number;
  /** A request waits up to so long on its way. */
  readonly latencyMs: number;
  /** Writes to items of this sort key wait so much longer. */
  readonly slowKey: string | undefined;
  readonly slowMs: number;
  /** Whether the members of maps come in any order. */
  readonly shuffles: boolean;
}

export const harshNames = {
  lagMs: "HARSH_INDEX_LAG_MS",
  latencyMs: "HARSH_LATENCY_MS",
  slowKey: "HARSH_SLOW_KEY",
  slowMs: "HARSH_SLOW_MS",
  shuffles: "HARSH_MAP_ORDER",
} as const;

export const harshness = (env: Readonly<Record<string, string | undefined>> = process.env): Harshness => ({
  lagMs: Number(env[harshNames.lagMs] ?? 0),
  latencyMs: Number(env[harshNames.latencyMs] ?? 0),
  slowKey: env[harshNames.slowKey],
  slowMs: Number(env[harshNames.slowMs] ?? 0),
  shuffles: env[harshNames.shuffles] === "shuffled",
});

/** Whether a server with these settings answers unlike the one behind it. */
export const isHarsh = ({ lagMs, latencyMs, slowKey, shuffles }: Harshness): boolean =>
  lagMs > 0 || latencyMs > 0 || slowKey !== undefined || shuffles;

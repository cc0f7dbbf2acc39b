/** The straight line that fits samples best. */
export interface Trend {
  readonly perTenMinutes: number;
  readonly first: number;
  readonly last: number;
}

export interface Sample {
  readonly atMs: number;
  readonly value: number;
}

/** Least squares; at least two samples. */
export function trendOf(samples: readonly Sample[]): Trend {
  const count = samples.length;
  const meanAt = samples.reduce((sum, { atMs }) => sum + atMs, 0) / count;
  const mean = samples.reduce((sum, { value }) => sum + value, 0) / count;
  let covariance = 0;
  let variance = 0;
  for (const { atMs, value } of samples) {
    covariance += (atMs - meanAt) * (value - mean);
    variance += (atMs - meanAt) ** 2;
  }
  return {
    perTenMinutes: (covariance / variance) * 600_000,
    first: samples.at(0)?.value ?? Number.NaN,
    last: samples.at(-1)?.value ?? Number.NaN,
  };
}

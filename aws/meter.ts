import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Meter, Measure } from "../core/meter.ts";
import { envNames, optionalSetting, type Environment } from "./env.ts";

/**
 * Metrics as lines of the log that CloudWatch reads (EMF): no call to make, nothing to wait for. Summed up between two
 * publishings, so that a line is written now and then and not one a message.
 */
export class EmfMeter implements Meter {
  readonly #metrics: Metrics;
  readonly #counts = new Map<Measure, number>();
  readonly #times = new Map<Measure, number[]>();

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  count(name: Measure, by = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + by);
  }

  time(name: Measure, ms: number): void {
    const times = this.#times.get(name) ?? [];
    times.push(ms);
    this.#times.set(name, times);
  }

  publish(): void {
    for (const [name, count] of this.#counts) this.#metrics.addMetric(name, MetricUnit.Count, count);
    for (const [name, times] of this.#times) {
      for (const ms of times) this.#metrics.addMetric(name, MetricUnit.Milliseconds, ms);
    }
    if (this.#counts.size + this.#times.size > 0) this.#metrics.publishStoredMetrics();
    this.#counts.clear();
    this.#times.clear();
  }
}

/** Counts nothing. */
export const noMeter: Meter = { count: () => undefined, time: () => undefined, publish: () => undefined };

/** @param serviceName the dimension `service` of all its metrics */
export function openMeter(env: Environment, serviceName: string): Meter {
  const namespace = optionalSetting(env, envNames.metricsNamespace);
  return namespace === undefined ? noMeter : new EmfMeter(new Metrics({ namespace, serviceName }));
}

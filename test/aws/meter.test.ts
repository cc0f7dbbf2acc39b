import { openMeter } from "../../aws/meter.ts";

interface EmfLine {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly { readonly Namespace: string; readonly Dimensions: unknown }[];
  };
  readonly service: string;
  readonly [metric: string]: unknown;
}

/** Lines that are written while it runs. */
function linesOf(act: () => void): readonly EmfLine[] {
  const lines: string[] = [];
  const log = jest.spyOn(console, "log").mockImplementation((line: string) => lines.push(line));
  // Through the console of this process, and not switched off for that.
  Object.assign(process.env, { POWERTOOLS_DEV: "true", POWERTOOLS_METRICS_DISABLED: "false" });
  try {
    act();
  } finally {
    delete process.env["POWERTOOLS_DEV"];
    delete process.env["POWERTOOLS_METRICS_DISABLED"];
    log.mockRestore();
  }
  return lines.map((line) => JSON.parse(line) as EmfLine);
}

test("counts are summed up and times kept one by one, in one line that CloudWatch reads", () => {
  const [line, ...others] = linesOf(() => {
    const meter = openMeter({ METRICS_NAMESPACE: "stack-1" }, "worker");
    meter.count("MessagesSent");
    meter.count("MessagesSent", 2);
    meter.count("StaleBeats", 0);
    meter.time("AckMs", 120);
    meter.time("AckMs", 80);
    meter.publish();
  });
  expect(others).toEqual([]);
  expect(line).toMatchObject({ service: "worker", MessagesSent: 3, StaleBeats: 0, AckMs: [120, 80] });
  expect(line?._aws.CloudWatchMetrics).toEqual([
    expect.objectContaining({ Namespace: "stack-1", Dimensions: [["service"]] }),
  ]);
});

test("every time of a busy minute is there, however many", () => {
  const times = linesOf(() => {
    const meter = openMeter({ METRICS_NAMESPACE: "stack-1" }, "worker");
    for (let ms = 0; ms < 250; ms += 1) meter.time("AckMs", ms);
    meter.publish();
  }).flatMap((line) => line["AckMs"] as number[]);
  expect(times).toEqual(Array.from({ length: 250 }, (_, ms) => ms));
});

test("a quiet minute writes nothing, nor does a process without a namespace", () => {
  const lines = linesOf(() => {
    const meter = openMeter({ METRICS_NAMESPACE: "stack-1" }, "worker");
    meter.count("MessagesSent");
    meter.publish();
    meter.publish();
    const none = openMeter({}, "worker");
    none.count("MessagesSent");
    none.time("AckMs", 1);
    none.publish();
  });
  expect(lines).toHaveLength(1);
});

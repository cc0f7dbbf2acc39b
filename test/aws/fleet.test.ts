import { ECSClient } from "@aws-sdk/client-ecs";
import { EcsFleet, openFleet } from "../../aws/fleet.ts";

/** ECS as far as it is used: one service, its protocol on the wire. Source: ECS API reference. */
function anEcs(service: { desiredCount: number; deploymentConfiguration?: object } | undefined) {
  const asked: { readonly action: string; readonly body: unknown }[] = [];
  const handle = async (request: { readonly headers: Record<string, string>; readonly body: string }) => {
    const action = (request.headers["x-amz-target"] ?? "").split(".")[1] ?? "";
    const body = JSON.parse(request.body) as {
      readonly desiredCount?: number;
      readonly deploymentConfiguration?: object;
    };
    asked.push({ action, body });
    if (action === "UpdateService" && service !== undefined) Object.assign(service, body);
    const answer = action === "UpdateService" ? { service } : { services: service === undefined ? [] : [service] };
    const text = new TextEncoder().encode(JSON.stringify(answer));
    return {
      response: { statusCode: 200, headers: { "content-type": "application/x-amz-json-1.1" }, body: text },
    };
  };
  const client = new ECSClient({
    region: "test",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    requestHandler: { handle } as never,
    maxAttempts: 1,
  });
  return { client, asked };
}

test("a fleet is asked for so many workers and says how many it was asked for", async () => {
  const deploymentConfiguration = { maximumPercent: 110, minimumHealthyPercent: 100 };
  const { client, asked } = anEcs({ desiredCount: 3, deploymentConfiguration });
  const fleet = new EcsFleet(client, "cluster-1", "workers");
  const service = { cluster: "cluster-1", service: "workers" };
  expect(await fleet.asked()).toEqual({ workers: 3, atMostPercent: 110 });
  await fleet.ask({ workers: 5, atMostPercent: 120 });
  expect(await fleet.asked()).toEqual({ workers: 5, atMostPercent: 120 });
  expect(asked.map(({ action, body }) => [action, body]).slice(0, 3)).toEqual([
    ["DescribeServices", { cluster: "cluster-1", services: ["workers"] }],
    ["DescribeServices", { cluster: "cluster-1", services: ["workers"] }],
    [
      "UpdateService",
      {
        ...service,
        desiredCount: 5,
        deploymentConfiguration: { maximumPercent: 120, minimumHealthyPercent: 100 },
      },
    ],
  ]);
});

test("a service that is not there is an error that names it", async () => {
  const { client } = anEcs(undefined);
  await expect(new EcsFleet(client, "cluster-1", "workers").asked()).rejects.toThrow(
    "ECS knows no service workers in cluster cluster-1",
  );
});

test("there is none where no cluster is named, and a cluster without a service is a mistake", () => {
  expect(openFleet({})).toBeUndefined();
  expect(() => openFleet({ WORKER_CLUSTER: "cluster-1" })).toThrow("WORKER_SERVICE is not set");
});

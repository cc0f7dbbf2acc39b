import { ECSClient } from "@aws-sdk/client-ecs";
import { EcsFleet, openFleet } from "../../aws/fleet.ts";

/** ECS as far as it is used: one service, its protocol on the wire. Source: ECS API reference. */
function anEcs(service: { desiredCount: number } | undefined) {
  const asked: { readonly action: string; readonly body: unknown }[] = [];
  const handle = async (request: { readonly headers: Record<string, string>; readonly body: string }) => {
    const action = (request.headers["x-amz-target"] ?? "").split(".")[1] ?? "";
    const body = JSON.parse(request.body) as { readonly desiredCount?: number };
    asked.push({ action, body });
    if (action === "UpdateService" && service !== undefined) service.desiredCount = body.desiredCount ?? -1;
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
  const { client, asked } = anEcs({ desiredCount: 3 });
  const fleet = new EcsFleet(client, "cluster-1", "workers");
  expect(await fleet.asked()).toBe(3);
  await fleet.ask(5);
  expect(await fleet.asked()).toBe(5);
  expect(asked.map(({ action, body }) => [action, body]).slice(0, 2)).toEqual([
    ["DescribeServices", { cluster: "cluster-1", services: ["workers"] }],
    ["UpdateService", { cluster: "cluster-1", service: "workers", desiredCount: 5 }],
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

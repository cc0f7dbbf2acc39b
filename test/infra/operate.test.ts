import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { timeoutSeconds } from "../../functions/entries.ts";

/** The scripts as an operator runs them, with stand-ins for aws, cdk, docker and sleep that write down what they were asked. */

const root = join(__dirname, "..", "..");
const dir = mkdtempSync(join(tmpdir(), "operate-"));
const calls = join(dir, "calls");

const outputs = {
  ApiUrl: "http://127.0.0.1:1",
  AdminKeySecret: "arn:secret",
  FilesBucket: "files-1",
  SweepFunction: "sweep-1",
  WorkerCluster: "cluster-1",
  WorkerService: "service-1",
};

const standIn = `#!${process.execPath}
const { appendFileSync, readFileSync } = require("node:fs");
const [program, ...parameters] = [require("node:path").basename(process.argv[1]), ...process.argv.slice(2)];
appendFileSync(${JSON.stringify(calls)}, [program, ...parameters].join(" ") + "\\n");
const asked = parameters.slice(0, 2).join(" ");
if (process.env.FAILS === asked) { console.error("AccessDenied"); process.exit(254); }
if (asked === "cloudformation describe-stacks") console.log(process.env.OUTPUTS);
if (asked === "secretsmanager get-secret-value") console.log("operator-key");
if (asked === "ecs list-tasks") console.log(JSON.stringify({ taskArns: (process.env.STOPPING ?? "").split(" ").filter(Boolean) }));
if (asked === "ecr describe-repositories") console.log('{"repositories":[{"repositoryUri":"1.ecr.example/team/worker"}]}');
if (asked === "ecr get-login-password") console.log("password-1");
if (asked === "login --username") appendFileSync(${JSON.stringify(calls)}, "read " + readFileSync(0, "utf8"));
`;

beforeAll(() => {
  for (const program of ["aws", "cdk", "docker", "sleep"]) {
    writeFileSync(join(dir, program), standIn);
    chmodSync(join(dir, program), 0o755);
  }
});
beforeEach(() => {
  writeFileSync(calls, "");
});
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly asked: readonly string[];
}

const script = (
  name: string,
  parameters: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> =>
  new Promise((resolve) => {
    const PATH = `${dir}:${process.env["PATH"] ?? ""}`;
    const described = Object.entries({ ...outputs, ...(env["URL"] === undefined ? {} : { ApiUrl: env["URL"] }) });
    const OUTPUTS = JSON.stringify(described.map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })));
    const child = spawn(process.execPath, [join(root, "infra", "operate", `${name}.ts`), ...parameters], {
      cwd: root,
      env: { PATH, OUTPUTS, ...env },
    });
    let [out, err] = ["", ""];
    child.stdout.on("data", (data: Buffer) => (out += data.toString()));
    child.stderr.on("data", (data: Buffer) => (err += data.toString()));
    child.on("close", (code) => {
      resolve({ code, out, err, asked: readFileSync(calls, "utf8").trim().split("\n").filter(Boolean) });
    });
  });

describe("destroy", () => {
  const meantIt = ["--delete-everything-in", "whatsapp-broadcast-dev"];

  test("ends the workers for good before it empties the bucket and takes the stack down", async () => {
    const { code, asked } = await script("destroy", meantIt, { STOPPING: "task-1 task-2" });
    expect(asked.slice(1)).toEqual([
      "aws lambda put-function-concurrency --function-name sweep-1 --reserved-concurrent-executions 0",
      expect.stringMatching(/^sleep \d+$/),
      "aws ecs update-service --cluster cluster-1 --service service-1 --desired-count 0",
      "aws ecs wait services-stable --cluster cluster-1 --services service-1",
      "aws ecs list-tasks --cluster cluster-1 --desired-status STOPPED --output json",
      "aws ecs wait tasks-stopped --cluster cluster-1 --tasks task-1 task-2",
      "aws s3 rm s3://files-1 --recursive",
      "cdk destroy --force -c stage=dev whatsapp-broadcast-dev",
    ]);
    expect(code).toBe(0);
  });

  test("waits out a sweep that runs, which would ask for workers again", async () => {
    const { asked } = await script("destroy", meantIt);
    const [, seconds] = /^sleep (\d+)$/m.exec(asked.join("\n")) ?? [];
    expect(Number(seconds)).toBeGreaterThan(timeoutSeconds.sweep);
  });

  test.each([
    ["none", 0, []],
    ["a hundred at a time, as ECS takes them", 101, [100, 1]],
  ])("waits for workers that are ending: %s", async (_, ending, waitedFor) => {
    const STOPPING = Array.from({ length: ending }, (_none, task) => `task-${task}`).join(" ");
    const { asked } = await script("destroy", meantIt, { STOPPING });
    const tasks = asked.flatMap((call) => /tasks-stopped .*--tasks (.*)/.exec(call)?.[1]?.split(" ").length ?? []);
    expect(tasks).toEqual(waitedFor);
  });

  test.each([
    [[], "this deletes every session, list, campaign and file of whatsapp-broadcast-dev"],
    [["--delete-everything-in", "whatsapp-broadcast-prod"], "this deletes every session"],
    [["--stage", "prod", "--delete-everything-in", "whatsapp-broadcast-prod"], "prod is protected"],
    [["--stage", "test"], '--stage is "test", wanted dev or prod'],
  ])("does nothing for %j", async (parameters, message) => {
    const { code, err, asked } = await script("destroy", parameters);
    expect([code, asked]).toEqual([1, []]);
    expect(err).toContain(message);
  });

  test("goes no further when the workers cannot be ended", async () => {
    const { code, asked } = await script("destroy", meantIt, { FAILS: "ecs update-service" });
    expect([code, asked.at(-1)?.split(" ").slice(0, 3)]).toEqual([1, ["aws", "ecs", "update-service"]]);
  });
});

describe("image", () => {
  test("is built and pushed, and the deployment that takes it is named", async () => {
    const { code, out, asked } = await script("image", ["--repository", "team/worker", "--tag", "abc123"]);
    expect(asked.slice(2)).toEqual([
      "docker login --username AWS --password-stdin 1.ecr.example",
      "read password-1",
      "docker buildx build --platform linux/arm64 --tag 1.ecr.example/team/worker:abc123 --push dist/worker",
    ]);
    expect([code, out.trim().split("\n").at(-1)]).toEqual([0, "npm run deploy -- -c workerImage=team/worker:abc123"]);
  });

  test("is only built when no repository is named", async () => {
    const { asked } = await script("image", []);
    expect(asked).toEqual([
      "docker buildx build --platform linux/arm64 --tag whatsapp-broadcast-worker --load dist/worker",
    ]);
  });
});

describe("create-key", () => {
  const requests: { readonly key: string | undefined; readonly body: unknown }[] = [];
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (data: Buffer) => (body += data.toString()));
      request.on("end", () => {
        const key = request.headers["x-api-key"] as string | undefined;
        requests.push({ key, body: JSON.parse(body) });
        const known = key === "operator-key";
        response.writeHead(known ? 201 : 401, { "content-type": "application/json" });
        response.end(JSON.stringify(known ? { success: true, data: { key: "wab_1" } } : { success: false }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
  });

  test("finds API and operator's key by the stage, and prints nothing but the key", async () => {
    const { code, out } = await script("create-key", ["--stage", "dev", "--tenant", "acme", "--name", "Shop"], {
      URL: url,
    });
    expect([code, out]).toEqual([0, "wab_1\n"]);
    expect(requests.at(-1)).toEqual({
      key: "operator-key",
      body: { tenantId: "acme", name: "Shop", scopes: ["read", "write", "admin"] },
    });
  });

  test("takes an address and the key of the environment, scopes and sessions", async () => {
    const parameters = ["--url", url, "--tenant", "acme", "--name", "Till", "--scopes", "read", "--session", "a"];
    const { out } = await script("create-key", parameters, { API_KEY: "operator-key" });
    expect(out).toBe("wab_1\n");
    expect(requests.at(-1)?.body).toEqual({ tenantId: "acme", name: "Till", scopes: ["read"], sessions: ["a"] });
  });

  test("says what the API answered when it made none", async () => {
    const parameters = ["--url", url, "--tenant", "acme", "--name", "Till"];
    const { code, out, err } = await script("create-key", parameters, { API_KEY: "wrong" });
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("the API answered 401");
  });

  test("says how it is called when something is missing", async () => {
    const { code, err } = await script("create-key", ["--tenant", "acme"]);
    expect(code).toBe(1);
    expect(err).toContain("npm run create-key -- --tenant acme");
  });
});

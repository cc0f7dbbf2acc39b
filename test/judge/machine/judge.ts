import { resolve } from "node:path";
import type { Context, Judge, Verdict } from "../judge.ts";

/** What a server gets before the tools of those who will read it: Docker, Compose, Caddy, systemd. */
export const machine: Judge = {
  name: "machine",
  proves: "image, Compose file, Caddyfile and systemd unit of one machine are right by their own tools",
  needs: ["python"],
  parts: [{ name: "files", minutes: 5, run: files }],
};

const source = "test/judge/machine";
const judged = "one-machine";

interface Asked {
  readonly what: string;
  readonly command: readonly string[];
  readonly isRight?: (written: string) => boolean;
}

async function files(context: Context): Promise<Verdict> {
  const programs = await context.pip(`${source}/requirements.txt`);
  const program = (name: string) => resolve(programs, name);
  const caddyfile = ["--config", `${judged}/Caddyfile`, "--adapter", "caddyfile"];
  const unit = `${judged}/whatsapp-broadcast.service`;
  const asked: readonly Asked[] = [
    { what: "hadolint", command: [program("hadolint"), `${judged}/Dockerfile`] },
    {
      what: "hadolint, worker",
      command: [program("hadolint"), "--ignore", "DL3008", "--failure-threshold", "warning", "worker/Dockerfile"],
    },
    {
      what: "compose-spec",
      command: [program("python"), `${source}/compose.py`, `${judged}/compose.yaml`],
      isRight: (written) => written.trim() === "app caddy",
    },
    { what: "caddy validate", command: [program("caddy"), "validate", ...caddyfile] },
    {
      what: "caddy fmt",
      command: [program("caddy"), "fmt", "--diff", `${judged}/Caddyfile`],
      isRight: (written) => !/^[-+]/m.test(written),
    },
    {
      what: "systemd-analyze verify",
      command: ["systemd-analyze", "verify", unit],
      isRight: (written) => !written.includes(unit),
    },
    {
      what: "systemd-analyze security",
      command: ["systemd-analyze", "security", "--offline=true", "--threshold=25", unit],
    },
  ];
  const failures: string[] = [];
  const env = { DOMAIN: "broadcast.example.com", EMAIL: "you@example.com" };
  for (const { what, command, isRight = () => true } of asked) {
    const { code, written } = await context.run(what.replaceAll(/\W+/g, "-"), command, { env });
    if (code !== 0 || !isRight(written)) failures.push(`${what}: ${written.trim().slice(-500)}`);
  }
  const notes = ["hadolint 2.15.1, compose-spec 0.2.1, caddy 2.11.7, systemd of this machine"];
  return { passed: asked.length - failures.length, failed: failures.length, failures, notes };
}

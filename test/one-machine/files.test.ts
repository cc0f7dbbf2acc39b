import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { httpEntries, otherEntries } from "../../functions/entries.ts";
import { capacityFor } from "../../worker/capacity.ts";

/** What a server gets of this checkout: an image, what starts it, or a unit of systemd. */

const textOf = (file: string): string => readFileSync(join("one-machine", file), "utf8");
const dockerfile = textOf("Dockerfile");
const compose = textOf("compose.yaml");
const unit = textOf("whatsapp-broadcast.service");
const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources = ""]) => words(sources));
const sourcesIn = (stage: string): readonly string[] =>
  [...stage.matchAll(/^COPY (?:--from=\S+ )?(.+) \S+$/gm)]
    .flatMap(([, sources = ""]) => words(sources))
    .map((source) => source.replace("/app/", ""));

test("the image runs the Node that everything else runs under", () => {
  const { optionalDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
    optionalDependencies: Record<string, string>;
  };
  const versions = [...dockerfile.matchAll(/^FROM \S+\/node:([\d.]+)-/gm)].map(([, version]) => version);
  expect([...versions, ...versions]).toHaveLength(4);
  expect(new Set([...versions, ...Object.values(optionalDependencies)]).size).toBe(1);
});

/** Files of ours that it imports, and those that they import. */
function loadedBy(file: string, loaded = new Set<string>()): ReadonlySet<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  for (const [, path = ""] of readFileSync(file, "utf8").matchAll(/(?:from|import\() ?"(\.[^"]+)"/g)) {
    loadedBy(join(dirname(file), path), loaded);
  }
  return loaded;
}

test("the image has all that npm start loads, and Docker is sent what it copies", () => {
  const files = [
    "local/start.ts",
    "local/backup/run-backup.ts",
    "local/backup/run-restore.ts",
    ...Object.values({ ...httpEntries, ...otherEntries }),
  ];
  const loaded = new Set(files.flatMap((file) => [...loadedBy(file)]).map((file) => file.split("/")[0] ?? ""));
  expect(loaded.size).toBeGreaterThan(5);
  const final = sourcesIn(dockerfile.slice(dockerfile.lastIndexOf("\nFROM ")));
  expect([...loaded].filter((name) => !final.includes(name))).toEqual([]);
  expect(copied.filter((name) => !existsSync(name))).toEqual([]);
  const sent = words(textOf("Dockerfile.dockerignore")).flatMap((line) => /^!(.+)/.exec(line)?.[1] ?? []);
  expect(sent.toSorted()).toEqual([...new Set(copied)].toSorted());
});

test("the image has what its console was built from as the checkout has it: npm rewrites its own files where it prunes", () => {
  const final = dockerfile.slice(dockerfile.lastIndexOf("\nFROM "));
  const taken = [...final.matchAll(/^COPY --from=installed (.+) \S+$/gm)].map(([, source]) => source);
  expect(taken).toEqual(["/app/node_modules", "/app/dist"]);
});

test("the image runs as a user without privileges, and keeps everything in one volume", () => {
  expect(dockerfile).toContain("\nUSER 1000:1000\n");
  expect(dockerfile.match(/^VOLUME .*/gm)).toEqual(["VOLUME /data"]);
  expect(dockerfile).not.toMatch(/:latest|curl|ADD /);
});

test("each container has a read-only root, no capability it does not need, and bounds", () => {
  const services = compose
    .slice(compose.indexOf("\nservices:"), compose.indexOf("\nnetworks:"))
    .split(/^ {2}(?=\w+:$)/m);
  const [, ...each] = services;
  expect(each.map((service) => service.split(":")[0])).toEqual(["app", "caddy"]);
  for (const service of each) {
    for (const line of ["read_only: true", "cap_drop: [ALL]", 'security_opt: ["no-new-privileges:true"]']) {
      expect(service).toContain(`    ${line}\n`);
    }
    for (const bound of ["mem_limit", "pids_limit", "restart: unless-stopped", "tmpfs"])
      expect(service).toContain(bound);
    expect(service).not.toContain("privileged: true");
  }
  expect([...compose.matchAll(/image: (\S+)/g)].map(([, image]) => image)).toEqual([
    "whatsapp-broadcast:one-machine",
    expect.stringMatching(/caddy:\d+\.\d+\.\d+-alpine$/),
  ]);
  // The API is reached through TLS alone.
  expect(compose.match(/ports:\n(?: +- .*\n)+/g)).toHaveLength(1);
  expect(each[0]).not.toContain("ports:");
});

test("no key stands in a file or in the environment of a container", () => {
  for (const text of [dockerfile, compose, unit, textOf(".env.example")])
    expect(text).not.toMatch(/^[^#\n]*API_KEY\b/m);
});

test("the memory that is given by default is that of two sessions", () => {
  const given = [
    /\{MEMORY:-(\d+)m\}/.exec(compose),
    /^MEMORY=(\d+)m$/m.exec(textOf(".env.example")),
    /^MemoryMax=(\d+)M$/m.exec(unit),
  ];
  for (const [, mebibytes] of given.map((found) => found ?? [])) {
    expect(capacityFor(Number(mebibytes) * 1024 * 1024)).toBe(2);
    expect(capacityFor((Number(mebibytes) - 300) * 1024 * 1024)).toBe(1);
  }
});

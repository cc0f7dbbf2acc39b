"use strict";
// Runs every command of package.json under a Node that can: `node run.cjs FILE.ts ...` or `node run.cjs PROGRAM ...`.
//
// npm starts this file with the Node of the machine, which may be as old as 20 and can't read TypeScript. On Linux npm has
// installed Node 24 as a package; elsewhere the machine's own Node has to be new enough. Child processes find the same Node,
// and the programs of node_modules, first in their PATH. Plain JavaScript of 2018, so that an old Node gets to its sentence.

const { spawn } = require("child_process");
const { existsSync, readFileSync } = require("fs");
const { constants } = require("os");
const { delimiter, dirname, join } = require("path");

const oldest = { launcher: [20, 0], node: [22, 18], npm: [10, 0] };
/** Where the lock file has a Node as a package, built against glibc. */
const packaged = ["linux-x64", "linux-arm64"];

const numbersOf = (version) => version.replace(/^v/, "").split(".").map(Number);
const isBefore = ([major, minor], [thatMajor, thatMinor]) =>
  major < thatMajor || (major === thatMajor && minor < thatMinor);

/** From 22.18 and from 23.6 on Node runs TypeScript by itself. */
const runsTypeScript = (version) => {
  const [major, minor] = numbersOf(version);
  return !isBefore([major, minor], oldest.node) && !(major === 23 && minor < 6);
};

const machine = () => ({
  platform: process.platform,
  arch: process.arch,
  version: process.version,
  execPath: process.execPath,
  // Absent on musl (Alpine), where a Node built against glibc does not start.
  glibc: process.platform === "linux" && process.report.getReport().header.glibcVersionRuntime !== undefined,
  root: __dirname,
  exists: existsSync,
});

const isPackaged = ({ platform, arch, glibc }) => packaged.includes(`${platform}-${arch}`) && glibc;

const nodeTooOld = ({ platform, arch, version }) =>
  `Node ${version} came on ${platform}-${arch}, wanted 22.18 or newer there: install Node 24 from https://nodejs.org, then run \`npm ci\`.`;

/** @returns the Node to run with, or the problem as one sentence */
function findNode(on) {
  const own = isPackaged(on)
    ? join(on.root, "node_modules", `node-${on.platform}-${on.arch}`, "bin", "node")
    : undefined;
  if (own !== undefined && on.exists(own)) return { node: own };
  if (runsTypeScript(on.version)) return { node: on.execPath };
  if (own === undefined) return { problem: nodeTooOld(on) };
  return {
    problem: `${own} is missing: run \`npm ci\` (without --omit=optional), which brings the Node that this runs under.`,
  };
}

/**
 * What keeps an installation from working, as one sentence.
 * @param agent npm_config_user_agent, such as `npm/10.9.9 node/v20.19.5 linux x64 workspaces/false`
 */
function problemOfInstalling(on, agent) {
  const [name, version = ""] = (agent.split(" ")[0] || "").split("/");
  if (name !== "npm" && name !== "") {
    return `${name} ${version} came, wanted npm: the tested versions of all packages stand in npm's lock file, so run \`npm ci && npm start\` instead.`;
  }
  if (version !== "" && isBefore(numbersOf(version), oldest.npm)) {
    return `npm ${version} came, wanted 10 or newer: run \`npm install --global npm@11\`, then \`npm ci\`.`;
  }
  if (isBefore(numbersOf(on.version), oldest.launcher)) {
    return `Node ${on.version} came, wanted 20 or newer: install Node 24 from https://nodejs.org, then run \`npm ci\`.`;
  }
  if (!isPackaged(on) && !runsTypeScript(on.version)) return nodeTooOld(on);
  return undefined;
}

/** The file of a program that a package of ours brings; npm's own links to it are no JavaScript on Windows. */
function findProgram(name, root) {
  const manifestOf = (dir) => JSON.parse(readFileSync(join(dir, "package.json"), "utf8"));
  const { dependencies, devDependencies } = manifestOf(root);
  for (const dependency of Object.keys({ ...dependencies, ...devDependencies })) {
    const dir = join(root, "node_modules", dependency);
    if (!existsSync(dir)) continue;
    const { bin = {} } = manifestOf(dir);
    const file = typeof bin === "string" ? (dependency.split("/").pop() === name ? bin : undefined) : bin[name];
    if (file !== undefined) return join(dir, file);
  }
  return undefined;
}

/** What Node is given: its own flags as they are, then a script of ours as it is or a program of a package by its file. */
function nodeArguments(given, root) {
  const at = given.findIndex((part) => !part.startsWith("-"));
  const script = given[at];
  if (script === undefined)
    return { problem: "no command came, wanted `node run.cjs FILE.ts ...` or `node run.cjs PROGRAM ...`." };
  const rest = given.slice(at + 1);
  if (/\.[cm]?[jt]s$/.test(script)) {
    // What watches for changes would go on watching after the help.
    return { parameters: rest.includes("--help") || rest.includes("-h") ? [script, ...rest] : given };
  }
  const file = findProgram(script, root);
  if (file === undefined) return { problem: `${script} is missing: run \`npm ci\`, which installs it.` };
  return { parameters: [...given.slice(0, at), file, ...rest] };
}

const shells = ["sh", "dash", "bash", "ash", "busybox", "zsh"];

/**
 * The processes that this one was started for. Some shells of npm's (dash, Debian's `sh`) stay between npm and its command:
 * a signal to npm ends that shell and reaches no one below it, and the end of npm alone leaves the shell alive.
 */
function startedBy() {
  try {
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${process.ppid}/stat`, "utf8"));
    return shells.includes(name) ? `${process.ppid} ${parent}` : `${process.ppid}`;
  } catch (_) {
    // No /proc, or gone in this very moment.
    return `${process.ppid}`;
  }
}

const parentPollMs = 250;

function run(node, parameters) {
  const path = [dirname(node), join(__dirname, "node_modules", ".bin"), process.env.PATH]
    .filter(Boolean)
    .join(delimiter);
  const child = spawn(node, parameters, {
    stdio: "inherit",
    env: { ...process.env, PATH: path, LAUNCHER_PID: String(process.pid) },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      // A console of Windows tells all its processes by itself, and there `kill` would end the child at once.
      if (process.platform !== "win32") child.kill(signal);
    });
  }
  if (process.env.npm_lifecycle_event !== undefined) {
    const starters = startedBy();
    const watching = setInterval(() => {
      if (startedBy() === starters) return;
      clearInterval(watching);
      child.kill("SIGTERM");
    }, parentPollMs);
    watching.unref();
  }
  child.on("error", (error) => {
    console.error(`${node} can't be started: ${error.message}`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => {
    process.exit(code === null ? 128 + constants.signals[signal] : code);
  });
}

function main(given) {
  const on = machine();
  if (given[0] === "--check-install") {
    const problem = problemOfInstalling(on, process.env.npm_config_user_agent || "");
    if (problem !== undefined) fail(problem);
    return;
  }
  const found = findNode(on);
  if (found.problem !== undefined) fail(found.problem);
  const { parameters, problem } = nodeArguments(given, __dirname);
  if (problem !== undefined) fail(problem);
  run(found.node, parameters);
}

function fail(problem) {
  console.error(problem);
  process.exit(1);
}

module.exports = { findNode, findProgram, nodeArguments, problemOfInstalling };
if (require.main === module) main(process.argv.slice(2));

import { spawn } from "node:child_process";

/** Asks programs of others and reads their answers: the AWS CLI, and Docker. Only ever reads. */

/** What kept a question from being answered. */
export class Refused extends Error {
  override readonly name = "Refused";
  /** AWS' own name of the error, such as AccessDeniedException, or one of `reasons`. */
  readonly code: string;

  constructor(code: string, said: string) {
    super(said);
    this.code = code;
  }
}

/** Errors of the CLI itself, which bear no name, by what it writes of them. */
const reasons: Readonly<Record<string, RegExp>> = {
  NoCredentials: /Unable to locate credentials|config profile \([^)]*\) could not be found|Partial credentials/,
  ExpiredToken: /SSO.*(expired|does not exist)|Token has expired|Error loading SSO Token|refresh failed/is,
  Unreachable: /Could not connect to the endpoint|Connect timeout|Read timeout|SSL validation failed/,
  NoRegion: /must specify a region/,
};

export type Env = Readonly<Record<string, string | undefined>>;
/** Asks with what follows `aws`; the answer is what it printed, from JSON. @throws Refused */
export type AskAws = (...parameters: readonly string[]) => Promise<unknown>;

/** Longer than the CLI's own tries take. */
const timeoutMs = 60_000;
/** Each is a process of some 100 MB. */
const atOnce = 4;

/** @throws Refused `NotInstalled`, `NoAnswer`, or with what the program said */
export function askProgram(program: string, parameters: readonly string[], env: Env): Promise<string> {
  return new Promise((resolve, reject) => {
    // Not by the option `timeout`, whose timer stays, and the process with it, where the program cannot be started.
    const signal = AbortSignal.timeout(timeoutMs);
    const child = spawn(program, parameters, { env, signal, stdio: ["ignore", "pipe", "pipe"] });
    let [out, err] = ["", ""];
    child.stdout.on("data", (data: Buffer) => (out += data.toString()));
    child.stderr.on("data", (data: Buffer) => (err += data.toString()));
    child.on("error", (error) => {
      const isLate = signal.aborted;
      const said = isLate ? `no answer within ${timeoutMs / 1000} s` : `${program} cannot be started: ${error.message}`;
      reject(new Refused(isLate ? "NoAnswer" : "NotInstalled", said));
    });
    child.on("close", (code) => {
      if (code === 0) resolve(out);
      else reject(refusalOf(err.trim().replace(/\s+/g, " ")));
    });
  });
}

function refusalOf(said: string): Refused {
  const [, code, message] =
    /An error occurred \((\w[\w.]*)\) when calling the \w+ operation[^:]*: (.*)/.exec(said) ?? [];
  if (code !== undefined) return new Refused(code, message ?? said);
  const [reason = "Failed"] = Object.entries(reasons).find(([, pattern]) => pattern.test(said)) ?? [];
  return new Refused(reason, said);
}

/** @param onAnswer is told after each answer */
export function awsIn(region: string, env: Env, onAnswer: () => void = () => undefined): AskAws {
  // Without a pager, which would wait for a person; with tries enough for questions that come all at once.
  const quiet = { AWS_MAX_ATTEMPTS: "6", ...env, AWS_PAGER: "", AWS_REGION: region, AWS_DEFAULT_REGION: region };
  let free = atOnce;
  const waiting: (() => void)[] = [];
  return async (...parameters) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      const said = await askProgram("aws", [...parameters, "--output", "json"], quiet);
      return said.trim() === "" ? {} : (JSON.parse(said) as unknown);
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
      onAnswer();
    }
  };
}

/** The region that both the AWS CLI and the CDK take: of the environment, or of the profile. */
export async function regionOf(env: Env): Promise<string | undefined> {
  const set = [env["AWS_REGION"], env["AWS_DEFAULT_REGION"]].find((one) => one !== undefined && one !== "");
  if (set !== undefined) return set;
  const said = await askProgram("aws", ["configure", "get", "region"], env).catch(() => "");
  return said.trim() === "" ? undefined : said.trim();
}

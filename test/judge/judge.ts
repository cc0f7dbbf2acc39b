/** The shapes of `npm run judge`: services and tools that this project did not write hold the product against themselves. */

/** What a machine has to bring; the rest is installed. */
export type Tool = "java" | "python" | "curl" | "php";

export interface Judge {
  /** As behind `--only`, and the name of its folder in `.data/judges`. */
  readonly name: string;
  /** What it proves, in one sentence. */
  readonly proves: string;
  readonly needs: readonly Tool[];
  readonly parts: readonly Part[];
}

/** Passes or fails by itself; after an interruption the parts that have passed are not run again. */
export interface Part {
  /** Of its own in its judge. */
  readonly name: string;
  /** After so many it has failed. */
  readonly minutes: number;
  /** What it started ends with it. @throws Error when it can't be judged, which counts as one failure */
  readonly run: (context: Context) => Promise<Verdict>;
}

export interface Verdict {
  readonly passed: number;
  readonly failed: number;
  /** What failed, in a line or a few each. */
  readonly failures: readonly string[];
  /** What the reader of a table should know: versions, what was left out and why. */
  readonly notes: readonly string[];
}

export interface Context {
  /** Of this judge, kept between runs: `.data/judges/NAME`. */
  readonly dir: string;
  /** The programs that its judge needs, such as `/usr/bin/java`. */
  readonly programs: Readonly<Partial<Record<Tool, string>>>;
  /** Requests of the `api` judge. */
  readonly requests: number;
  /**
   * Installs what the package.json and package-lock.json of a folder of this repository name.
   *
   * @returns its node_modules
   */
  readonly npm: (folder: string) => Promise<string>;
  /**
   * Installs a requirements file of this repository, which names every package with version and hash.
   *
   * @returns the folder of its programs, such as `cfn-lint`
   */
  readonly pip: (requirements: string) => Promise<string>;
  /** Starts a program in the background; what it writes goes to `NAME.log` in `dir`. */
  readonly start: (name: string, command: readonly string[], options?: RunOptions) => Started;
  /** Runs a program to its end; what it writes goes to `NAME.log` in `dir`, too. */
  readonly run: (name: string, command: readonly string[], options?: RunOptions) => Promise<Ended>;
  /** One line of progress. */
  readonly say: (line: string) => void;
}

export interface RunOptions {
  /** Beside this process' own; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  /** Standard output and standard error, as they came. */
  readonly written: string;
}

export interface Started {
  readonly pid: number;
  readonly written: () => string;
  readonly ended: Promise<Ended>;
  /** SIGKILL to it and to all that it started. */
  readonly kill: () => Promise<void>;
  /** SIGTERM to it and to all that it started, and after ten seconds SIGKILL. */
  readonly end: () => Promise<void>;
}

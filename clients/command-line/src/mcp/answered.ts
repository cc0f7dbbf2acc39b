import type { Context } from "../context.ts";
import { failureOf } from "../failure.ts";

/** What a tool answers: the API's own JSON, or its refusal as an error that the model can read and act on. */
export async function answered(context: Context, work: () => Promise<object>) {
  try {
    return { content: [{ type: "text" as const, text: JSON.stringify(await work()) }] };
  } catch (error) {
    const failure = failureOf(error, context.program);
    return { isError: true, content: [{ type: "text" as const, text: JSON.stringify({ error: failure }) }] };
  }
}

import type { ControlAnswer } from "../../simulator/controls/call.ts";

export type Answer = Extract<ControlAnswer, { readonly body: unknown }>;

/** An answer of the controls that is JSON. @throws Error when it is a file */
export async function json(answering: Promise<ControlAnswer>): Promise<Answer> {
  const answer = await answering;
  if ("bytes" in answer) throw new Error("a file came, wanted JSON");
  return answer;
}

import { SQSClient } from "@aws-sdk/client-sqs";

/** A process that dies in the middle of a request: from one of its writes on it asks AWS for nothing more. */

interface Command {
  readonly constructor: { readonly name: string };
}
type Send = (this: unknown, command: Command, ...rest: unknown[]) => Promise<unknown>;

const isWrite = ({ constructor: { name } }: Command): boolean =>
  !/^(Get|Query|Scan|BatchGet|Head|List|Receive)/.test(name);

/** Does it, and counts its writes; dies right before the write of that number, the first is 1. */
export async function dyingAtWrite<Answer>(
  fatal: number,
  act: () => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly writes: number }> {
  const clients = Object.getPrototypeOf(SQSClient.prototype) as { send: Send };
  const { send } = clients;
  let writes = 0;
  clients.send = async function (command, ...rest) {
    if (isWrite(command)) writes += 1;
    if (writes >= fatal) throw new Error("this process is dead");
    return await send.call(this, command, ...rest);
  };
  try {
    return { answer: await act(), writes };
  } finally {
    clients.send = send;
  }
}

import { SQSClient } from "@aws-sdk/client-sqs";
import { inNoName } from "../../../local/gateway/principal.ts";

/** A process that dies in the middle of a request, or one beside which another is at work. */

interface Command {
  readonly constructor: { readonly name: string };
}
type Send = (this: unknown, command: Command, ...rest: unknown[]) => Promise<unknown>;

const isWrite = ({ constructor: { name } }: Command): boolean =>
  !/^(Get|Query|Scan|BatchGet|Head|List|Receive)/.test(name);

/** Does it, with something ahead of each of its writes, which have numbers: the first is 1. */
async function withWritesWatched<Answer>(
  ahead: (write: number) => void | Promise<void>,
  act: () => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly writes: number }> {
  const clients = Object.getPrototypeOf(SQSClient.prototype) as { send: Send };
  const { send } = clients;
  let writes = 0;
  let isAhead = false;
  clients.send = async function (command, ...rest) {
    if (isWrite(command) && !isAhead) {
      writes += 1;
      isAhead = true;
      try {
        await ahead(writes);
      } finally {
        isAhead = false;
      }
    }
    return await send.call(this, command, ...rest);
  };
  try {
    return { answer: await act(), writes };
  } finally {
    clients.send = send;
  }
}

/** Counts its writes, and dies right before the write of that number: from then on it asks AWS for nothing more. */
export async function dyingAtWrite<Answer>(
  fatal: number,
  act: () => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly writes: number }> {
  return await withWritesWatched((write) => {
    if (write >= fatal) throw new Error("this process is dead");
  }, act);
}

/** Counts its writes, and has something else done right before the write of that number. */
export async function besideWrite<Answer>(
  number: number,
  meanwhile: () => Promise<unknown>,
  act: () => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly writes: number }> {
  return await withWritesWatched(async (write) => {
    if (write === number) await inNoName(meanwhile);
  }, act);
}

import { isIdOf } from "../../core/ids.ts";
import type { SessionRef } from "../../core/refs.ts";
import { mayBeOneChat, parseMessageName, type ChatName } from "../../core/sending/quoted-message.ts";
import { quotedElsewhere } from "./ask-message.ts";
import type { Services } from "../edge/services.ts";

/**
 * WhatsApp's id of the message that one to that chat answers. What only WhatsApp knows is found out when it is sent.
 * @throws NamedError when it surely is none of the chat
 */
export async function quotedIn(
  { directs, persons }: Pick<Services, "directs" | "persons">,
  ref: SessionRef,
  quoted: string,
  chat: ChatName & { readonly number: string },
  now: number,
): Promise<string> {
  const refused = quotedElsewhere(quoted, chat.number);
  const lidOf = async (number: string) =>
    number === chat.number ? chat.lid : (await persons.find(ref.tenantId, number, now))?.lid;
  if (quoted.startsWith("msg_")) {
    const message = isIdOf("message", quoted) ? await directs.find({ ...ref, directId: quoted }) : undefined;
    // One that failed never came to be in any chat.
    if (message === undefined || message.state === "failed") throw refused;
    const { number, messageId } = message;
    if (!mayBeOneChat({ number, lid: await lidOf(number) }, chat)) throw refused;
    return messageId;
  }
  const named = parseMessageName(quoted);
  if (named === undefined) throw refused;
  const { messageId, chat: its } = named;
  const name = its !== undefined && "number" in its ? { ...its, lid: await lidOf(its.number) } : its;
  if (name !== undefined && !mayBeOneChat(name, chat)) throw refused;
  return messageId;
}

import { Remembered } from "../../../worker/sending/remembered.ts";
import type { DirectMessage } from "../../../core/sending/direct-message.ts";
import type { Recipient } from "../../../core/campaign/recipient.ts";

const recipient = (index: number) =>
  ({ campaignId: "c", number: `62811${index}`, messageId: `R${index}`, state: "sent", claimedAt: 1 }) as Recipient;
const direct = (index: number) => ({ messageId: `D${index}`, state: "sent", claimedAt: 1 }) as DirectMessage;

test("a campaign's thousands push out no direct message, nor the other way round; of each kind the oldest goes", () => {
  const remembered = new Remembered();
  remembered.remember(direct(0));
  for (let index = 0; index < 5_001; index += 1) remembered.remember(recipient(index));
  expect(remembered.find("D0")).toMatchObject({ messageId: "D0" });
  expect([remembered.find("R0"), remembered.find("R1")?.messageId]).toEqual([undefined, "R1"]);
  expect(remembered.awaited(0)).toHaveLength(5_001);
  for (let index = 1; index < 5_001; index += 1) remembered.remember(direct(index));
  expect([remembered.find("D0"), remembered.find("R1")?.messageId]).toEqual([undefined, "R1"]);
});

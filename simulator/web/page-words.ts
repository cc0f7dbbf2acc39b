import * as z from "zod";

/** What the simulated page says on its line. A question carries a number that its answer repeats. */

const said = <const Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), ...shape });
const question = z.int();

export const pageWordShape = z.discriminatedUnion("type", [
  said("hello", {
    device: z.object({ deviceId: z.string(), secret: z.string(), generation: z.int() }).exactOptional(),
  }),
  said("refresh_qr", {}),
  said("advance", { generation: z.int() }),
  /** The library listens in the page: what was kept for the device may come. */
  said("listen", {}),
  /** The page has stored what that word said. */
  said("heard", { word: z.int() }),
  said("exists", { question, number: z.string().exactOptional(), lid: z.string().exactOptional() }),
  said("message", {
    messageId: z.string(),
    to: z.string(),
    kind: z.string(),
    body: z.string(),
    mediaSha256: z.string().exactOptional(),
    fileName: z.string().exactOptional(),
    quotedMessageId: z.string().exactOptional(),
    /** By itself, opened anew. */
    resent: z.literal(true).exactOptional(),
  }),
  said("limits", { question }),
  said("logout", { question }),
  said("pairing_code", { question, number: z.string() }),
]);
export type PageWord = z.infer<typeof pageWordShape>;

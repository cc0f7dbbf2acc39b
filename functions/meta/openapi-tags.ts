import type { Resource } from "../routes/route.ts";

/** In which order and under which titles the document's operations stand, for those who read it: as they come to need them. */

interface Tag {
  readonly title: string;
  readonly about: string;
}

/** The page is part of what the API says of itself. */
type Name = Exclude<Resource, "docs" | "console">;

const tags: Readonly<Record<Name, Tag>> = {
  sessions: {
    title: "Sessions",
    about:
      "A session is one linked WhatsApp account, under an id that you choose. `GET /qrcode` starts it and answers the code that its phone scans.",
  },
  "api-keys": { title: "API keys", about: "Keys, the trail of changes, and the switch that halts sending." },
  lists: { title: "Contact lists", about: "To whom a broadcast goes." },
  contacts: {
    title: "Contacts and imports",
    about: "The contacts of a list, one by one or from a CSV file as people really write it.",
  },
  "opt-outs": { title: "Opt-outs", about: "Numbers that asked to be left alone: no broadcast reaches them." },
  media: {
    title: "Images and other files",
    about:
      "Upload a file first. The `filename` that is answered then goes as `media` with a broadcast, a template or a message.",
  },
  templates: { title: "Templates", about: "Texts that are sent again, and what they look like for a contact." },
  campaigns: {
    title: "Broadcasts",
    about:
      "Send now or at a time, with an image or without; then watch, pause, resume, stop or retry. A broadcast that was taken is a campaign.",
  },
  messages: { title: "Single messages", about: "One message to one number, and tests of a text." },
  reports: { title: "Reports", about: "The outcome of each recipient, as CSV." },
  stats: { title: "Statistics", about: "Messages of a session by outcome, in all and by day." },
  webhooks: { title: "Webhooks", about: "Where events are sent, and each event that there is." },
  meta: { title: "Health and document", about: "Whether the API answers, and what it says of itself." },
};

/** `tags` of the document; `x-displayName` is read by redocly and Scalar. */
export const tagList = Object.entries(tags).map(([name, { title, about }]) => ({
  name,
  description: about,
  "x-displayName": title,
}));

export const tagOf = (resource: Resource): Name => (resource === "docs" || resource === "console" ? "meta" : resource);

import * as stores from "../../../aws/open.ts";
import { number, tenantId, type Case, type Places } from "./worlds.ts";

/** What is sent, and to whom. */
export const contentCases = ({ at, env, aShop, aListIn, aFileIn }: Places): readonly Case[] => [
  {
    name: "POST /lists, then another takes its name",
    operationId: "createList",
    status: 201,
    world: async () => {
      const { ref, base } = await aShop();
      const lists = async () => (await stores.lists(env()).page(ref, { limit: 10 })).items;
      return {
        path: `${base}/lists`,
        ask: { json: { name: "Pelanggan" } },
        made: async () => (await lists()).length,
        spoil: async () => {
          for (const list of await lists()) await stores.lists(env()).update(list, { name: "Lama" }, at().now());
        },
      };
    },
  },
  {
    name: "POST /templates with a file, which is gone then",
    operationId: "createTemplate",
    status: 201,
    world: async () => {
      const { ref, base, sessionId } = await aShop();
      const { media, takeAway, bringBack } = await aFileIn(sessionId, "media", "x");
      return {
        path: `${base}/templates`,
        ask: { json: { name: "Promo", body: "Halo", media: { filename: media.filename } } },
        made: async () => (await stores.templates(env()).page(ref, { limit: 10 })).items.length,
        spoil: takeAway,
        mend: bringBack,
      };
    },
  },
  {
    name: "POST /upload of a file to come",
    operationId: "createUpload",
    status: 201,
    world: async () => {
      const { ref, base } = await aShop();
      return {
        path: `${base}/upload`,
        ask: { json: { filename: "a.png", contentType: "image/png", size: 3 } },
        made: async () => (await stores.media(env()).page(ref, { limit: 10 })).items.length,
      };
    },
  },
  {
    name: "POST /upload by a form",
    operationId: "createUpload",
    status: 201,
    world: async () => {
      const { ref, base } = await aShop();
      const border = "batas";
      const head = `Content-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv`;
      const purpose = `--${border}\r\nContent-Disposition: form-data; name="purpose"\r\n\r\ncontacts\r\n`;
      return {
        path: `${base}/upload`,
        ask: {
          headers: { "content-type": `multipart/form-data; boundary=${border}` },
          body: `${purpose}--${border}\r\n${head}\r\n\r\nnumber\n${number}\n\r\n--${border}--\r\n`,
        },
        made: async () =>
          (await stores.media(env()).page(ref, { limit: 10 })).items.filter(({ state }) => state === "ready").length,
      };
    },
  },
  {
    name: "POST /contacts, one of which was there",
    operationId: "addContacts",
    status: 200,
    world: async () => {
      const { ref, base, sessionId } = await aShop();
      const { listId } = await aListIn(sessionId, number);
      await stores.lists(env()).addToCounts({ ...ref, listId }, { contacts: 1, fields: {} });
      const contacts = [number, "628120000002", "628120000003"].map((one) => ({ number: one, name: "Siti" }));
      return {
        path: `${base}/lists/${listId}/contacts`,
        ask: { json: { contacts } },
        made: async () => ((await stores.lists(env()).find({ ...ref, listId }))?.contactCount === 3 ? 1 : 0),
      };
    },
  },
  {
    name: "POST /contacts/bulk of an uploaded file, which is gone then",
    operationId: "importContacts",
    status: 202,
    world: async () => {
      const { base, sessionId } = await aShop();
      const { listId } = await aListIn(sessionId);
      const { media, takeAway, bringBack } = await aFileIn(sessionId, "contacts", `number\n${number}\n`);
      return {
        path: `${base}/lists/${listId}/contacts/bulk`,
        ask: { json: { uploadKey: `uploads/${tenantId}/${sessionId}/${media.filename}` } },
        made: async () => (await stores.imports(env()).page(tenantId, listId, { limit: 10 })).items.length,
        spoil: takeAway,
        mend: bringBack,
      };
    },
  },
  {
    name: "POST /contacts/bulk of a file that comes with it",
    operationId: "importContacts",
    status: 202,
    world: async () => {
      const { base, sessionId } = await aShop();
      const { listId } = await aListIn(sessionId);
      return {
        path: `${base}/lists/${listId}/contacts/bulk`,
        ask: { headers: { "content-type": "text/csv" }, body: `number\n${number}\n` },
        made: async () => (await stores.imports(env()).page(tenantId, listId, { limit: 10 })).items.length,
      };
    },
  },
];

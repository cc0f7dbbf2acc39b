import { sample } from "../words/samples.ts";
import type { RequestExamples } from "./example.ts";

export const ofTenant: RequestExamples = {
  health: { query: { deep: "true" } },
  docs: { answers: { 200: "<!doctype html>..." } },
  docsScript: { answers: { 200: "(function(){...})();" } },
  listApiKeys: { query: { limit: 20 } },
  createApiKey: {
    body: {
      name: "Web shop",
      scopes: ["read", "write"],
      sessions: [sample.sessionId],
      expiresAt: "2030-12-31T17:00:00Z",
    },
  },
  listAudit: { query: { limit: 20 } },
  listTenants: { query: { limit: 20 } },
  listWorkers: { query: { limit: 20 } },
  setSending: { body: { halted: true, reason: "complaints are looked into" } },
  listSessions: { query: { limit: 20 } },
  listWebhooks: { query: { limit: 20 } },
  createWebhook: {
    body: {
      url: "https://hooks.example.com/whatsapp",
      events: ["campaign.*", "message.received"],
      description: "Orders of the web shop",
    },
  },
  updateWebhook: { body: { events: ["campaign.*", "message.*"], active: true } },
  listDeliveries: { query: { limit: 20 } },
};

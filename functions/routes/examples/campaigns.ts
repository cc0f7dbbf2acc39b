import { sample } from "../words/samples.ts";
import type { RequestExamples } from "./example.ts";

const { listId, excludedListId, filename, number } = sample;

const contacts = [
  { number, name: "Budi Santoso", fields: { kota: "Bandung" } },
  { number: sample.otherNumber, name: "Siti Aminah" },
];

export const ofCampaigns: RequestExamples = {
  sendCampaign: {
    body: {
      name: "December sale",
      listIds: [listId],
      excludeListIds: [excludedListId],
      message: "Hi {{ name }}, our sale in {{ kota | default: 'your town' }} begins on Monday.",
      pacing: { minGapMs: 8_000, maxGapMs: 15_000 },
    },
    answers: { 202: { data: { status: "running" } } },
  },
  scheduleCampaign: {
    body: {
      name: "New Year",
      listId,
      message: "Hi {{ name }}, happy New Year from all of us!",
      media: { filename },
      sendAt: "2030-12-31T19:00",
      timezone: "Asia/Jakarta",
      maxLateMinutes: 120,
    },
    answers: { 202: { data: { sendAt: "2030-12-31T12:00:00.000Z" } } },
  },
  listCampaigns: { query: { limit: 20, status: "running,paused" } },
  changeCampaign: { body: { sendAt: "2030-12-31T20:00", timezone: "Asia/Jakarta" } },
  resumeCampaign: { body: { acceptNumber: true } },
  retryCampaign: { body: { statuses: ["failed"] } },
  listRecipients: { query: { limit: 20, status: "failed,skipped" } },
  exportCampaign: {
    query: { bom: "true" },
    answers: { 200: "number,name,status\r\n628123456789,Budi Santoso,delivered\r\n" },
  },
  getStats: { query: { from: "2026-12-01", to: "2026-12-31" } },
  createUpload: {
    body: { filename: "poster.png", contentType: "image/png", size: 70 },
    answers: {
      201: {
        data: {
          url: "https://uploads.example.com/",
          fields: { key: "uploads/med_01KB", policy: "eyJ..." },
          expiresAt: "2026-12-01T02:15:00.000Z",
        },
      },
    },
  },
  listUploads: { query: { limit: 20, state: "ready" } },
  listTemplates: { query: { limit: 20 } },
  createTemplate: {
    body: { name: "Order is ready", body: "Hi {{ name }}, your order is ready.", media: { filename } },
  },
  updateTemplate: { body: { body: "Hi {{ name }}, your order is ready in {{ kota | default: 'our shop' }}." } },
  previewMessage: { body: { message: "Hi {{ name }} of {{ kota }}!", contacts, variables: { shop: "Toko Maju" } } },
  previewTemplate: { body: { contacts } },
};

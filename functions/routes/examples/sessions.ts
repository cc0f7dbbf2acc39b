import { sample } from "../words/samples.ts";
import type { RequestExamples } from "./example.ts";

const { sessionId, number, filename } = sample;

export const ofSessions: RequestExamples = {
  getQrCode: { answers: { 200: { qrCode: "2@Xk1vQm9T,hZ3n,Yp7d" }, 202: { message: "QR Code belum siap" } } },
  getStatus: { answers: { 200: { state: "ready", number: sample.ownNumber, name: "Toko Maju" } } },
  createSession: { body: { sessionId, label: "Shop in Bandung", timezone: "Asia/Jakarta" } },
  changeSession: {
    body: {
      pacing: { minGapMs: 8_000, maxGapMs: 15_000, perDay: 500 },
      quietHours: { from: "21:00", to: "07:00" },
      optOutKeywords: ["STOP", "BERHENTI"],
      label: null,
    },
  },
  requestPairingCode: {
    body: { number: sample.ownNumber },
    answers: { 200: { data: { number: sample.ownNumber } } },
  },
  deleteSession: { query: { confirm: sessionId } },
  sendMessage: { body: { number, message: "Your order is ready." } },
  sendTest: {
    body: {
      number,
      name: "Budi Santoso",
      fields: { kota: "Bandung" },
      message: "Hi {{ name }}, our shop in {{ kota }} is open again.",
      media: { filename },
    },
    answers: { 202: { data: { message: "Hi Budi Santoso, our shop in Bandung is open again." } } },
  },
};

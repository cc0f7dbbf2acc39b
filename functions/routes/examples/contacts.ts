import { sample } from "../words/samples.ts";
import type { RequestExamples } from "./example.ts";

const { number, otherNumber, uploadKey } = sample;

export const ofContacts: RequestExamples = {
  listLists: { query: { limit: 20, search: "bandung" } },
  createList: { body: { name: "Customers of Bandung", description: "Bought something in 2026" } },
  updateList: { body: { name: "Customers of Bandung and Cimahi", description: null } },
  listContacts: { query: { limit: 20, status: "active" } },
  addContacts: {
    body: {
      contacts: [
        { number: "0812-3456-789", name: "Budi Santoso", fields: { kota: "Bandung" } },
        { number: otherNumber, name: "Siti Aminah", fields: { kota: "Cimahi" } },
        { number: "12ab" },
      ],
      defaultCountry: "ID",
    },
  },
  updateContact: { body: { name: "Budi Santoso", fields: { kota: "Bandung", tier: "gold" } } },
  deleteContacts: { body: { numbers: [number] } },
  exportContacts: {
    query: { bom: "true" },
    answers: { 200: "number,name,kota\r\n628123456789,Budi Santoso,Bandung\r\n" },
  },
  importContacts: {
    query: { mode: "upsert", defaultCountry: "ID" },
    csv: "Telepon,Nama,Kota\n081234567810,Agus Wijaya,Bandung\n081234567811,Dewi Lestari,Garut\n12ab,Eko,Bandung\n",
    body: { uploadKey, mode: "upsert", mapping: { Telepon: "number", Nama: "name", Kota: "kota" } },
  },
  listImports: { query: { limit: 20 } },
  getImportErrors: { answers: { 200: "line,number,reason\r\n4,12ab,no phone number\r\n" } },
  listOptOuts: { query: { limit: 20, search: "0812" } },
  addOptOut: { body: { number: "0812-3456-789", defaultCountry: "ID" } },
};

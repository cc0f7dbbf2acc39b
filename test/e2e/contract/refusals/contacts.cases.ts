import { type Case, contacts, invalid, lists } from "./case.ts";

const many = (count: number) => Array.from({ length: count }, (_, index) => ({ number: `62812${30_000_000 + index}` }));

/** Fields of lists and contacts are refused. */
export const contactCases: readonly Case[] = [
  { name: "a list without a name", ask: lists, json: {}, wanted: invalid("/name") },
  {
    name: "a list with an unknown field",
    ask: lists,
    json: { name: "Baru", nama: "Baru" },
    wanted: invalid("/nama"),
  },
  { name: "a list whose name is a number", ask: lists, json: { name: 7 }, wanted: invalid("/name") },
  { name: "a list whose name is spaces", ask: lists, json: { name: "  " }, wanted: invalid("/name") },
  {
    name: "a list whose name has 101 characters",
    ask: lists,
    json: { name: "a".repeat(101) },
    wanted: invalid("/name"),
  },
  { name: "a list whose name is taken", ask: lists, json: { name: "Pelanggan" }, wanted: [409, "LIST_NAME_TAKEN"] },
  {
    name: "a list whose name is taken in another case",
    ask: lists,
    json: { name: " PELANGGAN " },
    wanted: [409, "LIST_NAME_TAKEN"],
  },
  { name: "a contact without a number", ask: contacts, json: { name: "Ayu" }, wanted: invalid("/number") },
  { name: "a contact with an impossible number", ask: contacts, json: { number: "12" }, wanted: invalid("/number") },
  {
    name: "a contact whose digits may be two numbers",
    ask: contacts,
    json: { number: "6591234567" },
    wanted: invalid("/number"),
  },
  {
    name: "a contact whose number is a number",
    ask: contacts,
    json: { number: 628123456789 },
    wanted: invalid("/number"),
  },
  {
    name: "a contact whose field is a number",
    ask: contacts,
    json: { number: "628123456789", fields: { umur: 7 } },
    wanted: invalid("/fields/umur"),
  },
  {
    name: "a contact with an unknown country",
    ask: contacts,
    json: { number: "628123456789", defaultCountry: "XX" },
    wanted: invalid("/defaultCountry"),
  },
  { name: "no contacts", ask: contacts, json: { contacts: [] }, wanted: invalid("/contacts") },
  { name: "1,001 contacts", ask: contacts, json: { contacts: many(1_001) }, wanted: invalid("/contacts") },
  {
    name: "contacts beside an unknown field",
    ask: contacts,
    json: { contacts: many(2), kota: "Solo" },
    wanted: invalid("/kota"),
  },
];

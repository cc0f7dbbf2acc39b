import type { SameKeys } from "../../words/same-keys.ts";

export const en = {
  making: "The file is being made. A large one takes a few minutes; stay on this page.",
  stop: "Stop waiting",
} as const;

export const id: SameKeys<typeof en> = {
  making: "Berkas sedang dibuat. Yang besar butuh beberapa menit; tetaplah di halaman ini.",
  stop: "Berhenti menunggu",
};

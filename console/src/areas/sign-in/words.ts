import type { SameKeys } from "../../words/same-keys.ts";

export const en = {
  title: "Sign in",
  lead: "Broadcasts to your customers on WhatsApp.",
  key: "API key",
  keyHint: "From the person who set this up. It stays in this browser and is sent to this server alone.",
  keep: "Keep me signed in on this device",
  keepHint: "Not on a device that others use.",
  enter: "Sign in",
  wrong: "This key is not known here, was revoked, or has expired.",
  refused: "You were signed out: the key was revoked, or has expired. What you typed is still here.",
  empty: "Enter your key.",
  codeOver: "The link was used already, or its ten minutes are over. Enter the key: {{command}} shows it.",
} as const;

export const id: SameKeys<typeof en> = {
  title: "Masuk",
  lead: "Broadcast ke pelanggan Anda lewat WhatsApp.",
  key: "Kunci API",
  keyHint: "Dari orang yang memasang sistem ini. Kunci disimpan di peramban ini dan hanya dikirim ke server ini.",
  keep: "Tetap masuk di perangkat ini",
  keepHint: "Jangan di perangkat yang dipakai orang lain.",
  enter: "Masuk",
  wrong: "Kunci ini tidak dikenal, sudah dicabut, atau sudah kedaluwarsa.",
  refused: "Anda dikeluarkan: kunci tadi dicabut atau kedaluwarsa. Yang sudah Anda ketik masih tersimpan.",
  empty: "Masukkan kunci Anda.",
  codeOver: "Tautan ini sudah dipakai atau lewat sepuluh menit. Masukkan kuncinya: {{command}} menampilkannya.",
};

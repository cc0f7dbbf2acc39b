import type { DirectReason } from "../sending/direct-message.ts";
import type { RecipientReason } from "./recipient.ts";

/** Why a message did not arrive, as a person reads it; the code beside it is for programs. */
export const reasonSentences: Readonly<
  Record<RecipientReason | DirectReason, { readonly id: string; readonly en: string }>
> = {
  not_on_whatsapp: {
    id: "Nomor ini tidak terdaftar di WhatsApp",
    en: "The number is not on WhatsApp",
  },
  opted_out: {
    id: "Penerima ini sudah berhenti berlangganan",
    en: "The recipient opted out",
  },
  invalid_number: {
    id: "Nomor telepon ini tidak valid",
    en: "The number is not a valid phone number",
  },
  missing_variable: {
    id: "Kontak ini tidak memiliki nilai untuk salah satu variabel di pesan",
    en: "The contact has no value for a variable of the message",
  },
  message_too_long: {
    id: "Pesan untuk kontak ini terlalu panjang",
    en: "The message for this contact is longer than is allowed",
  },
  template_failed: {
    id: "Pesan untuk kontak ini tidak bisa disusun dari template",
    en: "The message for this contact could not be made from its template",
  },
  rejected_by_whatsapp: {
    id: "WhatsApp menolak pesan ini",
    en: "WhatsApp refused the message",
  },
  page_refused: {
    id: "Halaman WhatsApp Web gagal sebelum pesan ini terkirim; pesan ini bisa dicoba lagi",
    en: "WhatsApp's page failed before the message went; it may be tried again",
  },
  whatsapp_limit: {
    id: "Pesan ini akan memulai percakapan baru, dan saat itu WhatsApp tidak mengizinkan akun ini memulai percakapan baru",
    en: "The message would begin a new chat, and WhatsApp let the account begin none at that time",
  },
  quoted_message_unknown: {
    id: "Pesan yang dibalas tidak ada di percakapan ini",
    en: "The message that is answered is not in this chat",
  },
  media_unavailable: {
    id: "Berkas yang dikirim bersama pesan ini tidak tersedia",
    en: "The file that goes with the message is not available",
  },
  campaign_stopped: {
    id: "Kampanye dihentikan sebelum pesan ini dikirim",
    en: "The campaign was stopped before the message was sent",
  },
  session_logged_out: {
    id: "Sesi ini logout dari WhatsApp sebelum pesan ini dikirim",
    en: "The session was logged out of WhatsApp before the message was sent",
  },
  no_answer: {
    id: "Belum pasti apakah pesan ini terkirim; WhatsApp tidak memberi jawaban",
    en: "WhatsApp did not say whether the message went",
  },
  left_list: {
    id: "Kontak ini dihapus dari daftar kontak sebelum gilirannya",
    en: "The contact left the list before its turn",
  },
  same_account: {
    id: "Akun WhatsApp yang sama sudah dikirimi pesan, atau dikecualikan, dengan nomor lain",
    en: "The same WhatsApp account was written to, or is left out, under another number",
  },
};

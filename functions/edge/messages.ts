import type { ErrorSentence } from "../../core/errors.ts";
import { warningMessages } from "../routes/warning-messages.ts";
import { languages, type Language, type Sentence } from "./language/language.ts";
import { isSentenceOf } from "./language/values-of.ts";

/**
 * Every sentence that a person reads as a message, in both languages. `{x}` is filled from the facts. Which Indonesian word stands
 * for what: docs/glossary.md.
 */

export const errorMessages: Readonly<Record<ErrorSentence, Sentence>> = {
  INVALID_JSON: { id: "Isi permintaan bukan JSON yang valid", en: "The request body is not valid JSON" },
  INVALID_BODY_ENCODING: { id: "Isi permintaan tidak bisa dibaca", en: "The request body can't be read" },
  INVALID_CURSOR: {
    id: "Cursor ini bukan untuk permintaan ini",
    en: "The cursor does not belong to this request",
  },
  INVALID_HEADER: { id: "Header {header} tidak valid", en: "The {header} header is not valid" },
  USER_ID_REQUIRED: {
    id: "Header user-id wajib diisi: 1 sampai 64 karakter dari A-Z a-z 0-9 _ -",
    en: "The user-id header is required: 1 to 64 of A-Z a-z 0-9 _ -",
  },
  UNAUTHENTICATED: {
    id: "API key tidak ada atau tidak valid; kirim dengan header Authorization: Bearer <API key>, atau x-api-key: <API key>",
    en: "The API key is missing or not valid; send it as the header Authorization: Bearer <API key>, or x-api-key: <API key>",
  },
  SCOPE_MISSING: { id: "API key ini tidak memiliki izin {scope}", en: "This API key lacks the scope {scope}" },
  ROUTE_NOT_FOUND: { id: "Endpoint tidak ditemukan", en: "No such endpoint" },
  SESSION_NOT_FOUND: { id: "Sesi tidak ditemukan", en: "Session not found" },
  LIST_NOT_FOUND: { id: "Daftar kontak tidak ditemukan", en: "Contact list not found" },
  CONTACT_NOT_FOUND: { id: "Kontak tidak ditemukan", en: "Contact not found" },
  CAMPAIGN_NOT_FOUND: { id: "Kampanye tidak ditemukan", en: "Campaign not found" },
  IMPORT_NOT_FOUND: { id: "Impor tidak ditemukan", en: "Import not found" },
  API_KEY_NOT_FOUND: { id: "API key tidak ditemukan", en: "API key not found" },
  WEBHOOK_NOT_FOUND: { id: "Webhook tidak ditemukan", en: "Webhook not found" },
  DELIVERY_NOT_FOUND: { id: "Pengiriman webhook tidak ditemukan", en: "Webhook delivery not found" },
  OPT_OUT_NOT_FOUND: {
    id: "Nomor ini tidak ada di daftar berhenti berlangganan",
    en: "This number is not among those that opted out",
  },
  MESSAGE_NOT_FOUND: { id: "Pesan tidak ditemukan", en: "Message not found" },
  TEMPLATE_NOT_FOUND: { id: "Template tidak ditemukan", en: "Template not found" },
  MEDIA_NOT_FOUND: { id: "Berkas tidak ditemukan", en: "File not found" },
  METHOD_NOT_ALLOWED: {
    id: "Metode {method} tidak diizinkan di endpoint ini; yang diizinkan: {allow}",
    en: "{method} is not allowed here; allowed: {allow}",
  },
  LIST_NAME_TAKEN: { id: 'Daftar kontak dengan nama "{name}" sudah ada', en: 'A list named "{name}" exists already' },
  LIST_IN_USE: {
    id: "Daftar kontak ini masih dipakai {count} kampanye yang belum selesai; hentikan kampanyenya, atau tunggu sampai selesai",
    en: "The list is used by {count} campaigns that are not over; stop them or wait until they end",
  },
  LIST_NOT_EMPTY: {
    id: "Daftar kontak ini berisi {count} kontak, jadi tidak dihapus",
    en: "The list has {count} contacts, so it was not deleted",
  },
  IMPORT_RUNNING: {
    id: "Impor {import} ke daftar kontak ini baru {percent}% selesai; tunggu sampai selesai, atau kirim dengan allowPartial: true",
    en: "Import {import} into its list is only {percent}% done; wait until it ends, or send with allowPartial: true",
  },
  DUPLICATE_SEND: {
    id: "Pesan yang sama ke daftar kontak yang sama sudah dikirim kurang dari {seconds} detik yang lalu sebagai kampanye {campaign}; jika memang ingin mengirim dua kali, kirim dengan allowDuplicate: true",
    en: "The same message to the same lists was sent less than {seconds} seconds ago as campaign {campaign}; send with allowDuplicate: true if it is meant twice",
  },
  CAMPAIGN_STATE: {
    id: "Kampanye ini {status}; yang bisa dilakukan sekarang: {allowed}",
    en: "The campaign is {status}; allowed now: {allowed}",
  },
  NUMBER_CHANGED: {
    id: "Kampanye ini dikirim dari nomor {sender}, sedangkan sesinya sekarang terhubung dengan nomor {number}; hubungkan kembali {sender}, atau kirim acceptNumber: true untuk melanjutkan dari {number}",
    en: "The campaign goes from {sender}, and the session is linked to {number} now; link {sender} again, or send acceptNumber: true to go on from {number}",
  },
  CAMPAIGN_NOT_STOPPED: {
    id: "Kampanye {campaign} {status}; hentikan dulu, baru kontak yang belum terjangkau bisa dikirimi pesan",
    en: "Campaign {campaign} is {status}; stop it first, then those it did not reach can be written to",
  },
  NOBODY_NOT_REACHED: {
    id: "Kampanye {campaign} {status} dan semua kontaknya sudah diproses; tidak ada yang belum terjangkau",
    en: "Campaign {campaign} is {status} and all of its contacts were dealt with; it left none to be reached",
  },
  CAMPAIGN_IN_USE: {
    id: "{count} kampanye yang belum selesai melanjutkan kampanye ini; hentikan kampanye itu, atau tunggu sampai selesai",
    en: "{count} campaigns that are not over go on from this one; stop them or wait until they end",
  },
  FIRST_CAMPAIGN_DELETED: {
    id: "Kampanye ini melanjutkan kampanye {campaign} yang sudah dihapus; kontak yang belum terjangkau tidak bisa diketahui lagi",
    en: "This campaign goes on from campaign {campaign}, which was deleted; whom it did not reach can't be known any more",
  },
  NOBODY_TO_RETRY: {
    id: "Tidak ada penerima berstatus {statuses} yang bisa dicoba lagi",
    en: "There is no recipient to try again that is {statuses}",
  },
  MEDIA_IN_USE: {
    id: "Berkas ini masih dipakai {count} kampanye yang belum selesai; hentikan kampanyenya, atau tunggu sampai selesai",
    en: "The file is used by {count} campaigns that are not over; stop them or wait until they end",
  },
  MEDIA_IN_TEMPLATES: {
    id: "Berkas ini dipakai {count} template; ganti atau hapus dulu berkas ini di template tersebut",
    en: "The file is used by {count} templates; change them, or take the file out of them, first",
  },
  MEDIA_NOT_READY: {
    id: "Berkas ini tidak bisa dikirim karena {state}",
    en: "The file can't be sent: it is {state}",
  },
  NEW_CHATS_LIMITED: {
    id: "Saat ini WhatsApp tidak mengizinkan akun ini memulai percakapan baru, dan akun ini belum punya percakapan dengan {number}; pesan tidak dikirim. Coba lagi setelah WhatsApp mengizinkannya, atau tunggu sampai orang itu menghubungi lebih dulu",
    en: "WhatsApp lets the account begin no new chat now, and it has no chat with {number} so far; nothing was sent. Try again once WhatsApp allows it, or wait until that person writes first",
  },
  NEW_CHATS_LIMITED_UNTIL: {
    id: "Sampai {until} WhatsApp tidak mengizinkan akun ini memulai percakapan baru, dan akun ini belum punya percakapan dengan {number}; pesan tidak dikirim. Coba lagi setelah waktu itu, atau tunggu sampai orang itu menghubungi lebih dulu",
    en: "Until {until} WhatsApp lets the account begin no new chat, and it has no chat with {number} so far; nothing was sent. Try again then, or wait until that person writes first",
  },
  SESSION_EXISTS: { id: "Sesi {session} sudah ada", en: "Session {session} exists already" },
  SECRET_CHANGES_LIMIT: {
    id: "Secret webhook ini sudah diganti {limit} kali dalam 24 jam, dan semuanya masih dipakai untuk tanda tangan; ganti lagi setelah {until}",
    en: "This webhook's secret was changed {limit} times within 24 hours, and all of them still sign; change it again after {until}",
  },
  WEBHOOK_LIMIT: {
    id: "Jumlah webhook sudah mencapai batas, yaitu {limit}",
    en: "The limit of {limit} webhooks is reached",
  },
  SESSION_LIMIT: {
    id: "Jumlah sesi sudah mencapai batas, yaitu {limit}",
    en: "The limit of {limit} sessions is reached",
  },
  SESSION_LINKED: {
    id: "Sesi ini sudah terhubung dengan nomor {number}; logout dulu",
    en: "The session is linked to {number} already; log it out first",
  },
  PAGE_CHANGED: {
    id: "WhatsApp mengubah halamannya, dan sistem ini belum bisa mengirim lewat halaman yang baru; tidak ada pesan yang terkirim. Tidak perlu scan QR code lagi; coba lagi nanti",
    en: "WhatsApp changed its page, and this system can't send by the new one yet; nothing was sent. No new scan is needed; try again later",
  },
  PAGE_SENDS_NO_FILES: {
    id: "WhatsApp mengubah halamannya, dan sistem ini belum bisa mengirim berkas lewat halaman yang baru; pesan teks tetap bisa dikirim. Coba lagi nanti",
    en: "WhatsApp changed its page, and this system can't send files by the new one yet; texts can be sent. Try again later",
  },
  NUMBER_LINKED: {
    id: "Nomor {number} sudah terhubung dengan sesi {session}; kode baru bisa memutus sesi itu. Logout dulu dari sesi itu, atau scan QR code",
    en: "The number {number} is linked to session {session}; a new code can unlink that one. Log it out first, or scan a QR code",
  },
  NUMBER_LINKED_ELSEWHERE: {
    id: "Nomor {number} sudah terhubung dengan sesi lain; kode baru bisa memutus sesi itu. Gunakan scan QR code",
    en: "The number {number} is linked to another session; a new code can unlink that one. Scan a QR code",
  },
  PAIRING_OVERTAKEN: {
    id: "Ada permintaan kode untuk {number} yang datang setelah permintaan ini; kode itulah yang berlaku",
    en: "A later request for a code, for {number}, came after this one and holds in its place",
  },
  SESSION_IN_USE: {
    id: "Masih ada kampanye yang berjalan di sesi ini",
    en: "A campaign of this session is still running",
  },
  SESSION_DELETING: {
    id: "Sesi {session} sedang dihapus, silakan coba lagi nanti",
    en: "Session {session} is being deleted, try again later",
  },
  IDEMPOTENCY_IN_PROGRESS: {
    id: "Permintaan pertama dengan Idempotency-Key ini masih diproses",
    en: "The first request with this Idempotency-Key is still in progress",
  },
  CHANGED_MEANWHILE: {
    id: "Data ini baru saja diubah oleh permintaan lain, silakan coba lagi",
    en: "It changed meanwhile, try again",
  },
  BODY_TOO_LARGE: {
    id: "Isi permintaan terlalu besar, maksimal {limit} byte",
    en: "The request body is too large, at most {limit} bytes",
  },
  UNSUPPORTED_MEDIA_TYPE: {
    id: "Content-Type {came} tidak didukung; kirim {wanted}",
    en: "Content-Type {came} is not supported; send {wanted}",
  },
  BODY_ENCODED: {
    id: "Isi permintaan dengan Content-Encoding {came} tidak didukung; kirim tanpa kompresi dan tanpa header itu",
    en: "A request body with Content-Encoding {came} is not supported; send it uncompressed and without that header",
  },
  VALIDATION_FAILED: { id: "Ada data yang tidak valid", en: "Some fields are not valid" },
  IDEMPOTENCY_KEY_REUSED: {
    id: "Idempotency-Key ini sudah dipakai untuk permintaan lain",
    en: "This Idempotency-Key was used for another request",
  },
  AUDIENCE_EMPTY: { id: "Tidak ada kontak yang bisa dikirimi pesan", en: "There is no contact to send to" },
  CSV_UNREADABLE: {
    id: "Berkas CSV tidak bisa dibaca, baris {line}",
    en: "The CSV file can't be read, line {line}",
  },
  MESSAGE_UNREADABLE: {
    id: "Isi pesan tidak bisa dibaca, baris {line} kolom {column}",
    en: "The message can't be read, line {line} column {column}",
  },
  NUMBER_FOR_VARIABLE: {
    id: "Baris {line} kolom {column}: {written} bukan variabel dan akan terkirim sebagai angka; tulis nama kolom kontak, misalnya {{ name }}",
    en: "Line {line}, column {column}: {written} is no variable, and would be sent as a number; write the name of the contact's field, such as {{ name }}",
  },
  TEXT_BESIDE_AUDIO: {
    id: "WhatsApp tidak menampilkan teks bersama audio; kirim dua pesan: teksnya, lalu audionya tanpa teks",
    en: "WhatsApp shows no text beside audio; send two messages: the text, and the audio without a text",
  },
  UNKNOWN_VARIABLE: {
    id: "Baris {line} kolom {column}: tidak ada kontak di daftar ini yang memiliki {variable}; yang ada: {known}",
    en: "Line {line}, column {column}: no contact of the lists has {variable}; they have {known}",
  },
  NUMBER_NOT_ON_WHATSAPP: {
    id: "Nomor {number} tidak terdaftar di WhatsApp",
    en: "The number {number} is not on WhatsApp",
  },
  QUOTED_MESSAGE_UNKNOWN: {
    id: "Pesan yang dibalas (quotedMessageId) tidak ada di percakapan dengan {number}",
    en: "The message that is answered (quotedMessageId) is not in the chat with {number}",
  },
  MESSAGE_REFUSED: { id: "Pesan ditolak oleh WhatsApp", en: "WhatsApp refused the message" },
  RATE_LIMITED: { id: "Terlalu banyak permintaan, coba lagi nanti", en: "Too many requests, try again later" },
  INTERNAL: { id: "Terjadi kesalahan di sistem kami", en: "Something went wrong on our side" },
  SESSION_NOT_CONNECTED: {
    id: "WhatsApp belum terhubung, silakan scan QR code",
    en: "WhatsApp is not connected, please scan the QR code",
  },
  SESSION_ON_ITS_WAY: {
    id: "WhatsApp sedang menyambung kembali, silakan coba lagi sebentar lagi; tidak perlu scan QR code",
    en: "WhatsApp is connecting again, try again in a moment; no scan is needed",
  },
  SENDING_HALTED: { id: "Pengiriman pesan sedang dihentikan: {reason}", en: "Sending is halted: {reason}" },
  TRY_AGAIN: { id: "Sistem sedang sibuk, silakan coba lagi", en: "Busy right now, please try again" },
};

export const successMessages = {
  qr_ready: { id: "QR Code siap untuk di-scan", en: "The QR code is ready to be scanned" },
  already_connected: { id: "WhatsApp sudah terhubung", en: "WhatsApp is connected already" },
  qr_not_yet: {
    id: "QR Code belum siap, silakan coba lagi sebentar lagi",
    en: "There is no QR code yet, try again in a moment",
  },
  logging_out: {
    id: "Sesi sedang logout, silakan coba lagi sebentar lagi",
    en: "The session is being logged out, try again in a moment",
  },
  logged_out: { id: "Berhasil logout dan sesi dihapus", en: "Logged out, and the session was deleted" },
  session_deleting: {
    id: "Sesi dihapus beserta semua isinya",
    en: "The session is deleted with everything of it",
  },
  pairing_code: {
    id: "Masukkan kode ini di WhatsApp pada ponsel",
    en: "Type this code in WhatsApp on the phone",
  },
  pairing_code_not_yet: {
    id: "Kode belum siap, silakan coba lagi sebentar lagi",
    en: "There is no code yet, try again in a moment",
  },
  message_sent: { id: "Pesan berhasil dikirim", en: "The message was sent" },
  message_taken: {
    id: "Pesan diterima dan sedang dikirim",
    en: "The message is taken and on its way",
  },
  ...warningMessages,
} as const satisfies Readonly<Record<string, Sentence>>;
export type SuccessMessage = keyof typeof successMessages;

const answered = Object.values(successMessages).flatMap((sentence) =>
  languages.map((language) => ({ language, isSaid: isSentenceOf(sentence[language]) })),
);

/** In which language that is said, where it is one of the sentences that an answer of success says. */
export const languageOf = (said: string): Language | undefined => answered.find(({ isSaid }) => isSaid(said))?.language;

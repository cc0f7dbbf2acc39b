/** What a state or an action is called in a sentence, by the word that programs have for it. Others are called by that word. */

const indonesian: Readonly<Record<string, string>> = {
  // Of campaigns.
  scheduled: "masih terjadwal",
  running: "sedang berjalan",
  paused: "sedang dijeda",
  completed: "sudah selesai",
  stopped: "sudah dihentikan",
  // What a person may do with one, and the word in its address.
  change: "ubah (PUT)",
  pause: "jeda (pause)",
  resume: "lanjutkan (resume)",
  stop: "hentikan (stop)",
  retry: "coba lagi (retry)",
  delete: "hapus (DELETE)",
  // Of recipients.
  failed: "gagal (failed)",
  in_doubt: "belum pasti (in_doubt)",
  // Of files.
  awaiting_upload: "belum diunggah",
  checking: "masih diperiksa",
  rejected: "ditolak",
};

const english: Readonly<Record<string, string>> = {
  awaiting_upload: "not uploaded yet",
  checking: "still being checked",
};

/** Placeholders that stand for states or actions, one or several with commas between. */
const ofStates: ReadonlySet<string> = new Set(["status", "statuses", "state", "allowed"]);

/** @param name the placeholder's; the value of another one is what it is */
export function stateIn(language: "id" | "en", name: string, value: string): string {
  if (!ofStates.has(name)) return value;
  const words = language === "id" ? indonesian : english;
  return value
    .split(", ")
    .map((word) => (Object.hasOwn(words, word) ? (words[word] ?? word) : word))
    .join(", ");
}

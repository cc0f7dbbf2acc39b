/** What warnings say, in both languages. `{x}` is filled from the warning's own members. */

export const warningMessages = {
  opted_out: {
    id: "{number} sudah berhenti berlangganan pesan siaran; pesan ini tetap dikirim",
    en: "{number} opted out of broadcasts; this message goes all the same",
  },
  own_number: {
    id: "{number} adalah nomor sesi ini sendiri, dan termasuk dalam penerima",
    en: "{number} is the session's own number, and among the recipients",
  },
  gif_does_not_play: {
    id: "WhatsApp menampilkan GIF sebagai gambar diam; agar bergerak, unggah sebagai video MP4 (video/mp4)",
    en: "WhatsApp shows a GIF as a still picture; upload it as an MP4 video (video/mp4) if it is to play",
  },
  same_body_within_an_hour: {
    id: "Kampanye {campaignId} mengirim pesan yang sama ke daftar kontak yang sama dalam waktu satu jam",
    en: "Campaign {campaignId} sends the same message to the same list within an hour of this one",
  },
  missing_variable: {
    id: "{have} dari {of} kontak memiliki {variable}; kontak lain tidak dikirimi pesan (missing_variable)",
    en: "{have} of {of} contacts have {variable}; the others get no message (missing_variable)",
  },
  import_running: {
    id: "Impor {importId} ke salah satu daftar kontak belum selesai; kontak yang belum diimpor tidak dikirimi pesan",
    en: "Import {importId} into one of the lists is unfinished; contacts that it has not brought yet are not written to",
  },
  number_linked_twice: {
    id: "{number} juga terhubung di sesi {sessions}; jeda antarpesan dan batas harian dihitung bersama untuk nomor ini",
    en: "{number} is linked in {sessions} as well; the gap and the daily cap count for the number, over all of them",
  },
  link_not_completed: {
    id: "Kode sudah di-scan, tetapi WhatsApp tidak menyelesaikan penautan; mungkin akun ini diminta memakai passkey, dan langkah itu belum didukung di sini. Coba lagi, atau tautkan dulu perangkat lain dari ponsel untuk melihat apakah WhatsApp meminta passkey",
    en: "The code was scanned, but WhatsApp did not complete the link; it may ask this account for a passkey, a step that is not supported here yet. Try again, or link another device on the phone first to see whether WhatsApp asks for a passkey",
  },
  many_opt_outs: {
    id: "{optOutsPer100} dari 100 pesan dalam tujuh hari terakhir dibalas dengan permintaan berhenti; kirim lebih jarang, dan hanya ke orang yang menantikan pesan ini",
    en: "{optOutsPer100} of 100 messages of the last seven days were answered by an opt-out; send less often, and only to people who expect it",
  },
  many_refusals: {
    id: "WhatsApp menolak {refusalsPer100} dari 100 pesan dalam tujuh hari terakhir; kirim lebih pelan, karena akun ini bisa segera dibatasi",
    en: "WhatsApp refused {refusalsPer100} of 100 messages of the last seven days; send more slowly, the account may be restricted next",
  },
  campaign_failing: {
    id: "Penerima kampanye {campaignId} gagal satu demi satu: sudah {count}, dan pada {pausesAt} kampanye ini dijeda dengan sendirinya",
    en: "Recipients of campaign {campaignId} fail one after the other: {count} by now, and at {pausesAt} it pauses itself",
  },
  encoding_unsure: {
    id: "Teks berkas ini bukan UTF-8, dan belum tentu {encoding} yang dipakai untuk membacanya; periksa baris-baris pertama, lalu sebutkan encoding-nya, misalnya encoding=windows-1251, atau simpan berkasnya sebagai UTF-8",
    en: "The text of the file is neither UTF-8 nor plainly {encoding}, as which it was read; look at the first rows, and say the encoding, such as encoding=windows-1251, or save the file as UTF-8",
  },
  encoding_overruled: {
    id: "Berkas ini diawali tanda {encoding} dan dibaca sesuai tanda itu, bukan sebagai {asked}",
    en: "The file begins with the mark of {encoding} and was read so, not as {asked}",
  },
  broken_characters: {
    id: "{count} karakter tidak terbaca dan menjadi \ufffd; sebutkan encoding berkas ini, atau simpan ulang sebagai UTF-8",
    en: "{count} characters could not be read, and stand as \ufffd; say the encoding of the file, or save it anew as UTF-8",
  },
  header_unsure: {
    id: "Baris {line} dibaca sebagai judul kolom, padahal tidak menyebut kolom nomor atau nama; jika baris itu kontak, impor lagi dengan header=false",
    en: "Line {line} was read as the header, though it names no column of numbers or names; if it is a contact, import again with header=false",
  },
  column_renamed: {
    id: 'Kolom {column}, "{header}", disimpan sebagai kolom kontak "{field}"',
    en: 'Column {column}, "{header}", is the field "{field}"',
  },
} as const;

export const warningCodes = Object.keys(warningMessages) as [WarningCode, ...WarningCode[]];
export type WarningCode = keyof typeof warningMessages;

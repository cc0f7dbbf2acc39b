/** The same of lists, contacts, files and campaigns. */
export const detailsOfThings: Readonly<Record<string, string>> = {
  // Numbers and contacts.
  "a phone number": "nomor telepon",
  "a phone number of at most {max} characters": "nomor telepon maksimal {max} karakter",
  "a phone number: digits, spaces, dashes, brackets, +": "nomor telepon: angka, spasi, tanda hubung, kurung, +",
  "an international phone number such as +628123456789 (or a default country)":
    "nomor telepon internasional seperti +628123456789 (atau defaultCountry)",
  "a phone number of {country} or an international one such as +628123456789":
    "nomor telepon {country}, atau nomor internasional seperti +628123456789",
  "a phone number with + and its country, for these digits may be {one} or {two}":
    "nomor telepon dengan + dan kode negara, karena angka ini bisa berarti {one} atau {two}",
  "a number that is on WhatsApp": "nomor yang terdaftar di WhatsApp",
  "a number that the account has a chat with": "nomor yang sudah punya chat dengan akun ini",
  "an ISO 3166 country code such as ID": "kode negara ISO 3166 seperti ID",
  "a name of at most {max} characters, got {length}": "nama maksimal {max} karakter, yang datang {length}",
  "a name without U+{code}, which is its character {place}": "nama tanpa U+{code}, yaitu karakter ke-{place}",
  "a name without control characters": "nama tanpa karakter kontrol",
  "at most {max} fields, got {count}": "maksimal {max} kolom, yang datang {count}",
  "at most {max} fields together with those that are there": "maksimal {max} kolom, termasuk yang sudah ada",
  'field names of letters, digits, spaces, _ and - up to {max} characters, got "{name}"':
    'nama kolom dari huruf, angka, spasi, _ dan -, maksimal {max} karakter, yang datang "{name}"',
  "values of at most {max} characters, {name} has {length}":
    "isi kolom maksimal {max} karakter, {name} berisi {length}",
  "a value of {name} without U+{code}, which is its character {place}":
    "isi {name} tanpa U+{code}, yaitu karakter ke-{place}",
  "values without control characters, {name} has some": "isi kolom tanpa karakter kontrol, {name} memuatnya",
  "a word with a letter or a digit": "kata dengan huruf atau angka",

  // What is named and is not there, or not as it should be.
  "a list of this session": "daftar kontak dari sesi ini",
  "a template of this session": "template dari sesi ini",
  "a file that was uploaded to this session": "berkas yang diunggah ke sesi ini",
  "a file to send, not contacts to import": "berkas untuk dikirim, bukan kontak untuk diimpor",
  "a file that is ready": "berkas yang siap dikirim",
  "a stopped campaign of this session": "kampanye dari sesi ini yang sudah dihentikan",
  "a stopped campaign that did not reach all of its contacts":
    "kampanye yang sudah dihentikan dan belum menjangkau semua kontaknya",
  "a campaign that goes on from fewer than {max} others": "kampanye yang melanjutkan kurang dari {max} kampanye lain",
  "a list of the campaign that `remainderOf` names": "daftar kontak dari kampanye yang disebut `remainderOf`",
  "at least one contact": "minimal satu kontak",
  "lists without an unfinished import, or allowPartial: true to send to the contacts that are there now":
    "daftar kontak tanpa impor yang belum selesai, atau allowPartial: true untuk mengirim ke kontak yang sudah ada",
  "another message, other lists, an Idempotency-Key, or allowDuplicate: true to send it twice":
    "pesan lain, daftar kontak lain, Idempotency-Key, atau allowDuplicate: true untuk mengirim dua kali",
  "statuses that `counts` has some of": "status yang jumlahnya di `counts` tidak nol",
  "a list with {count} contacts": "daftar kontak dengan {count} kontak",
  "a list without contacts; without ifEmpty the list goes with its contacts":
    "daftar kontak tanpa kontak; tanpa ifEmpty daftar itu dihapus bersama kontaknya",
  "a list that none needs, or force: true; whom they did not reach yet ends as skipped there, with left_list":
    "daftar kontak yang tidak dipakai, atau force: true; kontak yang belum dijangkau akan dilewati dengan alasan left_list",
  "the id of a message, ours or WhatsApp's": "id pesan, dari sistem ini atau dari WhatsApp",
  "the id of a message of this session's chat with {number}": "id pesan di chat sesi ini dengan {number}",

  // Webhooks.
  "a URL without control characters": "URL tanpa karakter kontrol",
  "an https URL of at most {max} characters": "URL https maksimal {max} karakter",
  "an https URL": "URL https",
  "a URL of at most {max} characters when they are encoded": "URL maksimal {max} karakter setelah di-encode",
  "a URL without user and password": "URL tanpa nama pengguna dan kata sandi",
  "a URL without a fragment": "URL tanpa fragmen (#...)",
  "an address on the public internet": "alamat di internet publik",
  "a name on the public internet": "nama domain di internet publik",

  // Uploads.
  "a file, or what will be uploaded": "berkas, atau keterangan berkas yang akan diunggah",
  "a file name without control characters": "nama berkas tanpa karakter kontrol",
  "an image, a video, audio or a document that WhatsApp shows":
    "gambar, video, audio, atau dokumen yang ditampilkan WhatsApp",
  "an image, a video, audio or a document that WhatsApp shows; upload {instead}":
    "gambar, video, audio, atau dokumen yang ditampilkan WhatsApp; unggah {instead}",
  "upload {instead}": "unggah {instead}",
  "a JPEG: open the photo and save or export it as JPEG (on an iPhone: Settings, Camera, Formats, Most Compatible)":
    "JPEG: buka fotonya, lalu simpan atau ekspor sebagai JPEG (di iPhone: Pengaturan, Kamera, Format, Paling Kompatibel)",
  "an MP4: export or convert the video to MP4 with H.264": "MP4: ekspor atau ubah videonya ke MP4 dengan H.264",
  "the files themselves: unpack it and upload each of them, or a PDF that holds them all":
    "isi berkasnya: ekstrak, lalu unggah satu per satu, atau satu PDF yang memuat semuanya",
  "a JPEG or PNG: save the picture as one of these": "JPEG atau PNG: simpan gambarnya sebagai salah satunya",
  "an MP4: convert the video to MP4 with H.264": "MP4: ubah videonya ke MP4 dengan H.264",
  "an MP3 or Ogg file: convert the recording": "MP3 atau Ogg: ubah format rekamannya",
  "announced as {said}; its bytes are {found}, and it is sent as that":
    "disebut {said}; isinya {found}, dan dikirim sesuai isinya",
  "its name is that of {said}; its bytes are {found}, and it is sent as that":
    "namanya menunjukkan {said}; isinya {found}, dan dikirim sesuai isinya",
  "a form without a boundary": "form tanpa boundary",
  "multipart/form-data with a field `file`": "multipart/form-data dengan field `file`",
  "a form that breaks off": "form yang terputus",
  "complete multipart/form-data": "multipart/form-data yang lengkap",
  "{count} files in a field `file`": "{count} berkas di field `file`",

  // Files of contacts.
  "the uploadKey of a file of this session for the purpose contacts":
    "uploadKey berkas dari sesi ini dengan purpose contacts",
  "a file that was not rejected ({reason})": "berkas yang tidak ditolak ({reason})",
  "the uploadKey of a file that was uploaded": "uploadKey berkas yang sudah diunggah",
  "an encoding that TextDecoder knows, such as utf-8, windows-1251 or shift_jis":
    "encoding yang dikenal TextDecoder, misalnya utf-8, windows-1251 atau shift_jis",
  "an object of columns, each with another field: number, name, the name of a field, or null to leave it out":
    "object berisi kolom, masing-masing ke tujuan yang berbeda: number, name, nama kolom kontak, atau null untuk dilewati",
  "nothing below the header": "tidak ada baris di bawah judul kolom",
  "an empty file": "berkas kosong",
  "a header line and at least one contact": "baris judul kolom dan minimal satu kontak",
  "a file too large for a dry run": "berkas yang terlalu besar untuk dryRun",
  "a smaller one": "berkas yang lebih kecil",
  "no row that is a contact": "tidak ada baris yang berupa kontak",
  "a list to put in place of this one": "daftar kontak untuk menggantikan yang ini",
  "bytes that are no text": "byte yang bukan teks",
  "bytes that are no text: {kind}": "byte yang bukan teks: {kind}",
  "a CSV file in UTF-8, UTF-16 (with a mark, or named by the option encoding) or Windows-1252; Excel makes one by Save as, CSV UTF-8":
    "berkas CSV dalam UTF-8, UTF-16 (dengan tanda, atau disebut di opsi encoding) atau Windows-1252; di Excel: Save as, CSV UTF-8",
  "{count} columns": "{count} kolom",
  "at most {max} columns: number, name and fields": "maksimal {max} kolom: nomor, nama dan kolom lain",
  "columns {names}": "kolom {names}",
  "a column {name}, which the mapping names": "kolom {name}, yang disebut mapping",
  "a column mapped to {name}": "kolom yang dipetakan ke {name}",
  "names of letters, digits, _ and -": "nama dari huruf, angka, _ dan -",
  "two columns named {name}": "dua kolom bernama {name}",
  "a name of its own for each": "nama yang berbeda untuk masing-masing",
  'a column of numbers named number, phone, nomor, no hp, whatsapp or the like, or the option mapping={"1":"number"} with its place':
    'kolom nomor dengan judul number, phone, nomor, no hp, whatsapp atau sejenisnya, atau opsi mapping={"1":"number"} dengan urutan kolomnya',
  "{count} columns of phone numbers that fit equally well: {names}":
    "{count} kolom nomor telepon yang sama-sama cocok: {names}",
  'the option mapping, such as mapping={"{place}":"number"}, that names one of them':
    'opsi mapping, misalnya mapping={"{place}":"number"}, yang menyebut salah satunya',
  "a line of more than {max} characters": "baris dengan lebih dari {max} karakter",
  "shorter lines, one contact each": "baris yang lebih pendek, satu kontak per baris",
  '{problem}; wanted quotes around whole cells, "" within':
    '{problem}; yang diharapkan tanda kutip di sekeliling seluruh sel, "" di dalamnya',
  'text behind a closing "': 'teks setelah tanda kutip penutup "',
  "line {line}: {came}; wanted {wanted}": "baris {line}: {came}; yang diharapkan {wanted}",
  "it made no progress for {minutes} minutes, after {rows} rows: import the file again":
    "tidak ada kemajuan selama {minutes} menit, setelah {rows} baris: impor lagi berkasnya",
  "a quote that is never closed": "tanda kutip yang tidak pernah ditutup",
  "a quote that is closed in another row only": "tanda kutip yang baru ditutup di baris lain",
};

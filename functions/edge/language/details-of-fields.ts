/**
 * What `details` say of a request's fields, in Indonesian, by the English that the code writes. `{x}` stands for what comes
 * there; where it is a sentence of these files itself (`{problem}`, `{wanted}`, `{came}`) or a state, that is translated, too.
 */
export const detailsOfFields: Readonly<Record<string, string>> = {
  // What came.
  nothing: "tidak ada",
  "an array of {count}": "array berisi {count}",
  "an object": "object",
  "an empty body": "isi permintaan yang kosong",
  "{text} ({length} characters)": "{text} ({length} karakter)",
  "{length} characters": "{length} karakter",
  "{size} bytes": "{size} byte",
  "a field that is not known here": "field yang tidak dikenal di sini",
  "a cursor that is not of this query": "cursor dari permintaan lain",
  "a key that is limited to {count} sessions": "API key yang hanya berlaku untuk {count} sesi",
  "a file that is {state}": "berkas yang {state}",
  "a campaign that is {status}": "kampanye yang {status}",
  "a text beside the audio file {filename}": "teks bersama berkas audio {filename}",
  "lists without a contact": "daftar kontak yang kosong",
  "import {import} into list {list} at {percent} %": "impor {import} ke daftar kontak {list}, baru {percent} %",
  "the message and the lists of campaign {campaign}, less than {seconds} s after it":
    "pesan dan daftar kontak yang sama dengan kampanye {campaign}, kurang dari {seconds} detik setelahnya",
  "statuses that no recipient has who still stands in the lists: {statuses}":
    "status yang tidak dimiliki penerima mana pun yang masih ada di daftar kontak: {statuses}",
  "a list that {count} campaigns use which are not over":
    "daftar kontak yang dipakai {count} kampanye yang belum selesai",
  "{variable} at line {line}, column {column}, which no contact of the lists has":
    "{variable} di baris {line}, kolom {column}, yang tidak dimiliki kontak mana pun di daftar",
  "{problem} at line {line}, column {column}": "{problem} di baris {line}, kolom {column}",

  // What was wanted: types and bounds.
  "a string": "teks",
  "a number": "angka",
  "an int": "bilangan bulat",
  "a boolean": "true atau false",
  "an array": "array",
  "a record": "object",
  "at least {min}": "minimal {min}",
  "at least {min} characters": "minimal {min} karakter",
  "at least {min} entries": "minimal {min} isi",
  "at most {max}": "maksimal {max}",
  "at most {max} characters": "maksimal {max} karakter",
  "at most {max} entries": "maksimal {max} isi",
  "at most {max} bytes": "maksimal {max} byte",
  "at most {max} bytes for {kind}": "maksimal {max} byte untuk {kind}",
  "at most {max} numbers": "maksimal {max} nomor",
  "one of {values}": "salah satu dari {values}",
  "a text of the form {form}": "teks dengan bentuk {form}",
  "no such field": "tanpa field itu",
  "another name": "nama lain",
  "another value": "nilai lain",
  "at least one change": "minimal satu perubahan",
  "exactly one": "tepat satu",

  // Texts.
  "a text of visible characters, without control characters": "teks yang terlihat, tanpa karakter kontrol",
  "a text without control characters other than line ends and tabs":
    "teks tanpa karakter kontrol selain baris baru dan tab",
  "a text without U+{code}, which is its character {place}": "teks tanpa U+{code}, yaitu karakter ke-{place}",
  "a text that is not blank": "teks yang tidak kosong",
  "a text that is not empty": "teks yang tidak kosong",
  "a text of whole characters": "teks dengan karakter yang utuh",
  "a text with {{ variables }}": "teks dengan {{ variabel }}",
  "a text that is made in {ms} ms": "teks yang bisa disusun dalam {ms} ms",
  "a text whose filters go through at most {max} characters": "teks yang filternya memproses maksimal {max} karakter",
  "at most {max} characters, rendered {length}": "maksimal {max} karakter, hasilnya {length}",
  "at most {max} characters, got {length}": "maksimal {max} karakter, yang datang {length}",
  'JSON, such as {"No HP":"number","Kota":"kota"}': 'JSON, misalnya {"No HP":"number","Kota":"kota"}',
  "the name of a contact's field, such as {{ name }} or {{ kota }}: a number stands for no variable":
    "nama kolom kontak, misalnya {{ name }} atau {{ kota }}: angka bukan variabel",
  'one of {known}; or a default, as {{ {variable} | default: "..." }}':
    'salah satu dari {known}; atau nilai bawaan, misalnya {{ {variable} | default: "..." }}',
  "a value for each of {names}": "nilai untuk setiap variabel: {names}",
  "a caption only with media, and only one of message and caption":
    "caption hanya bersama media, dan hanya salah satu dari message dan caption",
  "two messages: the text, and the audio without a text": "dua pesan: teksnya, dan audionya tanpa teks",
  "{{ {written} }}: wanted {wanted}": "{{ {written} }}: yang diharapkan {wanted}",
  'a variable and its filters; a name with spaces is written {{ nama_kota }} or {{ ["nama kota"] }}':
    'satu variabel dengan filternya; nama yang berspasi ditulis {{ nama_kota }} atau {{ ["nama kota"] }}',
  "wanted {wanted}": "yang diharapkan {wanted}",
  "wanted {wanted}, came {came}": "yang diharapkan {wanted}, yang datang {came}",
  "wanted {wanted} as {field}, came {came}": "yang diharapkan {wanted} sebagai {field}, yang datang {came}",
  "at most {max} of {{ }} and {% %}": "maksimal {max} buah {{ }} dan {% %}",
  "at most {max} characters between {opening} and its end":
    "maksimal {max} karakter di antara {opening} dan penutupnya",
  "not rendered: the text takes too long": "tidak disusun: teks ini butuh waktu terlalu lama",
  // Times and pace.
  "an IANA timezone such as Asia/Jakarta, or WIB, WITA or WIT":
    "zona waktu IANA seperti Asia/Jakarta, atau WIB, WITA atau WIT",
  "a timezone such as Asia/Jakarta or WIB, here or among the session's settings":
    "zona waktu seperti Asia/Jakarta atau WIB, di sini atau di pengaturan sesi",
  "a local time such as 2026-12-01T09:00 with a timezone, or a moment such as 2026-12-01T02:00:00Z":
    "waktu setempat seperti 2026-12-01T09:00 dengan zona waktu, atau waktu pasti seperti 2026-12-01T02:00:00Z",
  "a time in the future": "waktu yang akan datang",
  "a time that is still to come": "waktu yang akan datang",
  "a time that there is: the clocks of {timezone} skip it":
    "waktu yang memang ada: jam di {timezone} melewatinya saat pergantian waktu",
  "the local time in that timezone": "waktu setempat di zona waktu itu",
  "a time that is not before `from`": "waktu yang tidak lebih awal dari `from`",
  "a day such as 2026-12-01": "tanggal seperti 2026-12-01",
  "a day such as 2026-12-01, or a time such as 2026-12-01T02:00:00Z":
    "tanggal seperti 2026-12-01, atau waktu seperti 2026-12-01T02:00:00Z",
  "a time of day such as 21:00": "jam seperti 21:00",
  "a from that differs from to": "`from` yang berbeda dari `to`",
  "a number: only a session may say null, as many as they like":
    "angka: hanya sesi yang boleh berisi null, yaitu sebanyak apa pun",
  "a minGapMs that is not above maxGapMs": "minGapMs yang tidak lebih besar dari maxGapMs",

  // Either one or the other.
  "either listIds or listId": "listIds atau listId, salah satu saja",
  "either message or templateId": "message atau templateId, salah satu saja",
  "either message or templateId, or media alone": "message atau templateId, salah satu saja; atau media saja",
  "a limit only with listId": "limit hanya bersama listId",
  "either contacts or listId": "contacts atau listId, salah satu saja",
  "either {numbers: [...]}, or ?numbers=a,b, or {all: true}":
    "salah satu dari {numbers: [...]}, ?numbers=a,b, atau {all: true}",
  "at least one of name, body and media": "minimal salah satu dari name, body dan media",
  "a name, a description, or both": "name, description, atau keduanya",
  "a name, fields, or both": "name, fields, atau keduanya",
  "a reason of 1 to {max} characters": "alasan sepanjang 1 sampai {max} karakter",

  // The request itself.
  "no encoding: the body as it is": "tanpa encoding: isi permintaan apa adanya",
  "a JSON object in UTF-8": "object JSON dalam UTF-8",
  "application/json": "application/json",
  "nextCursor as answered": "nextCursor seperti yang dijawab",
  "1 to 255 visible ASCII characters": "1 sampai 255 karakter ASCII yang terlihat",
  "a key that is not limited to sessions": "API key yang tidak dibatasi ke sesi tertentu",
  "1 to 64 of A-Z a-z 0-9 _ -, no reserved word":
    "1 sampai 64 karakter dari A-Z a-z 0-9 _ -, bukan kata yang dicadangkan",
  "1 to 64 of A-Z a-z 0-9 _ -": "1 sampai 64 karakter dari A-Z a-z 0-9 _ -",
  "no reserved word": "bukan kata yang dicadangkan",
  "a tenant id of a-z, 0-9 and - up to 40 characters": "id tenant dari a-z, 0-9 dan -, maksimal 40 karakter",
  "a session that your key may see": "sesi yang boleh dilihat API key Anda",
  "the session's id, {session}": "id sesi itu, yaitu {session}",
};

/** What the headers of columns say, in English and Indonesian, however they are written. */

/** What is longer is a text, and no header. */
const longestHeader = 100;

/** Words of a header, lower case and without accents; what is written together of known words is taken apart. */
function wordsOf(header: string): readonly string[] {
  const folded = header.slice(0, longestHeader).normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = folded.match(/\p{L}+/gu) ?? [];
  return words.flatMap((word) => {
    if (writtenTogether.test(word)) return word.match(knownWord) ?? [];
    const [, nama, whose, name] = /^(nama)?(.+?)(name)?$/.exec(word) ?? [];
    return whose !== undefined && persons.has(whose)
      ? [nama, whose, name].filter((part) => part !== undefined)
      : [word];
  });
}

const whatsapp = new Set("wa whatsapp".split(" "));
const mobile = new Set("hp hape handphone ponsel iphone mobile cell cellphone cellular seluler gsm selular".split(" "));
const phone = new Set("phone phones telephone tel telp tlp telepon telpon telfon fon fone".split(" "));
const number = new Set("number numbers nomor nomer msisdn".split(" "));
/** What says no more than that it is a number, and whose. */
const filler = new Set("no num value values primary main utama aktif active contact kontak and dan or atau".split(" "));
const ofPerson = new Set("your my saya anda customer pelanggan client klien member anggota".split(" "));
/** Numbers at which a person is not written to, though they may be phones. */
const elsewhere = new Set(
  "home rumah work office kantor business bisnis other lain lainnya company perusahaan assistant car radio callback emergency darurat toko".split(
    " ",
  ),
);
/** With one of these words it is about a phone or a person, or is another number altogether. */
const otherThings = new Set(
  `label type jenis tipe model merk brand fax faks facsimile pager email mail group grup house children anak id ktp nik npwp kk sim
  rekening account akun order pesanan invoice faktur antrian urut seri serial plat polisi kode code pos postal zip kartu card bpjs
  induk meja kamar room date tanggal tgl status consent marketing opt opted extension ext birth birthday lahir ulang dob year tahun month bulan
  total price harga amount jumlah qty quantity saldo balance poin points telex isdn tty tdd pin`.split(/\s+/),
);

const knownWord =
  /whatsapp|handphone|telephone|telepon|telpon|seluler|mobile|ponsel|number|nomor|nomer|kontak|contact|phone|telp|tel|cell|hape|num|hp|wa|no/g;
const writtenTogether = new RegExp(`^(?:${knownWord.source}){2,}$`);

const kinds = [
  [4, whatsapp],
  [3, mobile],
  [2, phone],
  [1, number],
] as const;

/** How likely a header's column is that of the number to write to: 0 says nothing, less than that rules it out. */
export function phoneRank(header: string): number {
  const words = wordsOf(header);
  if (words.some((word) => otherThings.has(word))) return -1;
  const [rank, names] = kinds.find(([, known]) => words.some((word) => known.has(word))) ?? noKind(words);
  const others = words.filter((word) => !filler.has(word) && !kinds.some(([, known]) => known.has(word)));
  if (others.length === 0 || names === undefined) return rank;
  // A number of something is any number; a phone of someone is a phone, though not the first to be taken.
  if (rank === 1) return 0;
  if (others.every((word) => ofPerson.has(word))) return rank;
  return rank - (others.some((word) => elsewhere.has(word)) ? 0.6 : 0.3);
}

/** `No. Kontak` is a number, and `No.` alone counts rows. */
const noKind = (words: readonly string[]): readonly [number, undefined] => [
  words.includes("no") && words.length > 1 && words.every((word) => filler.has(word)) ? 1 : 0,
  undefined,
];

/** The header of a series without its place in it: `Phone 2 - Value` is of the series of `Phone 1 - Value`. */
export const seriesOf = (header: string): string => wordsOf(header).join(" ");

export type NamePart = "full" | "first" | "middle" | "last";

const parts: readonly (readonly [NamePart, ReadonlySet<string>])[] = [
  ["first", new Set("firstname givenname namadepan forename".split(" "))],
  ["middle", new Set("middlename additionalname namatengah".split(" "))],
  ["last", new Set("lastname surname familyname namabelakang".split(" "))],
];
const named = new Set("name nama names nombre nome".split(" "));
/** Whose name it is, so that it is a person's. */
const persons = new Set(
  `full lengkap display panggilan contact kontak customer pelanggan konsumen client klien buyer pembeli penerima recipient
  member anggota person orang guest tamu patient pasien student siswa santri murid mahasiswa peserta participant
  donatur donor nasabah jamaah jemaah employee karyawan pegawai staff peminjam penyewa tenant lead prospek calon the your my
  anda saya resmi cust billing shipping`.split(/\s+/),
);
const personAlone = new Set("contact kontak pelanggan customer konsumen pembeli penerima klien client".split(" "));

/** How likely a header's column is the person's name: 0 is none. */
export function nameRank(header: string): number {
  const words = wordsOf(header);
  // What the variable is called: beside it, `Nama` is a field of its own.
  if (header.trim().toLowerCase() === "name") return 4;
  if (words.length === 1 && named.has(words[0] ?? "")) return 3;
  const joined = words.join("");
  if (joined === "fullname" || joined === "namalengkap") return 3;
  const isOfPerson = words.every((word) => named.has(word) || persons.has(word));
  if (words.some((word) => named.has(word)) && isOfPerson) return 2;
  return words.length === 1 && personAlone.has(words[0] ?? "") ? 1 : 0;
}

export const namePart = (header: string): NamePart | undefined => {
  const joined = wordsOf(header).join("");
  return parts.find(([, names]) => names.has(joined))?.[0];
};

/** What the headers of columns say, however they are written, in the languages that people's programs and files speak. */

/** Lower case, without accents: the form in which words are compared. */
const foldedWords = (text: string): readonly string[] =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .match(/\p{L}+/gu) ?? [];

const wordSet = (text: string): ReadonlySet<string> => new Set(foldedWords(text));
/** Headers of several words, compared by what they come to without spaces and signs. */
const headers = (text: string): ReadonlySet<string> =>
  new Set(text.split(/,\s+/).map((header) => foldedWords(header).join("")));

const whatsappWords = wordSet("wa whatsapp ватсап вотсап واتساب واتس व्हाट्सएप");
const mobileWords = wordSet(
  `hp hape handphone ponsel iphone mobile cell cellphone cellular seluler gsm selular handy handynummer mobilnummer mobiltelefon
  mobilnr handynr celular celulares movil moviles telemovel portable cellulare smartphone mobiel mobieltje gsmnummer мобильный мобильного мобильник сотовый
  мобільний komórka komorka komórkowy komorkowy 手机 手机号 手机号码 手机电话 移动电话 手機 手機號 手機號碼 行動電話 携帯 携帯電話 携帯番号 携帯電話番号 휴대폰 휴대전화 핸드폰
  휴대폰번호 휴대전화번호 핸드폰번호 جوال الجوال موبايل الموبايل मोबाइल มือถือ เบอร์มือถือ động`,
);
const phoneWords = wordSet(
  `phone phones telephone tel telp tlp telepon telpon telfon fon fone telefon telefonnummer telefonnr telefono telefonos téléphone telefone
  telefones telefoonnummer telefoon rufnummer fono telefonu telefonnumarası телефон телефона телефону телефоны тел 电话 电话号码 聯絡電話 联系电话
  電話 電話號碼 電話番号 お電話番号 お電話 전화 전화번호 연락처 هاتف الهاتف تليفون फोन โทรศัพท์ เบอร์โทร เบอร์โทรศัพท์ โทร เบอร์ thoại τηλέφωνο טלפון`,
);
const numberWords = wordSet(
  "number numbers nomor nomer msisdn numero numéro número nummer numer номер numarası numara 号码 號碼 番号 번호 رقم नंबर หมายเลข",
);
/** What says no more than that it is a number, and whose. */
const fillerWords = wordSet(
  `no num value values primary main utama aktif active contact kontak and dan or atau nr de di do da du la le el of der des контактный
  контакт cep số điện kontaktnummer contacto contato`,
);
const ofPersonWords = wordSet("your my saya anda customer pelanggan client klien member anggota клиента cliente");
/** Numbers at which a person is not written to, though they may be phones. */
const elsewhereWords = wordSet(
  `home rumah work office kantor business bisnis other lain lainnya company perusahaan assistant car radio callback emergency darurat toko
  fijo casa trabajo oficina fixo residencial comercial trabalho fixe bureau domicile travail geschäftlich büro festnetz fisso ufficio
  домашний рабочий 自宅 会社 家庭 公司`,
);
/** With one of these words it is about a phone or a person, or is another number altogether. */
const otherThingWords = wordSet(
  `label type jenis tipe model merk brand fax faks facsimile pager email mail group grup house children anak id ktp nik npwp kk sim
  rekening account akun order pesanan invoice faktur antrian urut seri serial plat polisi kode code pos postal zip kartu card bpjs
  induk meja kamar room date tanggal tgl status consent marketing opt opted extension ext birth birthday lahir ulang dob year tahun month bulan
  total price harga amount jumlah qty quantity saldo balance poin points telex isdn tty tdd pin cpf cnpj dni nif rut rfc curp cedula cédula
  código codigo fecha nacimiento cuenta pedido nascimento geburtsdatum geburtstag plz postleitzahl kundennummer kontonummer факс инн снилс
  паспорт 传真 傳真 身份证 身份证号 生日 郵便番号 팩스 생년월일`,
);

const nameWords = wordSet(
  `name nama names nombre nome nom naam namn navn nimi имя фио імʼя 姓名 名前 お名前 氏名 名字 이름 성명 성함 اسم الاسم नाम ชื่อ isim tên imię όνομα שם adı`,
);
/** Headers that call a whole name so, of words that alone say less. */
const fullNames = headers(
  `full name, nama lengkap, nombre completo, nombre y apellido, nombre y apellidos, nombres y apellidos, nome completo, nome e cognome, nome e sobrenome, nome cognome,
  nom complet, nom et prénom, nom prénom, prénom nom, prénom et nom, vollständiger name, vor- und nachname, vorname nachname, name vorname, volledige naam,
  fullständigt namn, fulde navn, полное имя, фамилия имя, имя фамилия, фамилия имя отчество, фамилия и имя, имя и фамилия, ф.и.о., ф и о, прізвище та імʼя, піб,
  imię i nazwisko, nazwisko i imię, ad soyad, adı soyadı, isim soyisim, họ tên, họ và tên, الاسم الكامل, اسم العميل, ชื่อ-นามสกุล, ชื่อนามสกุล, पूरा नाम, 客户姓名, 顾客姓名,
  联系人姓名, 고객명, 고객이름, お客様名, ім'я, имя клиента, nombre del cliente, nome do cliente, nom du client, kundenname, nombre de contacto, nome do contato`,
);
const firstNames = headers(
  "first name, given name, nama depan, forename, vorname, rufname, prénom, prénoms, primer nombre, nombres, nombre de pila, primeiro nome, voornaam, förnamn, fornavn, etunimi, ad, 名",
);
const middleNames = headers(
  "middle name, additional name, nama tengah, zweiter vorname, segundo nombre, nome do meio, отчество, по батькові, tussenvoegsel, mellannamn, mellomnavn",
);
const lastNames = headers(
  `last name, surname, family name, nama belakang, nama keluarga, nachname, familienname, zuname, nom de famille, apellido, apellidos, sobrenome, apelido, apelidos,
  último nome, cognome, achternaam, familienaam, efternamn, etternavn, efternavn, sukunimi, фамилия, прізвище, nazwisko, soyad, soyadı, soyisim, 姓, 姓氏, 성, اسم العائلة,
  นามสกุล, उपनाम, họ`,
);
/** Of these languages the family's name comes first. */
const familyFirst = headers("姓, 姓氏, 성, họ");

/** Whose name it is, so that it is a person's. */
const personWords = wordSet(
  `full lengkap display panggilan contact kontak customer pelanggan konsumen client klien buyer pembeli penerima recipient
  member anggota person orang guest tamu patient pasien student siswa santri murid mahasiswa peserta participant
  donatur donor nasabah jamaah jemaah employee karyawan pegawai staff peminjam penyewa tenant lead prospek calon the your my
  anda saya resmi cust billing shipping`,
);
const personAlone = wordSet(
  "contact kontak pelanggan customer konsumen pembeli penerima klien client contacto contato cliente kunde klant клиент контакт 客户 顾客 联系人 聯絡人 고객 お客様",
);

/** What is longer is a text, and no header. */
const longestHeader = 100;

/** Words of a header, lower case and without accents; what is written together of known words is taken apart. */
function wordsOf(header: string): readonly string[] {
  return foldedWords(header.slice(0, longestHeader)).flatMap((word) => {
    if (writtenTogether.test(word)) return word.match(knownWord) ?? [];
    const [, nama, whose, name] = /^(nama)?(.+?)(name)?$/.exec(word) ?? [];
    return whose !== undefined && personWords.has(whose)
      ? [nama, whose, name].filter((part) => part !== undefined)
      : [word];
  });
}

const knownWord =
  /whatsapp|handphone|telephone|telepon|telpon|seluler|mobile|ponsel|number|nomor|nomer|kontak|contact|phone|telp|tel|cell|hape|num|hp|wa|no/g;
const writtenTogether = new RegExp(`^(?:${knownWord.source}){2,}$`);

const kinds = [
  [4, whatsappWords],
  [3, mobileWords],
  [2, phoneWords],
  [1, numberWords],
] as const;

/** How likely a header's column is that of the number to write to: 0 says nothing, less than that rules it out. */
export function phoneRank(header: string): number {
  const words = wordsOf(header);
  if (words.some((word) => otherThingWords.has(word))) return -1;
  const [rank, names] = kinds.find(([, known]) => words.some((word) => known.has(word))) ?? noKind(words);
  const others = words.filter((word) => !fillerWords.has(word) && !kinds.some(([, known]) => known.has(word)));
  if (others.length === 0 || names === undefined) return rank;
  // A number of something is any number; a phone of someone is a phone, though not the first to be taken.
  if (rank === 1) return 0;
  if (others.every((word) => ofPersonWords.has(word))) return rank;
  return rank - (others.some((word) => elsewhereWords.has(word)) ? 0.6 : 0.3);
}

/** `No. Kontak` is a number, and `No.` alone counts rows. */
const noKind = (words: readonly string[]): readonly [number, undefined] => [
  words.includes("no") && words.length > 1 && words.every((word) => fillerWords.has(word)) ? 1 : 0,
  undefined,
];

/** The header of a series without its place in it: `Phone 2 - Value` is of the series of `Phone 1 - Value`. */
export const seriesOf = (header: string): string => wordsOf(header).join(" ");

export type NamePart = "first" | "middle" | "last";

const parts: readonly (readonly [NamePart, ReadonlySet<string>])[] = [
  ["first", firstNames],
  ["middle", middleNames],
  ["last", lastNames],
];

/** How likely a header's column is the person's name: 0 is none. */
export function nameRank(header: string): number {
  const words = wordsOf(header);
  // What the variable is called: beside it, `Nama` is a field of its own.
  if (header.trim().toLowerCase() === "name") return 4;
  if (words.length === 1 && nameWords.has(words[0] ?? "")) return 3;
  const joined = words.join("");
  if (fullNames.has(joined)) return 3;
  const isOfPerson = words.every((word) => nameWords.has(word) || personWords.has(word));
  if (words.some((word) => nameWords.has(word)) && isOfPerson) return 2;
  return words.length === 1 && personAlone.has(words[0] ?? "") ? 1 : 0;
}

/** One word that means a name: of a whole one, or of the part that no other column has. */
export const isBareName = (header: string): boolean => {
  const words = wordsOf(header);
  return words.length === 1 && nameWords.has(words[0] ?? "");
};

export const isFamilyFirst = (header: string): boolean => familyFirst.has(wordsOf(header).join(""));

export const namePart = (header: string): NamePart | undefined => {
  const joined = wordsOf(header).join("");
  return parts.find(([, names]) => names.has(joined))?.[0];
};

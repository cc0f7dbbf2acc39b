/** The same of what the engine of templates says of a text, in its own words: all that it has while it reads one, and of filters. */
export const detailsOfTemplates: Readonly<Record<string, string>> = {
  // Variables, filters and their values.
  "undefined filter: {name}": "filter {name} tidak dikenal",
  "undefined variable: {name}": "variabel {name} tidak ada",
  "output {written} not closed": "{written} tidak ditutup",
  'invalid value expression: ""': "tidak ada nilai di dalamnya",
  "invalid value expression: {written}": "tidak ada nilai sebelum {written}",
  "unexpected token {written}, value expected": "seharusnya ada nilai, bukan {written}",
  "unexpected character {written}": "{written} tidak bisa ada di sini",
  'expected "|" before filter': 'seharusnya ada "|" sebelum nama filter',
  "expected filter name": 'seharusnya ada nama filter setelah "|"',
  'expected ":" after filter name': 'seharusnya ada ":" setelah nama filter',
  "[ not closed": '"[" tidak ditutup',
  "invalid range syntax": "rentang yang tidak bisa dibaca; contoh yang benar: (1..3)",

  // Tags.
  "tag {written} not closed": "tag {written} tidak ditutup",
  "raw {written} not closed": "raw {written} tidak ditutup",
  "tag {name} not found": "tag {name} tidak dikenal",
  "illegal tag: {written}": "tag {written} tidak lengkap",
  "illegal tag syntax, tag name expected": "tag tanpa nama",
  "illegal liquid tag syntax": "baris di dalam tag liquid yang tidak dimulai dengan nama tag",
  "expected variable name": "seharusnya ada nama variabel",
  'expected "="': 'seharusnya ada "=" setelah nama variabel',
  "invalid capture name": "seharusnya ada nama variabel setelah capture",
  "empty candidates: {written}": "cycle tanpa nilai: {written}",
  "unexpected elsif after else": "elsif setelah else",
  "duplicated else": "else lebih dari satu",
  "unexpected {written}": "{written} tidak bisa ada di sini",
  "every line of an inline comment must start with a '#' character": "baris komentar yang tidak dimulai dengan #",

  // What filters say when a message is made.
  "append expect 2 arguments": 'nilai untuk append, misalnya append: "!"',
  "prepend expect 2 arguments": 'nilai untuk prepend, misalnya prepend: "!"',
  "invalid base64 provided to base64_decode": "base64 yang bisa dibaca base64_decode",
  "values that the filters can work with; one says: Invalid time zone specified: {zone}":
    "zona waktu IANA seperti Asia/Jakarta, atau WIB, WITA atau WIT; {zone} tidak dikenal",
  "values that the filters can work with; one says: URI malformed":
    "nilai yang bisa diolah filternya; setelah tanda % harus ada dua digit heksadesimal dari UTF-8",
  "values that the filters can work with; one says: {said}": "nilai yang bisa diolah filternya; kata filternya: {said}",
};

import { linesOf, type Line, type Piece } from "../../../console/src/parts/message/whatsapp-format.ts";

/** Pieces as one text: `B(...)` for bold and so on. */
const written = (pieces: readonly Piece[]): string => pieces.map(one).join("");
const signs = { bold: "B", italic: "I", strike: "S", code: "C", link: "L" } as const;
function one(piece: Piece): string {
  if ("pieces" in piece) return `${signs[piece.kind]}(${written(piece.pieces)})`;
  return piece.kind === "text" ? piece.text : `${signs[piece.kind]}(${piece.text})`;
}
const shown = (text: string): string => written(linesOf(text).flatMap(({ pieces }) => pieces));

test.each([
  ["*tebal* _miring_ ~coret~ `kode`", "B(tebal) I(miring) S(coret) C(kode)"],
  ["*_dua_*", "B(I(dua))"],
  ["*a _b ~c~_*", "B(a I(b S(c)))"],
  ["(*a*), _b_!", "(B(a)), I(b)!"],
  ["Rp*100*", "Rp*100*"],
  ["nama_file_baru", "nama_file_baru"],
  ["a * b*", "a * b*"],
  ["*a *", "*a *"],
  ["**", "**"],
  ["2 * 3 * 4", "2 * 3 * 4"],
  ["*belum selesai", "*belum selesai"],
  ["*a*b*", "B(a*b)"],
  ["`*a*`", "C(*a*)"],
  ["```a\n*b*```", "C(a\n*b*)"],
  ["https://toko.example/a_b_c dan _d_", "L(https://toko.example/a_b_c) dan I(d)"],
  ["https://toko.example.", "L(https://toko.example)."],
  ["_https://toko.example/a_b_", "I(L(https://toko.example/a_b))"],
  ["<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"],
  ["*<b>*", "B(<b>)"],
  ["🎉*promo*🎉", "🎉B(promo)🎉"],
  ["", ""],
])("%j is shown as %j", (text, wanted) => {
  expect(shown(text)).toBe(wanted);
});

test("a format ends with its line", () => {
  expect(linesOf("*a\nb*").map(({ pieces }) => written(pieces))).toStrictEqual(["*a", "b*"]);
});

test("lines of any system are lines; quotes and lists begin with their signs", () => {
  const kinds = (text: string): readonly Line["kind"][] => linesOf(text).map(({ kind }) => kind);
  expect(kinds("> a\r\n- b\n* c\n-d\n>e")).toStrictEqual(["quote", "bullet", "bullet", "plain", "plain"]);
});

test("nothing of a text is lost but the signs that do something", () => {
  const alphabet = ["*", "_", "~", "`", "a", " ", "\n", "<", "h"];
  const bare = (text: string): string => text.replace(/[*_~`\n]/g, "");
  let seed = 7;
  for (let times = 0; times < 2_000; times += 1) {
    let text = "x";
    for (let at = 0; at < 12; at += 1) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      text += alphabet[Math.floor(seed / 65_536) % alphabet.length] ?? "";
    }
    const kept = linesOf(text)
      .map(({ pieces }) => written(pieces).replace(/[BISCL]\(|\)/g, ""))
      .join("");
    expect(bare(kept)).toBe(text.split("\n").map(withoutListSign).map(bare).join(""));
  }
});
const withoutListSign = (line: string): string => (/^[*-] \S/.test(line) ? line.slice(2) : line);

test("the longest text of nothing but signs is read at once", () => {
  const started = process.cpuUsage();
  linesOf("*_~`".repeat(4_096));
  linesOf("*a ".repeat(5_461));
  expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
});

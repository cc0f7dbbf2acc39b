import { withMark, withPiece } from "../../../console/src/parts/message/text-edit.ts";

/** `[` and `]` stand for the ends of what is chosen. */
function chosen(text: string) {
  const from = text.indexOf("[");
  return { text: text.replace(/[[\]]/g, ""), from, to: text.indexOf("]") - 1 };
}
const shown = ({ text, from, to }: ReturnType<typeof chosen>): string =>
  `${text.slice(0, from)}[${text.slice(from, to)}]${text.slice(to)}`;

test.each([
  ["Halo [Ayu]", "Halo [*Ayu*]"],
  ["Halo [*Ayu*]", "Halo [Ayu]"],
  ["Halo *[Ayu]*", "Halo [Ayu]"],
  ["Halo [ Ayu ]!", "Halo [ *Ayu* ]!"],
  ["[a\nb]", "[*a*\n*b*]"],
  ["[*a*\n\n*b*]", "[a\n\nb]"],
  ["[*a*\nb]", "[*a*\n*b*]"],
  ["Halo []", "Halo *[]*"],
  ["[ \n ]", "[ \n ]"],
])("a mark around %j makes %j", (before, after) => {
  expect(shown(withMark(chosen(before), "*"))).toBe(after);
});

test("a piece stands where the caret was, and what is typed next behind it", () => {
  expect(shown(withPiece(chosen("Halo [x], apa"), "{{ name }}"))).toBe("Halo {{ name }}[], apa");
});

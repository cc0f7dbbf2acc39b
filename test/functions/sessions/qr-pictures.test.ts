import jsQr from "jsqr";
import { dataUrlOf, pictureOf } from "../../../functions/sessions/qr-pictures.ts";

// A module of the old form, whose types say that it is one of the new.
const decode = jsQr as unknown as typeof jsQr.default;

/** As long as those of WhatsApp: a ref, three keys and a few letters. */
const qr = `2@${"aB3/".repeat(40)},${"kEy+".repeat(11)}=,${"Qx7/".repeat(11)}=,${"zZ9+".repeat(11)}=,1`;

type Colour = readonly [number, number, number];
const black: Colour = [0, 0, 0];
const white: Colour = [255, 255, 255];
const grey: Colour = [40, 42, 54];
const cream: Colour = [253, 246, 227];
const colours256: Readonly<Record<string, Colour>> = { "16": black, "231": white };

interface Theme {
  readonly letters: Colour;
  readonly ground: Colour;
}

/** The colours that a terminal gives to the two halves of each of its cells, row by row of halves. */
function screenOf(text: string, { letters, ground }: Theme): Colour[][] {
  const rows: Colour[][] = [];
  let [front, back] = [letters, ground];
  for (const line of text.split("\n")) {
    const [upper, lower]: [Colour[], Colour[]] = [[], []];
    for (const [, codes, cell] of line.matchAll(/\u001b\[([\d;]*)m|([^\u001b])/gu)) {
      if (codes !== undefined) {
        if (codes === "0") [front, back] = [letters, ground];
        front = colours256[/38;5;(\d+)/.exec(codes)?.[1] ?? ""] ?? front;
        back = colours256[/48;5;(\d+)/.exec(codes)?.[1] ?? ""] ?? back;
        continue;
      }
      upper.push(cell === "█" || cell === "▀" ? front : back);
      lower.push(cell === "█" || cell === "▄" ? front : back);
    }
    rows.push(upper, lower);
  }
  const width = Math.max(...rows.map(({ length }) => length));
  // What stands around the text, on every side.
  const beside = Array.from({ length: 4 }, () => ground);
  const above = Array.from({ length: 4 }, () => Array.from({ length: width + 8 }, () => ground));
  const padded = rows.map((row) => [
    ...beside,
    ...row,
    ...Array.from({ length: width - row.length }, () => ground),
    ...beside,
  ]);
  return [...above, ...padded, ...above];
}

/** What a phone reads that takes no inverted code, as many don't. */
function readBy(screen: readonly (readonly Colour[])[]): string | undefined {
  const zoom = 4;
  const width = (screen[0]?.length ?? 0) * zoom;
  const pixels = new Uint8ClampedArray(width * screen.length * zoom * 4);
  for (let at = 0; at < pixels.length / 4; at += 1) {
    const colour = screen[Math.floor(at / width / zoom)]?.[Math.floor((at % width) / zoom)] ?? white;
    pixels.set([...colour, 255], at * 4);
  }
  return decode(pixels, width, screen.length * zoom, { inversionAttempts: "dontInvert" })?.data;
}

describe("a QR code as text", () => {
  test.each<[string, Theme]>([
    ["black", { letters: white, ground: black }],
    ["dark grey", { letters: cream, ground: grey }],
    ["white", { letters: black, ground: white }],
    ["cream", { letters: grey, ground: cream }],
  ])("is read by a phone from a terminal whose background is %s", async (_, theme) => {
    expect(readBy(screenOf(String(await pictureOf(qr, "text")), theme))).toBe(qr);
  });

  test("is not read when a theme inverts it: the reader of this test is no better than a phone's", async () => {
    // Without its colours it is drawn in those of the terminal.
    const plain = String(await pictureOf(qr, "text")).replaceAll(/\u001b\[[\d;]*m/g, "");
    expect(readBy(screenOf(plain, { letters: black, ground: white }))).toBe(qr);
    expect(readBy(screenOf(plain, { letters: white, ground: black }))).toBeUndefined();
  });

  test("has a quiet zone of four modules, white on any terminal", async () => {
    const screen = screenOf(String(await pictureOf(qr, "text")), { letters: white, ground: black }).slice(4, -4);
    const code = screen.map((row) => row.slice(4, -4)).filter((row) => row.includes(white));
    for (const row of [...code.slice(0, 4), ...code.slice(-4)]) expect(new Set(row)).toEqual(new Set([white]));
    for (const row of code) {
      expect(new Set([...row.slice(0, 4), ...row.slice(-4)])).toEqual(new Set([white]));
    }
  });

  test("fits into 80 columns, and leaves the terminal its colours after each line", async () => {
    const lines = String(await pictureOf(qr, "text")).split("\n");
    expect(lines.pop()).toBe("");
    for (const line of lines) {
      expect(line).toMatch(/^\u001b\[38;5;16;48;5;231m[ ▀▄█]{1,80}\u001b\[0m$/);
    }
  });
});

test("as a picture it begins as its format does", async () => {
  expect(
    Buffer.from((await pictureOf(qr, "png")) as Uint8Array)
      .subarray(1, 4)
      .toString(),
  ).toBe("PNG");
  expect(await pictureOf(qr, "svg")).toMatch(/^<svg /);
  expect(await dataUrlOf(qr)).toMatch(/^data:image\/png;base64,/);
});

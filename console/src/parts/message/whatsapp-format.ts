/** What WhatsApp makes of the signs in a text: *bold*, _italic_, ~strike~, `code`, ```code```, "> " and "- " at a line's start. */

export type Piece =
  | { readonly kind: "text" | "code" | "link"; readonly text: string }
  | { readonly kind: Style; readonly pieces: readonly Piece[] };
export type Style = "bold" | "italic" | "strike";
export interface Line {
  readonly kind: "plain" | "quote" | "bullet";
  readonly pieces: readonly Piece[];
}

export const marks = { bold: "*", italic: "_", strike: "~", code: "`" } as const;
const styles: Readonly<Record<string, Style>> = { "*": "bold", _: "italic", "~": "strike" };

/** A text as WhatsApp shows it. What it says is never lost: signs without a partner stay signs. */
export const linesOf = (text: string): readonly Line[] => rawLines(text).map(lineOf);

/** A line ends at its line break, but not within ```code```. */
function rawLines(text: string): readonly string[] {
  const lines: string[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(/```[^`]+```|\r?\n/g)) {
    if (found.startsWith("`")) continue;
    lines.push(text.slice(from, index));
    from = index + found.length;
  }
  return [...lines, text.slice(from)];
}

function lineOf(line: string): Line {
  if (line.startsWith("> ")) return { kind: "quote", pieces: piecesOf(line.slice(2), "*_~") };
  if (/^[-*] \S/.test(line)) return { kind: "bullet", pieces: piecesOf(line.slice(2), "*_~") };
  return { kind: "plain", pieces: piecesOf(line, "*_~") };
}

interface Found {
  readonly piece: Piece;
  readonly end: number;
}

/** @param open marks that can begin here: a style is not looked for within itself */
function piecesOf(text: string, open: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let plain = "";
  const flush = (): void => {
    if (plain !== "") pieces.push({ kind: "text", text: plain });
    plain = "";
  };
  for (let at = 0; at < text.length;) {
    const found = codeAt(text, at) ?? linkAt(text, at) ?? styledAt(text, at, open);
    if (found === undefined) {
      plain += text.charAt(at);
      at += 1;
      continue;
    }
    flush();
    pieces.push(found.piece);
    at = found.end;
  }
  flush();
  return pieces;
}

function codeAt(text: string, at: number): Found | undefined {
  if (text[at] !== "`") return undefined;
  for (const pattern of [/```([^`]+)```/y, /`([^`\n]+)`/y]) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found?.[1] !== undefined && found[1].trim() !== "") {
      return { piece: { kind: "code", text: found[1] }, end: at + found[0].length };
    }
  }
  return undefined;
}

/** Signs in an address are part of it. */
function linkAt(text: string, at: number): Found | undefined {
  if (text[at] !== "h" && text[at] !== "H") return undefined;
  if (isWordSign(text[at - 1])) return undefined;
  const pattern = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)*_~]/iy;
  pattern.lastIndex = at;
  const found = pattern.exec(text)?.[0];
  return found === undefined ? undefined : { piece: { kind: "link", text: found }, end: at + found.length };
}

function styledAt(text: string, at: number, open: string): Found | undefined {
  const mark = text.charAt(at);
  const style = open.includes(mark) ? styles[mark] : undefined;
  if (style === undefined || isWordSign(text[at - 1]) || isBlank(text[at + 1]) || text[at + 1] === mark) {
    return undefined;
  }
  for (let end = text.indexOf(mark, at + 1); end > 0; end = text.indexOf(mark, end + 1)) {
    if (isBlank(text[end - 1]) || isWordSign(text[end + 1])) continue;
    const pieces = piecesOf(text.slice(at + 1, end), open.replace(mark, ""));
    return { piece: { kind: style, pieces }, end: end + 1 };
  }
  return undefined;
}

const isBlank = (sign: string | undefined): boolean => sign === undefined || /\s/.test(sign);
const isWordSign = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}]/u.test(sign);

/** What the buttons of an editor do to a text and to what is chosen in it. */

export interface Edited {
  readonly text: string;
  /** What is chosen afterwards. */
  readonly from: number;
  readonly to: number;
}

/** Puts `piece` in the place of what is chosen; what is typed next stands behind it. */
export function withPiece({ text, from, to }: Edited, piece: string): Edited {
  const caret = from + piece.length;
  return { text: text.slice(0, from) + piece + text.slice(to), from: caret, to: caret };
}

/**
 * Puts `mark` around what is chosen, in each of its lines, because WhatsApp's formats end with a line; takes it away where it
 * stands already. Blanks at the ends stay outside: a mark beside one is none.
 */
export function withMark({ text, from, to }: Edited, mark: string): Edited {
  if (from === to) {
    const caret = from + mark.length;
    return { text: text.slice(0, from) + mark + mark + text.slice(to), from: caret, to: caret };
  }
  const size = mark.length;
  if (text.slice(from - size, from) === mark && text.slice(to, to + size) === mark && from >= size) {
    const bare = text.slice(0, from - size) + text.slice(from, to) + text.slice(to + size);
    return { text: bare, from: from - size, to: to - size };
  }
  const chosen = text.slice(from, to).split("\n");
  const isMarked = chosen.every((line) => line.trim() === "" || marked(line, mark) !== undefined);
  const lines = chosen.map((line) => {
    const bare = marked(line, mark);
    return isMarked ? (bare ?? line) : bare === undefined ? around(line, mark) : line;
  });
  const next = lines.join("\n");
  return { text: text.slice(0, from) + next + text.slice(to), from, to: from + next.length };
}

function around(line: string, mark: string): string {
  const bare = line.trim();
  if (bare === "") return line;
  const start = line.indexOf(bare);
  return line.slice(0, start) + mark + bare + mark + line.slice(start + bare.length);
}

/** The line without the mark around it, if it has one. */
function marked(line: string, mark: string): string | undefined {
  const bare = line.trim();
  if (bare.length <= 2 * mark.length || !bare.startsWith(mark) || !bare.endsWith(mark)) return undefined;
  return line.replace(bare, () => bare.slice(mark.length, -mark.length));
}

import { Code } from "@mantine/core";
import { linesOf, type Line, type Piece } from "./whatsapp-format.ts";
import "./message.css";

/** A text as WhatsApp shows it. Each piece is text of an element: HTML in it shows as it is written. */
export function FormattedText({ text }: { readonly text: string }) {
  return (
    <div className="written formatted">
      {linesOf(text).map((line, at) => (
        <ShownLine key={at} line={line} />
      ))}
    </div>
  );
}

function ShownLine({ line: { kind, pieces } }: { readonly line: Line }) {
  const shown = pieces.map((piece, at) => <Shown key={at} piece={piece} />);
  if (kind === "quote") return <blockquote>{shown}</blockquote>;
  if (kind === "bullet") return <div className="formatted-bullet">{shown}</div>;
  // An empty line is as high as the others.
  return <div>{pieces.length === 0 ? <br /> : shown}</div>;
}

function Shown({ piece }: { readonly piece: Piece }) {
  if ("pieces" in piece) {
    const inner = piece.pieces.map((one, at) => <Shown key={at} piece={one} />);
    if (piece.kind === "bold") return <strong>{inner}</strong>;
    return piece.kind === "italic" ? <em>{inner}</em> : <s>{inner}</s>;
  }
  if (piece.kind === "code") return <Code className="written">{piece.text}</Code>;
  return piece.kind === "link" ? <span className="formatted-link">{piece.text}</span> : piece.text;
}

import { create } from "qrcode";

const marginModules = 2;

/**
 * A code as lines of half blocks, two modules a letter. A camera wants dark on light, so what is light is drawn, and on a
 * terminal with colours both are set, in any theme.
 */
export function qrLines(code: string, colors: boolean): { readonly lines: string[]; readonly columns: number } {
  const { modules } = create(code, { errorCorrectionLevel: "L" });
  const { size } = modules;
  const isLight = (row: number, column: number): boolean =>
    row < 0 || column < 0 || row >= size || column >= size || modules.get(row, column) === 0;
  const lines: string[] = [];
  for (let row = -marginModules; row < size + marginModules; row += 2) {
    let line = "";
    for (let column = -marginModules; column < size + marginModules; column += 1) {
      const above = isLight(row, column);
      const below = isLight(row + 1, column);
      line += above ? (below ? "█" : "▀") : below ? "▄" : " ";
    }
    lines.push(colors ? `\u001b[97;40m${line}\u001b[0m` : line);
  }
  return { lines, columns: size + 2 * marginModules };
}

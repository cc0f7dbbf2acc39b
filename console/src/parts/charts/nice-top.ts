/** The end of a scale: the next of 2, 4, 10, 20, 40, 100 ... that holds `most`, so that its half is a whole number, too. */
export function niceTop(most: number): number {
  for (let size = 1; ; size *= 10) {
    const found = [2, 4, 10].map((step) => step * size).find((step) => step >= most);
    if (found !== undefined) return found;
  }
}

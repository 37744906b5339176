/**
 * Writes a name in camel case as lowercase words.
 *
 * @param name Such as `minScore`.
 * @param separator What goes between the words: `-` or `_`.
 * @returns Such as `min-score`.
 */
export function separateWords(name: string, separator: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => separator + letter.toLowerCase());
}

/**
 * Escapes text for HTML and SVG.
 *
 * @param text Any text.
 * @returns The text without characters that begin markup or end an attribute.
 */
export function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

import { printable } from "../record/printable.ts";

/**
 * Escapes text for HTML and SVG.
 *
 * @param text Any text.
 * @returns The text without characters that begin markup or end an attribute.
 */
export function escapeMarkup(text: string): string {
  return printable(text, "\n\t").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(
    ">",
    "&gt;",
  )
    .replaceAll('"', "&quot;");
}

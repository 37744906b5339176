import { pathToFileURL } from "node:url";

/**
 * Converts a path or URL, as a user writes it, to a URL.
 *
 * @param place A path as this system writes paths, or a `file:`, `https:` or `http:` URL.
 * @returns The URL.
 *
 * @example
 * ```ts
 * import { toUrl } from "./to_url.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(toUrl("https://example.com/m").href, "https://example.com/m");
 * assert(toUrl("some where/m").href.endsWith("/some%20where/m"));
 * ```
 */
export function toUrl(place: string | URL): URL {
  if (place instanceof URL) return place;
  return /^(https?|file):\/\//.test(place) ? new URL(place) : pathToFileURL(place);
}

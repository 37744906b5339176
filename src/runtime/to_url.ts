interface WithBuiltins {
  readonly process?: {
    getBuiltinModule?(name: "node:url"): { pathToFileURL(path: string): URL };
  };
}

/**
 * Converts a path or URL, as a user writes it, to a URL.
 *
 * @param place A path as this system writes paths, in a browser one relative to the page, or a `file:`,
 * `https:` or `http:` URL.
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
  if (/^(https?|file):\/\//.test(place)) return new URL(place);
  // An import would keep the core from loading in browsers, where a path is that of an address.
  const url = (globalThis as WithBuiltins).process?.getBuiltinModule?.("node:url");
  return url ? url.pathToFileURL(place) : new URL(place, globalThis.location.href);
}

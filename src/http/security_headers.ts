const common: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(self), microphone=(), geolocation=()",
};

/** The page loads only what the service serves, and no other page may frame it. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const dataPolicy = "default-src 'none'; frame-ancestors 'none'";

/**
 * Adds headers that tell browsers to be careful.
 *
 * @param headers A response's headers. A content security policy among them is kept.
 */
export function addSecurityHeaders(headers: Headers): void {
  for (const [name, value] of Object.entries(common)) headers.set(name, value);
  if (headers.has("content-security-policy")) return;
  const isPage = headers.get("content-type")?.startsWith("text/html") ?? false;
  headers.set("content-security-policy", isPage ? pagePolicy : dataPolicy);
}

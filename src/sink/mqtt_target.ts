import { OptionError } from "../errors.ts";

/** Where records are published. */
export interface MqttTarget {
  /** `mqtts` for TLS. */
  readonly protocol: "mqtt" | "mqtts";
  /** The broker's name or address. */
  readonly host: string;
  /** Its port. */
  readonly port: number;
  /** The topic. */
  readonly topic: string;
  /** The user, if the broker wants one. */
  readonly username?: string;
  /** The user's password. */
  readonly password?: string;
}

/**
 * Parses `mqtt://[user:password@]host[:port]/topic`.
 *
 * @param url The URL; `mqtts:` for TLS. Characters that a URL cannot hold are written as `%23`.
 * @returns Its parts. The default ports are 1883 and, for TLS, 8883.
 * @throws {OptionError} If it is not such a URL, or nothing can be published to its topic.
 *
 * @example
 * ```ts
 * import { parseMqttUrl } from "./mqtt_target.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(parseMqttUrl("mqtt://broker.local/home/door"), {
 *   protocol: "mqtt",
 *   host: "broker.local",
 *   port: 1883,
 *   topic: "home/door",
 * });
 * ```
 */
export function parseMqttUrl(url: string): MqttTarget {
  const refuse = (reason: string) =>
    new OptionError("option-invalid", `Cannot publish to ${withoutPassword(url)}: ${reason}`);
  const form = "it must be mqtt://[user:password@]host[:port]/topic";
  const parsed = URL.parse(url);
  const protocol = parsed?.protocol.slice(0, -1);
  if (parsed === null || (protocol !== "mqtt" && protocol !== "mqtts")) throw refuse(form);
  if (parsed.hostname === "") throw refuse(form);
  if (parsed.search !== "" || parsed.hash !== "") {
    throw refuse("in a topic, ? must be written as %3F and # as %23");
  }
  let topic: string, username: string, password: string;
  try {
    const parts = [parsed.pathname.slice(1), parsed.username, parsed.password];
    [topic, username, password] = parts.map(decodeURIComponent) as [string, string, string];
  } catch {
    throw refuse("a % must be written as %25");
  }
  // ref: MQTT 3.1.1, 4.7: topic names.
  if (topic === "") throw refuse(`it names no topic, ${form}`);
  if (/[+#\0]/.test(topic)) throw refuse("a topic to publish to cannot hold +, # or NUL");
  if (topic.startsWith("$")) throw refuse("topics that begin with $ belong to the broker");
  return {
    protocol,
    host: parsed.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: parsed.port === "" ? (protocol === "mqtts" ? 8883 : 1883) : Number(parsed.port),
    topic,
    ...(username !== "" && { username }),
    ...(password !== "" && { password }),
  };
}

/** Works even for a password with characters that a URL cannot hold. */
function withoutPassword(url: string): string {
  return url.replace(/\/\/.*@/s, "//");
}

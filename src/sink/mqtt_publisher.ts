import { importPackage } from "../runtime/import_package.ts";
import type { MqttClient } from "npm:mqtt@5.16.0";
import { deadline } from "../async/deadline.ts";
import type { FrameResult } from "../result.ts";
import { connectionReason } from "./connection_reason.ts";
import { type MqttTarget, parseMqttUrl } from "./mqtt_target.ts";
import { requestPermission } from "./permissions.ts";
import type { Sink } from "./sink.ts";

/** How many records may be waiting to be sent. More are left out. */
const mostPending = 100;

/** How long to wait for the broker's first answer. */
const firstAnswerMs = 2000;

/** How long the broker may take at the end, first to confirm and then to disconnect. */
const answerMs = 1000;

/** Options of {@linkcode MqttPublisher.open}. */
export interface MqttPublisherOptions {
  /** Called with a message when the broker is away or too slow, and when it is back. */
  onProblem?: (message: string) => void;
}

/**
 * Publishes each record as JSON to a topic (QoS 0, not retained), and `online` or `offline` to
 * `topic/status` (retained; `offline` is also the last will). The stream never waits for the broker:
 * while it is away, records are left out and a new connection is tried every second.
 *
 * @example
 * ```ts
 * import { MqttPublisher } from "@mien/mien/output";
 * import assert from "node:assert/strict";
 *
 * const problems: string[] = [];
 * const onProblem = (message: string): void => void problems.push(message);
 * await using publisher = await MqttPublisher.open("mqtt://127.0.0.1:1/faces", { onProblem });
 * publisher.write({ source: "a", frame: 0, time: 0, width: 1, height: 1, faces: [] });
 * assert.match(problems[0]!, /^Cannot publish to mqtt:\/\/127\.0\.0\.1:1\/faces: .*, trying again$/);
 * ```
 */
export class MqttPublisher implements Sink {
  readonly #client: MqttClient;
  readonly #target: MqttTarget;
  readonly #onProblem: (message: string) => void;
  #isDown = false;
  #hasBeenBehind = false;
  #leftOut = 0;
  /** Records waiting to be sent over the current connection. */
  #pending = { count: 0 };

  private constructor(client: MqttClient, target: MqttTarget, options: MqttPublisherOptions) {
    this.#client = client;
    this.#target = target;
    this.#onProblem = options.onProblem ?? (() => {});
    client.on("connect", () => this.#connected());
    client.on("error", (error) => this.#failed(error));
    client.on("close", () => this.#failed());
  }

  /**
   * Connects, and waits up to two seconds for the broker. Without an answer the publisher keeps trying.
   *
   * @param url `mqtt://[user:password@]host[:port]/topic`, or `mqtts:` for TLS.
   * @param options Where messages go.
   * @returns The publisher.
   * @throws {OptionError} If the URL does not have this form.
   * @throws {EnvironmentError} If a permission is missing.
   */
  static async open(url: string, options: MqttPublisherOptions = {}): Promise<MqttPublisher> {
    const target = parseMqttUrl(url);
    await requestPermissions(target);
    const { connect } = await importPackage<typeof import("npm:mqtt@5.16.0")>("npm:mqtt@5.16.0");
    const { protocol, host, port, topic, username, password } = target;
    const client = connect({
      protocol,
      host,
      port,
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
      clientId: `mien_${crypto.randomUUID().slice(0, 8)}`,
      will: { topic: `${topic}/status`, payload: "offline", qos: 1, retain: true },
      reconnectPeriod: 1000,
      connectTimeout: 5000,
      keepalive: 15,
      reconnectOnConnackError: true,
      queueQoSZero: false,
    });
    const publisher = new MqttPublisher(client, target, options);
    const answered = Promise.withResolvers<void>();
    client.once("connect", () => answered.resolve());
    client.once("close", () => answered.resolve());
    await deadline(answered.promise, firstAnswerMs).catch(() => {});
    return publisher;
  }

  /** Publishes a record, or leaves it out if the broker is away or too slow. */
  write(record: FrameResult): void {
    const pending = this.#pending;
    if (!this.#client.connected || pending.count >= mostPending) {
      this.#leftOut++;
      if (this.#client.connected) this.#reportBehind();
      return;
    }
    pending.count++;
    this.#client.publish(this.#target.topic, JSON.stringify(record), { qos: 0 }, () => {
      pending.count--;
    });
  }

  /** Does nothing: records name their source. */
  endSource(): void {}

  /** Publishes `offline` and disconnects, within two seconds whatever the broker does. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDown = true;
    const isTold = this.#client.connected &&
      await deadline(this.#status("offline"), answerMs).catch(() => false);
    // Unless we disconnect properly, the broker publishes the last will, which says the same.
    await deadline(this.#client.endAsync(!isTold), answerMs).catch(() => {});
  }

  #connected(): void {
    this.#pending = { count: 0 };
    void this.#status("online");
    if (!this.#isDown) return;
    this.#isDown = false;
    const count = this.#leftOut === 1 ? "1 record was" : `${this.#leftOut} records were`;
    this.#onProblem(`Publishing to ${urlOf(this.#target)} again: ${count} left out`);
    this.#leftOut = 0;
  }

  /** Reports this once. */
  #reportBehind(): void {
    if (this.#hasBeenBehind) return;
    this.#hasBeenBehind = true;
    const state = "records come faster than it takes them, some are left out";
    this.#onProblem(`Cannot publish to ${urlOf(this.#target)}: ${state}`);
  }

  #failed(error?: Error): void {
    if (this.#isDown) return;
    this.#isDown = true;
    const reason = connectionReason(error);
    this.#onProblem(`Cannot publish to ${urlOf(this.#target)}: ${reason}, trying again`);
  }

  /** Resolves to true once the status is published or cannot be. */
  async #status(status: "online" | "offline"): Promise<true> {
    const topic = `${this.#target.topic}/status`;
    try {
      await this.#client.publishAsync(topic, status, { qos: 1, retain: true });
    } catch {
      // The connection is lost, which is reported elsewhere. The last will says offline.
    }
    return true;
  }
}

async function requestPermissions(target: MqttTarget): Promise<void> {
  const host = target.host.includes(":") ? `[${target.host}]` : target.host;
  const address = `${host}:${target.port}`;
  const action = `Cannot publish to ${urlOf(target)}`;
  await requestPermission(
    { name: "net", host: address },
    `${action}: connecting to ${address} is not permitted`,
  );
  // The MQTT client reads variables.
  await requestPermission(
    { name: "env" },
    `${action}: reading environment variables is not permitted`,
  );
}

function urlOf({ protocol, host, port, topic }: MqttTarget): string {
  return `${protocol}://${host.includes(":") ? `[${host}]` : host}:${port}/${topic}`;
}

import { connect, type MqttClient } from "npm:mqtt@5.16.0";

/** Records the messages under `home/`, in order. Retained messages are marked with a star. */
export class Listener implements AsyncDisposable {
  readonly heard: [topic: string, payload: string][] = [];
  readonly #client: MqttClient;

  constructor(port: number) {
    this.#client = connect({ host: "127.0.0.1", port, reconnectPeriod: 100 });
    this.#client.on("message", (topic, payload, { retain }) => {
      this.heard.push([`${topic}${retain ? "*" : ""}`, payload.toString()]);
    });
    this.#client.on("error", () => {});
  }

  /** Subscribes to the topics. */
  async subscribe(): Promise<void> {
    await this.#client.subscribeAsync("home/#");
  }

  /** The payloads of a topic. */
  of(topic: string): string[] {
    return this.heard.filter(([name]) => name === topic).map(([, payload]) => payload);
  }

  /** Ends the connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.endAsync(true);
  }
}

/** Waits up to ten seconds until a condition is true. */
export async function until(holds: () => boolean): Promise<void> {
  for (const end = performance.now() + 10_000; !holds();) {
    if (performance.now() > end) throw new Error(`Waited in vain for ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Connects to a broker on this machine. */
export async function listen(port: number): Promise<Listener> {
  const listener = new Listener(port);
  await listener.subscribe();
  return listener;
}

import { connect, type MqttClient } from "npm:mqtt@5.16.0";

/** What a subscriber hears under `home/`, in order; retained messages are marked by a star. */
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

  /** Asks for the topics. */
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

/** Waits until something holds, for ten seconds at most. */
export async function until(holds: () => boolean): Promise<void> {
  for (const end = performance.now() + 10_000; !holds();) {
    if (performance.now() > end) throw new Error(`Waited in vain for ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Listens to the broker of this machine at a port. */
export async function listen(port: number): Promise<Listener> {
  const listener = new Listener(port);
  await listener.subscribe();
  return listener;
}

import { residentBytes } from "./processes.ts";

/** The result of a load test. */
export interface Load {
  readonly seconds: number;
  /** Requests by their outcome: a status, `wrong` or `lost`. */
  readonly answers: Record<string, number>;
  /** Latencies of the answers with 200 in milliseconds, sorted. */
  readonly latencies: number[];
  /** Resident bytes of the service's process, each second. */
  readonly memory: number[];
}

/** Options of a load test. */
export interface LoadOptions {
  /** The address to request. */
  readonly url: string;
  /** The service's process. */
  readonly pid: number;
  readonly seconds: number;
  /** Requests per second, evenly spaced whether or not the earlier ones were answered. */
  readonly rate: number;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/**
 * Requests predictions at a steady rate, as independent clients do: a service that falls behind does not
 * get fewer requests.
 */
export async function makeLoad(options: LoadOptions): Promise<Load> {
  const { url, pid, seconds, rate, body, type } = options;
  const ask = async () =>
    await fetch(url, { method: "POST", headers: { "content-type": type }, body });
  const right = await (await ask()).text();
  const answers: Record<string, number> = {}, memory: number[] = [];
  const latencies: number[] = [];
  const count = (name: string | number) => answers[name] = (answers[name] ?? 0) + 1;
  async function one(): Promise<void> {
    const start = performance.now();
    try {
      const response = await ask();
      const text = await response.text();
      const isRight = response.status === 200
        ? text === right
        : response.headers.has("retry-after") && JSON.parse(text).status === 503;
      count(isRight ? response.status : "wrong");
      if (response.status !== 200) return;
      latencies.push(performance.now() - start);
    } catch {
      count("lost");
    }
  }
  const sampling = setInterval(async () => memory.push(await residentBytes(pid)), 1000);
  const start = performance.now(), running: Promise<void>[] = [];
  for (let sent = 0; sent < seconds * rate; sent++) {
    const due = start + sent * 1000 / rate - performance.now();
    if (due > 0) await new Promise((resolve) => setTimeout(resolve, due));
    running.push(one());
  }
  await Promise.all(running);
  clearInterval(sampling);
  const took = (performance.now() - start) / 1000;
  return { seconds: took, answers, latencies: latencies.sort((a, b) => a - b), memory };
}

/** Requests per second that a service answers to `clients` that wait for each answer. */
export async function measureCapacity(
  { url, seconds, body, type }: Omit<LoadOptions, "rate" | "pid">,
  clients: number,
): Promise<number> {
  const ask = () => fetch(url, { method: "POST", headers: { "content-type": type }, body });
  await (await ask()).body?.cancel(); // Loads the model.
  const start = performance.now();
  let answered = 0;
  await Promise.all(Array.from({ length: clients }, async () => {
    while (performance.now() - start < seconds * 1000) {
      const response = await ask();
      await response.arrayBuffer();
      if (response.status === 200) answered++;
    }
  }));
  return answered / ((performance.now() - start) / 1000);
}

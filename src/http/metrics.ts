type Labels = Readonly<Record<string, string | number>>;

/** Upper bounds of the latency histogram, in seconds. */
const buckets = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];

/** Metrics of the service, for Prometheus. */
export class Metrics {
  readonly #counters = new Map<string, { help: string; values: Map<string, number> }>();
  readonly #gauges = new Map<string, { help: string; read: () => number }>();
  readonly #latencies = new Map<string, { counts: number[]; sum: number }>();

  /**
   * Adds one to a counter.
   *
   * @param name Its name, `mien_..._total`.
   * @param help What it counts, in one line.
   * @param labels Labels that distinguish counters of the same name.
   */
  count(name: string, help: string, labels: Labels = {}): void {
    const { values } = this.#counters.get(name) ??
      this.#counters.set(name, { help, values: new Map() }).get(name)!;
    const key = written(labels);
    values.set(key, (values.get(key) ?? 0) + 1);
  }

  /**
   * Adds a value that is read whenever the metrics are.
   *
   * @param name Its name.
   * @param help What it is, in one line.
   * @param read Returns the value.
   */
  gauge(name: string, help: string, read: () => number): void {
    this.#gauges.set(name, { help, read });
  }

  /**
   * Adds an answer to the histogram of latencies.
   *
   * @param route The route of the request.
   * @param seconds From the start of the request to the answer.
   */
  observe(route: string, seconds: number): void {
    const latency = this.#latencies.get(route) ??
      { counts: buckets.map(() => 0).concat(0), sum: 0 };
    this.#latencies.set(route, latency);
    const at = buckets.findIndex((bound) => seconds <= bound);
    latency.counts[at < 0 ? buckets.length : at]!++;
    latency.sum += seconds;
  }

  /** All metrics in Prometheus's text format 0.0.4. */
  toText(): string {
    const lines: string[] = [];
    const head = (name: string, help: string, type: string) =>
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
    for (const [name, { help, values }] of this.#counters) {
      head(name, help, "counter");
      for (const [labels, value] of values) lines.push(`${name}${labels} ${value}`);
    }
    for (const [name, { help, read }] of this.#gauges) {
      head(name, help, "gauge");
      lines.push(`${name} ${read()}`);
    }
    const name = "mien_request_duration_seconds";
    head(name, "Time from the start of a request to its answer.", "histogram");
    for (const [route, { counts, sum }] of this.#latencies) {
      let count = 0;
      for (const [i, of] of counts.entries()) {
        const le = buckets[i] ?? "+Inf";
        lines.push(`${name}_bucket${written({ route, le })} ${count += of}`);
      }
      lines.push(`${name}_sum${written({ route })} ${sum}`);
      lines.push(`${name}_count${written({ route })} ${count}`);
    }
    return lines.join("\n") + "\n";
  }
}

function written(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs}}`;
}

function escaped(value: string | number): string {
  return String(value).replaceAll(/[\\"]/g, "\\$&").replaceAll("\n", "\\n");
}

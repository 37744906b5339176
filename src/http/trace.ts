import type { Step } from "../async/step.ts";

/** What is used of the interface of OpenTelemetry, which Deno provides with `OTEL_DENO=true`. */
interface OpenTelemetry {
  readonly trace?: {
    getTracer(name: string): {
      startSpan(name: string, options: { startTime: number }): { end(time: number): void };
    };
  };
}

/**
 * Makes a span of each step, in the trace of the request that is being answered, if traces are wanted.
 *
 * @param steps The steps.
 */
export function trace(steps: readonly Step[]): void {
  const api = (globalThis as { [name: symbol]: unknown })[Symbol.for("opentelemetry.js.api.1")];
  const tracer = (api as OpenTelemetry | undefined)?.trace?.getTracer("mien");
  for (const { name, start, end } of steps) tracer?.startSpan(name, { startTime: start }).end(end);
}

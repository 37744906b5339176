import { MqttPublisher } from "../sink/mqtt_publisher.ts";
import { OnChange } from "../sink/on_change.ts";
import { openOutput } from "../sink/open_output.ts";
import type { Sink } from "../sink/sink.ts";
import { TerminalPreview } from "../sink/terminal_preview.ts";
import { Timeline } from "../timeline/timeline.ts";
import { WindowPreview } from "../sink/window_preview.ts";
import { number, seconds } from "./option_values.ts";
import { previewOption, type RecognizeOptions } from "./recognize_options.ts";

/**
 * Opens all that the user wants results to go to besides standard output.
 *
 * @param stack Takes the sinks, so that they are finished even if a later one cannot be opened.
 * @param options What the user gave.
 * @param inputs The files that are read.
 * @param run `signal` ends the commands and windows, `close` is called when a window was closed, `say`
 * takes our messages, `tell` the lines of programs that we run.
 * @returns The sinks.
 * @throws {MienError} If one cannot be opened.
 */
export async function openSinks(
  stack: AsyncDisposableStack,
  options: RecognizeOptions,
  inputs: readonly string[],
  { signal, close, say, tell }: {
    signal: AbortSignal;
    close: () => void;
    say: (message: string) => void;
    tell: (line: string) => void;
  },
): Promise<Sink[]> {
  const { values } = options;
  const sinks: Sink[] = [];
  const add = (sink: Sink): void => void sinks.push(stack.use(sink));
  const change = values["on-change"];
  if (change !== undefined) add(new OnChange(change, { onProblem: say, onOutput: tell, signal }));
  if (values.mqtt !== undefined) add(await MqttPublisher.open(values.mqtt, { onProblem: say }));
  const shown = previewOption(options);
  if (shown === "terminal") add(TerminalPreview.open());
  if (shown === "window") {
    const preview = await WindowPreview.open({ signal });
    add(preview);
    preview.closed.then(close);
  }
  // Files come last: nothing is written where something else is wrong.
  if (values.output !== undefined) {
    const fps = number("fps", values.fps, { least: 0.001 });
    const to = seconds("to", values.to);
    add(
      await openOutput(values.output, {
        inputs,
        ...(fps !== undefined && { fps }),
        ...(to !== undefined && { to }),
      }),
    );
  }
  if (values.timeline !== undefined) add(await Timeline.open(values.timeline));
  return sinks;
}

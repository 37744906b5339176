/**
 * Where records go: lines of text, annotated pictures and videos, previews, subtitles, summaries,
 * timelines, programs and MQTT.
 *
 * @module
 */

export type { ColorDepth } from "./src/draw/ansi_color.ts";
export { Overlay } from "./src/draw/overlay.ts";
export { type FormatOptions, RECORD_FORMATS, type RecordFormat } from "./src/record/formats.ts";
export { formatSummary } from "./src/record/format_summary.ts";
export type { RecordFormatter } from "./src/record/record_formatter.ts";
export { Subtitles } from "./src/record/subtitles.ts";
export type { TextOptions } from "./src/record/text_lines.ts";
export { type FaceSummary, type SourceSummary, Summary } from "./src/record/summary.ts";
export type { FileOptions, OutputOptions } from "./src/sink/claim_output.ts";
export type { WrittenFile } from "./src/sink/claimed_output.ts";
export { MqttPublisher, type MqttPublisherOptions } from "./src/sink/mqtt_publisher.ts";
export { OnChange, type OnChangeOptions } from "./src/sink/on_change.ts";
export { openOutput } from "./src/sink/open_output.ts";
export { RecordWriter } from "./src/sink/record_writer.ts";
export type { Sink } from "./src/sink/sink.ts";
export { SummaryWriter, type SummaryWriterOptions } from "./src/sink/summary_writer.ts";
export { type Terminal, TerminalPreview } from "./src/sink/terminal_preview.ts";
export { WindowPreview, type WindowPreviewOptions } from "./src/sink/window_preview.ts";
export { Timeline, type TimelineOptions } from "./src/timeline/timeline.ts";

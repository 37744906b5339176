import assert from "node:assert/strict";

/** What ffprobe reports about a file. */
export interface Probe {
  durationS: number;
  frames: number;
  rate: string;
  width: number;
  height: number;
  /** Width of a pixel to its height, such as `4:3`. */
  pixelAspect: string;
  pixelFormat: string;
  audio: string[];
}

/** Runs ffprobe, which decodes the file to count its frames. */
export async function probe(path: string): Promise<Probe> {
  const { stdout, success } = await new Deno.Command("ffprobe", {
    args: [
      ...["-v", "error", "-count_frames", "-show_format", "-show_streams", "-of", "json", path],
    ],
  }).output();
  assert.ok(success, `ffprobe cannot read ${path}`);
  const { streams, format } = JSON.parse(new TextDecoder().decode(stdout));
  // deno-lint-ignore no-explicit-any
  const video = streams.find((stream: any) => stream.codec_type === "video");
  return {
    durationS: Number(format.duration),
    frames: Number(video.nb_read_frames),
    rate: video.r_frame_rate,
    width: video.width,
    height: video.height,
    pixelAspect: video.sample_aspect_ratio,
    pixelFormat: video.pix_fmt,
    // deno-lint-ignore no-explicit-any
    audio: streams.filter((s: any) => s.codec_type === "audio").map((s: any) => s.codec_name),
  };
}

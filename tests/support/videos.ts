import { ffmpeg, fixture } from "./ffmpeg.ts";

/** How a video is made of the first frames of the bundled clip. */
export interface VideoRecipe {
  /** ffmpeg's arguments behind the input. */
  readonly args: readonly string[];
  /** ffmpeg's arguments before the input. */
  readonly before?: readonly string[];
  /** Changes the bytes, which keeps their number. */
  readonly patch?: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;
  /** Whether it is read through a pipe. */
  readonly isPiped?: true;
  /** Why its pictures differ from those of the clip, if they do. */
  readonly differs?: string;
}

const h264 = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "4"];
const hevc = ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=0:crf=6"];
const good = ["-q:v", "2"];
const fields = ["-flags", "+ildct+ilme", "-top", "1"];
const uneven = [
  ...["-vf", "settb=1/1000,setpts='round(N*33.4+7*sin(N*3.7))'", "-vsync", "vfr"],
  ...["-enc_time_base", "1:1000"],
];
const gap = (
  frames: number,
) => ["-vf", `setpts='if(lt(N,6),N,N+${frames})/25/TB'`, "-vsync", "vfr"];

/** SDR as HDR, with white at 150 candela per square metre. */
const asHdr = (transfer: string) => [
  "-vf",
  "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv," +
  "zscale=t=linear:npl=150,format=gbrpf32le," +
  `zscale=p=bt2020:t=${transfer}:m=bt2020nc:r=tv:npl=150,format=yuv420p10le`,
  ...["-color_primaries", "bt2020", "-color_trc", transfer, "-colorspace", "bt2020nc"],
];

const vp9 = ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-crf", "4"];

/** The videos that docs/inputs.md lists, by the names of their files. */
export const videos: Readonly<Record<string, VideoRecipe>> = {
  "plain.mp4": { args: [...h264, "-bf", "2", "-g", "6"] },
  "edited.mp4": { before: ["-ss", "0.2"], args: ["-c", "copy"], differs: "a later part" },
  "fragmented.mp4": {
    args: [...h264, "-movflags", "frag_keyframe+empty_moov+default_base_moof", "-g", "4"],
    isPiped: true,
  },
  "turned.mp4": { args: ["-c", "copy", "-metadata:s:v", "rotate=90"], differs: "turned" },
  "cover.mp4": {
    args: ["-i", fixture("rocket.jpg"), "-map", "0:v", "-map", "1:v", ...h264]
      .concat(["-c:v:1", "mjpeg", "-disposition:v:1", "attached_pic"]),
  },
  "hole.mp4": { args: [...gap(50), ...h264] },
  "slides.mp4": { args: ["-vf", "setpts=N*4/TB", "-vsync", "vfr", ...h264] },
  "full.mp4": { args: [...h264, "-pix_fmt", "yuvj420p"] },
  "oblong.mp4": { args: ["-vf", "scale=280:300,setsar=64/45", ...h264], differs: "fewer pixels" },
  "ten.mp4": { args: [...hevc, "-pix_fmt", "yuv420p10le"] },
  "pq.mp4": { args: [...asHdr("smpte2084"), ...hevc], differs: "tone mapping" },
  "uneven.mov": { args: [...uneven, ...h264] },
  "prores.mov": { args: ["-c:v", "prores"] },
  "recorder.webm": {
    args: [...uneven, "-c:v", "libvpx", "-threads", "1", "-deadline", "realtime", "-b:v", "5M"],
    patch: withoutRate,
  },
  "hidden.webm": {
    args: [
      "-c:v",
      "libvpx",
      "-auto-alt-ref",
      "1",
      "-lag-in-frames",
      "9",
      "-cpu-used",
      "5",
      "-b:v",
      "5M",
    ],
  },
  "vp9.webm": {
    args: [
      ...vp9,
      "-b:v",
      "0",
    ],
  },
  "hlg.webm": {
    args: [
      ...asHdr("arib-std-b67"),
      ...vp9,
    ],
    differs: "tone mapping",
  },
  "offset.mkv": { args: [...h264, "-output_ts_offset", "5"] },
  "late.mkv": {
    before: ["-itsoffset", "0.7"],
    args: ["-f", "lavfi", "-i", "sine=duration=1", "-map", "0:v", "-map", "1:a", ...h264],
  },
  "odd.mkv": { args: ["-vf", "crop=399:299:0:0", "-c:v", "ffv1"] },
  "av1.mkv": { args: ["-c:v", "libaom-av1", "-usage", "realtime", "-cpu-used", "8", "-crf", "8"] },
  "wrap.ts": { args: [...h264, "-output_ts_offset", "95443.2", "-muxdelay", "0"] },
  "hole.ts": { args: [...gap(400), ...h264] },
  "fields.ts": { args: [...fields, "-c:v", "mpeg2video", "-bf", "2", ...good] },
  "interlaced.ts": { args: [...h264, "-x264opts", "interlaced=1"] },
  "cut.ts": { args: [...h264, "-g", "6"], patch: withoutStart, differs: "a later part" },
  "disc.vob": { args: [...fields, "-c:v", "mpeg2video", "-f", "dvd", ...good] },
  "old.mpg": { args: ["-c:v", "mpeg1video", ...good] },
  "bframes.avi": { args: ["-c:v", "mpeg4", "-bf", "2", ...good] },
  "tables.avi": { args: ["-c:v", "mjpeg", "-huffman", "default", ...good], patch: withoutTables },
  "raw.avi": { args: ["-c:v", "rawvideo", "-pix_fmt", "bgr24"] },
  "delays.gif": {
    args: ["-vf", "setpts='(N+floor(N/5)*3)/25/TB'", "-vsync", "vfr"],
    differs: "colours",
  },
  "theora.ogv": { args: ["-c:v", "libtheora", "-q:v", "10"] },
  "flash.flv": { args: ["-c:v", "flv", ...good] },
  "windows.wmv": { args: ["-c:v", "wmv2", ...good] },
  "phone.3gp": { args: ["-vf", "scale=352:288", "-c:v", "h263"], differs: "fewer pixels" },
  "film.mxf": { args: ["-c:v", "mpeg2video", ...good] },
  "chroma.nut": { args: [...h264, "-pix_fmt", "yuv444p"] },
};

/** How many frames most of the videos have. */
const frameCount = 12;

/** Makes one of {@linkcode videos} in a folder and returns its path. */
export async function makeVideo(folder: string, name: string): Promise<string> {
  const { before = [], args, patch } = videos[name]!;
  const path = `${folder}/${name}`;
  const input = ["-t", "0.48", "-i", fixture("webcam.mp4")];
  await ffmpeg([...before, ...input, ...args, "-an", "-frames:v", `${frameCount}`, path]);
  if (patch) await Deno.writeFile(path, patch(await Deno.readFile(path)));
  return path;
}

/** Hides the rate of a WebM, which browsers do not write. */
function withoutRate(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const at = bytes.findIndex((_, i) =>
    bytes[i] === 0x23 && bytes[i + 1] === 0xe3 && bytes[i + 2] === 0x83
  );
  bytes.set([0xec, 0x86, 0, 0], at);
  return bytes;
}

/** Makes comments of the Huffman tables. */
function withoutTables(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return bytes.map((byte, i) => bytes[i - 1] === 0xff && byte === 0xc4 ? 0xfe : byte);
}

/** Drops packets of a transport stream, with the first key frame. */
function withoutStart(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return bytes.slice(188 * 60);
}

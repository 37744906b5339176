/** A camera of this machine. */
export interface Camera {
  /** What `openCamera` takes. */
  readonly device: string;
  /** What people call it. */
  readonly name: string;
}

/**
 * Reads the cameras from what `ffmpeg -list_devices true` writes to standard error.
 *
 * @param system The operating system: macOS has avfoundation's list, Windows dshow's.
 * @param text The list. Old versions of ffmpeg write it in parts with headings, new ones mark each
 * device.
 * @returns The cameras in order, without screens and microphones. Of two Windows cameras with the
 * same name, the second one's device is its alternative name.
 *
 * ref: avfoundation.m and dshow.c of libavdevice.
 *
 * @example
 * ```ts
 * import { parseCameraList } from "./parse_camera_list.ts";
 * import assert from "node:assert/strict";
 *
 * const list = `[dshow @ 0000020e1a16fd40] "USB Camera" (video)`;
 * assert.deepEqual(parseCameraList("windows", list), [{ device: "USB Camera", name: "USB Camera" }]);
 * ```
 */
export function parseCameraList(system: "darwin" | "windows", text: string): Camera[] {
  // Each line starts with the part of ffmpeg that wrote it.
  const lines = text.split(/\r?\n/).map((line) => line.replace(/^\[[^\]]* @ [^\]]*\] ?/, ""));
  return system === "darwin" ? fromAvfoundation(lines) : fromDshow(lines);
}

function fromAvfoundation(lines: string[]): Camera[] {
  const cameras: Camera[] = [];
  let isVideo = false;
  for (const line of lines) {
    if (/^AVFoundation (video|audio) devices:/.test(line)) isVideo = line.includes("video");
    const [, device, name] = /^\[(\d+)\] (.*\S)/.exec(line) ?? [];
    if (isVideo && device && name && !/^Capture screen \d+$/.test(name)) {
      cameras.push({ device, name });
    }
  }
  return cameras;
}

function fromDshow(lines: string[]): Camera[] {
  const cameras: Camera[] = [];
  let isVideoPart = false;
  let isCamera = false;
  for (const line of lines) {
    if (/^DirectShow (video|audio) devices/.test(line)) isVideoPart = /^\S+ video/.test(line);
    const [, name, kinds] = /^ ?"(.*)"(?: \(([^)]*)\))?\s*$/.exec(line) ?? [];
    const [, alternative] = /^\s+Alternative name "(.*)"/.exec(line) ?? [];
    if (alternative !== undefined) {
      const camera = cameras.at(-1);
      const isTwin = camera &&
        cameras.some((other) => other !== camera && other.name === camera.name);
      if (isCamera && isTwin) cameras[cameras.length - 1] = { ...camera, device: alternative };
    } else if (name !== undefined) {
      isCamera = kinds === undefined ? isVideoPart : /\bvideo\b/.test(kinds);
      if (isCamera) cameras.push({ device: name, name });
    }
  }
  return cameras;
}

import { parseCameraList } from "../../../src/source/camera/parse_camera_list.ts";
import assert from "node:assert/strict";

Deno.test("parseCameraList() reads avfoundation's list without screens and microphones", () => {
  const list = `[AVFoundation indev @ 0x7fe781422c00] AVFoundation video devices:
[AVFoundation indev @ 0x7fe781422c00] [0] FaceTime HD Camera (Built-in)
[AVFoundation indev @ 0x7fe781422c00] [1] Câmera [2] @ home
[AVFoundation indev @ 0x7fe781422c00] [2] Capture screen 0
[AVFoundation indev @ 0x7fe781422c00] AVFoundation audio devices:
[AVFoundation indev @ 0x7fe781422c00] [0] MacBook Pro Microphone
[in#0 @ 0x7fe781422b00] Error opening input: Input/output error`;
  assert.deepEqual(parseCameraList("darwin", list), [
    { device: "0", name: "FaceTime HD Camera (Built-in)" },
    { device: "1", name: "Câmera [2] @ home" },
  ]);
});

Deno.test("parseCameraList() reads dshow's old list, in two parts", () => {
  const list = String
    .raw`[dshow @ 000000000065c500] DirectShow video devices (some may be both video and audio devices)
[dshow @ 000000000065c500]  "USB 2861 Device"
[dshow @ 000000000065c500]     Alternative name "@device_pnp_\\?\usb#vid_eb1a&pid_5051#{65e8773d}\global"
[dshow @ 000000000065c500] DirectShow audio devices
[dshow @ 000000000065c500]  "Headset Microphone (Cirrus Logic)"
[dshow @ 000000000065c500]     Alternative name "@device_cm_{33D9A762}\wave_{236214EE}"
dummy: Immediate exit requested`;
  assert.deepEqual(parseCameraList("windows", list.replaceAll("\n", "\r\n")), [
    { device: "USB 2861 Device", name: "USB 2861 Device" },
  ]);
});

Deno.test("parseCameraList() reads dshow's new list and distinguishes cameras with the same name", () => {
  const list = String.raw`[in#0 @ 000001bd07e70b00] "HD Cam" (video)
[in#0 @ 000001bd07e70b00]   Alternative name "@device_pnp_one"
[dshow @ 000002798dd4fb80] "HD Cam" (video)
[dshow @ 000002798dd4fb80]   Alternative name "@device_pnp_two"
[dshow @ 000002798dd4fb80] "Capture card" (audio, video)
[dshow @ 000002798dd4fb80]   Alternative name "@device_pnp_three"
[dshow @ 000002798dd4fb80] "Softcam that is off" (none)
[dshow @ 000002798dd4fb80]   Alternative name "@device_sw_four"
[dshow @ 000002798dd4fb80] "Microphone" (audio)
[dshow @ 000002798dd4fb80]   Alternative name "@device_cm_five"
[in#0 @ 000001bd07e70b00] Error opening input: Immediate exit requested`;
  assert.deepEqual(parseCameraList("windows", list), [
    { device: "HD Cam", name: "HD Cam" },
    { device: "@device_pnp_two", name: "HD Cam" },
    { device: "Capture card", name: "Capture card" },
  ]);
});

Deno.test("parseCameraList() finds no camera in an empty list", () => {
  assert.deepEqual(
    parseCameraList("windows", "Could not enumerate video devices (or none found)."),
    [],
  );
  assert.deepEqual(parseCameraList("darwin", ""), []);
});

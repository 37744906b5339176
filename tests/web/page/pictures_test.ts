import assert from "node:assert/strict";
import { decodeImage } from "../../../src/image/decode_image.ts";
import { Recognizer } from "../../../src/recognizer.ts";
import { csvHeader, csvRows } from "../../../src/record/csv.ts";
import type { FrameResult } from "../../../src/result.ts";
import { ffmpeg, fixture } from "../../support/ffmpeg.ts";
import { chromiumTest } from "../../support/chromium.ts";
import {
  assertNear,
  captions,
  click,
  facePlace,
  label,
  text,
  visit,
} from "../../support/page_view.ts";
import { Service } from "../../support/service.ts";

/** What the library finds. */
async function recognizePicture(name: string): Promise<FrameResult> {
  using recognizer = await Recognizer.load();
  return await recognizer.recognize(await decodeImage(await Deno.readFile(fixture(name))));
}

/** The rectangles of labels and faces, and whether one is a label that covers another. */
const rectangles = `(() => {
  const of = (selector) => [...document.querySelectorAll(selector)];
  const all = [...of(".chip"), ...of(".face")];
  const covers = (a) => a.matches(".chip") && all.some((b) => {
    if (a === b || b.contains(a)) return false;
    const [one, other] = [a, b].map((x) => x.getBoundingClientRect());
    return Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
      Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1;
  });
  return all.filter(covers).map(() => true);
})()`;

/** The text of a file that the browser saves. */
async function saved(path: string): Promise<string> {
  while (true) {
    const text = await Deno.readTextFile(path).catch(() => "");
    if (text !== "") return text;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

chromiumTest("the page with files", async (t) => {
  await using service = new Service();
  await using browser = await visit(service);
  const sound = await Deno.makeTempFile({ suffix: ".webm" });

  await t.step("reads a dropped picture", async () => {
    await browser.dropFiles("#stage", [fixture("astronaut.png")]);
    await browser.until(`/^#1 happy \\d+%$/.test(${label})`);
    const { faces: [face] } = await recognizePicture("astronaut.png");
    const { x, y, width, height } = face!.box;
    assertNear(await facePlace(browser), [
      (x + width / 2) / 512,
      (y + height / 2) / 512,
      width / 512,
    ]);
    assert.match(await browser.evaluate(text("#faces")), /#1 happy/);
  });

  await t.step("reads a picture that is too large for the service", async () => {
    const path = await Deno.makeTempFile({ suffix: ".jpg" });
    await ffmpeg(["-i", fixture("grace_hopper.jpg"), "-vf", "scale=4200:4200", "-y", path]);
    await browser.chooseFiles("#files", [path]);
    await browser.until(`/^#1 neutral \\d+%$/.test(${label})`, 30_000);
    await Deno.remove(path);
  });

  await t.step("reads several and shows each when selected", async () => {
    const files = ["astronaut.png", "grace_hopper.jpg", "rocket.jpg"].map(fixture);
    await browser.chooseFiles("#files", files);
    await browser.until(
      `${captions} === "happy,neutral,no face"`,
    );
    await browser.evaluate(`document.querySelectorAll("#strip button")[1].focus()`);
    await browser.press("Enter");
    await browser.until(`/^#1 neutral/.test(${label})`);
    await browser.evaluate(`document.querySelectorAll("#strip button")[2].click()`);
    await browser.until(`${text("#no-faces")} === "No face found."`);
  });

  await t.step("counts an uncertain face as such", async () => {
    const dark = await Deno.makeTempFile({ suffix: ".png" });
    const dim = "lutrgb=r=val/14:g=val/14:b=val/14";
    await ffmpeg(["-i", fixture("grace_hopper.jpg"), "-vf", dim, "-y", dark]);
    await browser.chooseFiles("#files", [fixture("astronaut.png"), dark]);
    await browser.until(`${captions} === "happy,uncertain"`);
    await Deno.remove(dark);
  });

  await t.step("reads what the browser takes for another format, or does not know", async () => {
    const folder = await Deno.makeTempDir();
    const names = ["a.jpg", "b.ppm", "c.pam"];
    const formats = [["-c:v", "libwebp", "-f", "webp"], ["-f", "image2"], ["-f", "image2"]];
    for (const [i, name] of names.entries()) {
      const one = ["-frames:v", "1", ...formats[i]!];
      await ffmpeg(["-i", fixture("astronaut.png"), ...one, `${folder}/${name}`]);
    }
    await browser.chooseFiles("#files", names.map((name) => `${folder}/${name}`));
    await browser.until(`${captions} === "happy,happy,happy"`);
    await Deno.remove(folder, { recursive: true });
  });

  await t.step(
    "keeps what it has read when the server fails, and reads the rest again",
    async () => {
      const files = Array(6).fill(fixture("astronaut.png"));
      await browser.evaluate(`{
      const answered = fetch;
      let count = 0;
      globalThis.fetch = (url, init) =>
        String(url).startsWith("predict") && ++count === 2
          ? Promise.reject(new TypeError("Failed to fetch"))
          : answered(url, init);
    }`);
      await browser.chooseFiles("#files", files);
      await browser.until(`${captions} === "happy,happy,happy,happy,not read,not read"`);
      assert.equal(await browser.evaluate(text("#notice-title")), "The server does not answer");
      await browser.evaluate(click("#notice-action"));
      await browser.until(`${captions} === "happy,happy,happy,happy,happy,happy"`);
    },
  );

  await t.step("says that it cannot play a video without a picture", async () => {
    await ffmpeg(["-f", "lavfi", "-i", "sine", "-t", "2", "-y", sound]);
    await browser.chooseFiles("#files", [sound]);
    await browser.until(`/This browser cannot play/.test(${text("#notice-text")})`);
    await browser.evaluate(click("#notice-action"));
  });

  await t.step("saves the records of a video with its name and the times in it", async () => {
    const folder = await Deno.makeTempDir();
    await browser.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
    await browser.chooseFiles("#files", [fixture("webcam.mp4"), fixture("astronaut.png")]);
    await browser.until(
      `/only webcam.mp4 is played/.test(document.querySelector("#note").innerText)`,
    );
    await browser.until(`document.querySelector("video").currentTime > 1`);
    await browser.evaluate(`document.querySelector("video").currentTime = 20`);
    await browser.until(`document.querySelector("video").currentTime > 21`);
    await browser.evaluate(click("#save-json"));
    const records: FrameResult[] = JSON.parse(await saved(`${folder}/mien.json`));
    assert(records.every(({ source }) => source === "webcam.mp4"));
    assert.deepEqual(records.map(({ frame }) => frame), records.map((_, i) => i));
    const times = records.map(({ time }) => time);
    assert(times.some((time) => time < 2) && times.at(-1)! > 20, String(times));
    await browser.evaluate(click("#stop"));
    await Deno.remove(folder, { recursive: true });
  });

  await t.step("reads a HEIC, and says that this browser cannot show it", async () => {
    await browser.chooseFiles("#files", [fixture("astronaut.heic")]);
    await browser.until(`/^#1 happy/.test(${text("#faces")})`);
    await browser.until(`/cannot show/.test(${text("#notice-title")})`);
    await browser.evaluate(click("#notice-action"));
  });

  await t.step("follows a video", async () => {
    await browser.chooseFiles("#files", [fixture("webcam.mp4")]);
    await browser.until(`/^#1 \\w+\\?? \\d+%$/.test(${label})`);
    assert.equal(await browser.evaluate(`document.querySelector("video").controls`), true);
    await browser.evaluate(click("#stop"));
    assert.equal(await browser.evaluate(`document.querySelector("video").paused`), true);
  });

  await t.step("sends many bytes in several requests", async () => {
    const folder = await Deno.makeTempDir();
    const size = "nullsrc=1200x1050,geq=random(1)*255:random(2)*255:random(3)*255";
    await ffmpeg(["-f", "lavfi", "-i", size, "-frames:v", "4", `${folder}/%d.png`]);
    const files = [1, 2, 3, 4].map((name) => `${folder}/${name}.png`);
    const sizes = await Promise.all(files.map(async (file) => (await Deno.stat(file)).size));
    assert.ok(sizes.every((size) => size > 2.7e6), String(sizes));
    await browser.chooseFiles("#files", files);
    await browser.until(`${captions} === "no face,no face,no face,no face"`, 30_000);
    assert.equal(await service.metric('mien_requests_total{route="/predict",status="413"}'), 0);
    await browser.evaluate(click("#stop"));
    await Deno.remove(folder, { recursive: true });
  });
  await t.step("covers no face and no label in a crowd, and folds the list", async () => {
    const [file, portrait] = [
      await Deno.makeTempFile({ suffix: ".png" }),
      fixture("astronaut.png"),
    ];
    const filter = "crop=200:200:124:24,scale=100:100,loop=11:1,tile=6x2";
    await ffmpeg(["-i", portrait, "-vf", filter, "-frames:v", "1", "-y", file]);
    await browser.chooseFiles("#files", [file]);
    await browser.until(`document.querySelectorAll(".face").length === 12`, 20_000);
    assert.equal(await browser.evaluate(`${rectangles}.length`), 0);
    assert.equal(await browser.evaluate(`document.querySelectorAll(".chip .shares").length`), 0);
    assert.equal(await browser.evaluate(`document.querySelectorAll("details[open]").length`), 0);
    await browser.evaluate(`document.querySelector("summary").focus()`);
    await browser.press("Enter");
    await browser.until(`/happy\\s+\\d+%/.test(${text("details dl")})`);
    await Deno.remove(file);
  });

  await t.step("saves the records of a session, and the picture with its labels", async () => {
    const folder = await Deno.makeTempDir();
    await browser.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
    await browser.chooseFiles("#files", ["astronaut.png", "grace_hopper.jpg"].map(fixture));
    await browser.until(`${captions} === "happy,neutral"`);
    await browser.until(`/^#1 happy/.test(${label})`);
    for (const kind of ["picture", "csv", "json"]) await browser.evaluate(click(`#save-${kind}`));
    const json = JSON.parse(await saved(`${folder}/mien.json`));
    const sources = ["astronaut.png", "grace_hopper.jpg"];
    assert.deepEqual(json.map(({ source }: FrameResult) => source), sources);
    const lines = (await saved(`${folder}/mien.csv`)).trim().split("\n");
    const labels = Object.keys(json[0].faces[0].probabilities);
    const rows = json.map((record: FrameResult) => csvRows(record, labels));
    assert.deepEqual(lines, [csvHeader(labels), ...rows]);
    await saved(`${folder}/mien.png`);
    const picture = await decodeImage(await Deno.readFile(`${folder}/mien.png`));
    assert.deepEqual([picture.width, picture.height], [512, 512]);
    const original = await decodeImage(await Deno.readFile(fixture("astronaut.png")));
    assert.notDeepEqual(picture.data, original.data);
    await Deno.remove(folder, { recursive: true });
  });
  assert.deepEqual(browser.complaints, []);
  // The browser reads of it until it is closed.
  await Deno.remove(sound);

  await t.step("reports why a file cannot be read, and continues", async () => {
    await browser.chooseFiles("#files", [fixture("README.md")]);
    await browser.until(`!document.querySelector("#notice").hidden`);
    assert.equal(await browser.evaluate(text("#notice-title")), "Cannot read README.md");
    assert.match(await browser.evaluate(text("#notice-text")), /Choose JPEG, PNG/);
    await browser.evaluate(`document.querySelector("#notice-action").focus()`);
    await browser.press("Enter");
    await browser.until(`document.activeElement.id === "start"`);
    await browser.chooseFiles("#files", [fixture("README.md"), fixture("astronaut.png")]);
    await browser.until(`${captions} === "not read,happy"`);
  });
});

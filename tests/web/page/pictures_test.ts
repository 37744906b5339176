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
  save,
  saved,
  text,
  visit,
} from "../../support/page_view.ts";
import { Service } from "../../support/service.ts";

/** What the library finds. */
async function recognizePicture(path: string): Promise<FrameResult> {
  using recognizer = await Recognizer.load();
  return await recognizer.recognize(await decodeImage(await Deno.readFile(path)));
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

chromiumTest("the page with files", async (t) => {
  await using service = new Service();
  await using browser = await visit(service);
  const sound = await Deno.makeTempFile({ suffix: ".webm" });

  await t.step("reads a dropped picture", async () => {
    await browser.dropFiles("#stage", [fixture("astronaut.png")]);
    await browser.until(`/^#1 happy \\d+%$/.test(${label})`);
    const { faces: [face] } = await recognizePicture(fixture("astronaut.png"));
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

  await t.step("gives records in pixels of a picture that it sends smaller", async () => {
    const path = await Deno.makeTempFile({ suffix: ".jpg" });
    await ffmpeg(["-i", fixture("grace_hopper.jpg"), "-vf", "scale=2400:-1", "-y", path]);
    await browser.chooseFiles("#files", [path]);
    await browser.until(`document.querySelector("#picture").naturalWidth === 2400`);
    await browser.until(`/^#1 neutral \\d+%$/.test(${label})`, 30_000);
    const [record]: FrameResult[] = JSON.parse(await save(browser, "json"));
    const expected = await recognizePicture(path);
    assert.deepEqual([record!.width, record!.height], [expected.width, expected.height]);
    const [actual, place] = [record!, expected].map(({ faces: [face] }) => {
      const { box: { x, y, width, height }, landmarks, quality } = face!;
      return [x, y, width, height, ...landmarks!.nose, ...landmarks!.leftEar, quality!.sizePx]
        .map((value) => value / 2400);
    });
    assertNear(actual!, place!);
    const { x, y, width, height } = expected.faces[0]!.box;
    assertNear(await facePlace(browser), [
      (x + width / 2) / expected.width,
      (y + height / 2) / expected.height,
      width / expected.width,
    ]);
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
      const answered = globalThis.answered = fetch, later = globalThis.later = setTimeout;
      let count = 0;
      globalThis.fetch = (url, init) =>
        String(url).startsWith("predict") && ++count > 2
          ? Promise.reject(new TypeError("Failed to fetch"))
          : answered(url, init);
      globalThis.setTimeout = (run, ms) => later(run, ms / 100);
    }`);
      await browser.chooseFiles("#files", files);
      await browser.until(`${captions} === "happy,happy,happy,happy,not read,not read"`);
      assert.equal(await browser.evaluate(text("#notice-title")), "The server does not answer");
      await browser.evaluate(`globalThis.fetch = answered, globalThis.setTimeout = later, 0`);
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
    await browser.chooseFiles("#files", [fixture("webcam.mp4"), fixture("astronaut.png")]);
    await browser.until(
      `/only webcam.mp4 is played/.test(document.querySelector("#note").innerText)`,
    );
    await browser.until(`document.querySelector("video").currentTime > 1`);
    await browser.evaluate(`document.querySelector("video").currentTime = 20`);
    await browser.until(`document.querySelector("video").currentTime > 21`);
    const records: FrameResult[] = JSON.parse(await save(browser, "json"));
    assert(records.every(({ source }) => source === "webcam.mp4"));
    assert.deepEqual(records.map(({ frame }) => frame), records.map((_, i) => i));
    const times = records.map(({ time }) => time);
    assert(times.some((time) => time < 2) && times.at(-1)! > 20, String(times));
    await browser.evaluate(click("#stop"));
  });

  await t.step("gives records in pixels of a video whose frames it sends smaller", async () => {
    const path = await Deno.makeTempFile({ suffix: ".mp4" });
    const large = ["-vf", "scale=1200:-1", "-preset", "ultrafast", "-y", path];
    await ffmpeg(["-i", fixture("webcam.mp4"), "-t", "2", ...large]);
    await browser.chooseFiles("#files", [path]);
    await browser.until(`/^#1 /.test(${label})`);
    const records: FrameResult[] = JSON.parse(await save(browser, "json"));
    assert.ok(records.every(({ width, height }) => width === 1200 && height === 900));
    const { box, quality } = records.flatMap(({ faces }) => faces)[0]!;
    // The face's middle is right of that of the frame.
    assertNear([(box.x + box.width / 2) / 1200, quality!.sizePx / 1200], [205 / 400, 100 / 400]);
    await browser.evaluate(click("#stop"));
    await Deno.remove(path);
  });

  await t.step("says that a long session has lost its beginning", async () => {
    await browser.evaluate(`(async () => {
      const { Stage } = await import("/page/stage.js");
      const [model] = await (await fetch("models")).json();
      const stage = new Stage("camera", model, new AbortController().signal);
      const record = { source: "camera", time: 0, width: 4, height: 3, faces: [] };
      stage.note("A note.");
      for (let frame = 0; frame < 18_002; frame++) stage.keep({ ...record, frame });
    })()`);
    const note = "A note. Of this long session, only the last 18,000 frames can be saved.";
    assert.equal(await browser.evaluate(text("#note")), note);
    const records: FrameResult[] = JSON.parse(await save(browser, "json"));
    assert.deepEqual([records.length, records[0]!.frame], [18_000, 2]);
    await browser.evaluate(click("#stop"));
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

  await t.step("sends a few large pictures in several requests", async () => {
    const metric = 'mien_requests_total{route="/predict",status="200"}';
    const before = await service.metric(metric);
    await browser.chooseFiles("#files", Array(4).fill(fixture("astronaut.png")));
    await browser.until(`${captions} === "happy,happy,happy,happy"`);
    // Each has 0.8 MB.
    assert.equal(await service.metric(metric) - before, 2);
  });

  await t.step(
    "sends pictures one by one, and again, if they take too long to arrive",
    async () => {
      await browser.evaluate(`{
      const answered = globalThis.answered = fetch;
      const late = () => Response.json({ title: "Late", status: 408 }, {
        status: 408,
        headers: { "content-type": "application/problem+json" },
      });
      globalThis.forms = 0;
      globalThis.fetch = (url, init) => {
        const { body } = init;
        if (body instanceof FormData) forms++;
        const isLate = body instanceof FormData || body?.name === "grace_hopper.jpg";
        return isLate ? Promise.resolve(late()) : answered(url, init);
      };
    }`);
      const files = ["grace_hopper.jpg", ...Array(5).fill("rocket.jpg")];
      await browser.chooseFiles("#files", files.map(fixture));
      const rest = "no face,no face,no face,no face,no face";
      await browser.until(`${captions} === "not read,${rest}"`);
      assert.equal(await browser.evaluate("forms"), 1);
      assert.match(
        await browser.evaluate(text("#notice")),
        /^Cannot send grace_hopper.jpg[^]*slow/,
      );
      await browser.evaluate(`globalThis.fetch = answered`);
      await browser.evaluate(click("#notice-action"));
      await browser.until(`${captions} === "neutral,${rest}"`);
    },
  );

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

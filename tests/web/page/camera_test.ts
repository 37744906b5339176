import assert from "node:assert/strict";
import type { FrameResult } from "../../../src/result.ts";
import { ffmpeg, fixture } from "../../support/ffmpeg.ts";
import { chromiumTest } from "../../support/chromium.ts";
import {
  assertNear,
  click,
  facePlace,
  fakeCamera,
  label,
  save,
  text,
  visit,
} from "../../support/page_view.ts";
import { Service } from "../../support/service.ts";

chromiumTest("the page with a camera", async (t) => {
  const video = await Deno.makeTempFile({ suffix: ".y4m" });
  // The face right of the middle.
  const filter = "crop=300:300:0:0";
  await ffmpeg(["-i", fixture("webcam.mjpeg"), "-vf", filter, "-pix_fmt", "yuv420p", "-y", video]);
  await using service = new Service();
  {
    await using browser = await visit(service, {
      args: [
        ...fakeCamera,
        `--use-file-for-fake-video-capture=${video}`,
      ],
    });

    await t.step("shows a box and a label within 5 seconds, started by keyboard", async () => {
      await browser.evaluate(`document.querySelector("#model").focus()`);
      await browser.press("Tab");
      assert.equal(await browser.evaluate("document.activeElement.id"), "start");
      await browser.press("Enter");
      await browser.until(`/^#1 (neutral|surprise|sad|angry)\\?? \\d+%$/.test(${label})`, 5_000);
      // The page is a mirror.
      assertNear(await facePlace(browser), [1 - 204 / 300, 189 / 300, 100 / 300]);
    });

    await t.step("shows bars, rate, latency and the last minute", async () => {
      await browser.until(`/^\\d+\\.\\d fps$/.test(${text("#rate")})`);
      assert.match(await browser.evaluate(text("#latency")), /^\d+ ms$/);
      assert.match(await browser.evaluate(text("#faces")), /#1[^]*neutral\s+\d+%/);
      assert.equal(await browser.evaluate(text("#rows")), "#1");
      await browser.until(
        `document.querySelector("#rows canvas").ariaLabel?.startsWith("Last minute: mostly")`,
      );
      assert.match(await browser.evaluate(text("#state")), /Camera on/);
    });

    await t.step(
      "learns a neutral face by itself, or from the first seconds after a press",
      async () => {
        const who = `document.querySelector(".who").textContent`;
        await browser.until(`/neutral face [1-9]\\d*% known/.test(${who})`);
        assert.equal(
          await browser.evaluate(`document.querySelector("#learn").checkVisibility()`),
          false,
        );
        await browser.evaluate(click("#rest"));
        await browser.until(`${text("#state")} === "Look neutral"`);
        await browser.until(`/neutral face 100% known/.test(${who})`);
        await browser.until(`/Camera on/.test(${text("#state")})`);
        await browser.evaluate(click("#learn"));
        await browser.until(`!/100%/.test(${who})`);
        assert.equal(
          await browser.evaluate(`document.querySelector("#learn").checkVisibility()`),
          false,
        );
      },
    );

    await t.step("tells screen readers what it sees", async () => {
      await browser.until(`/^#\\d+ /.test(${text("#live")})`);
    });

    const others = {
      seven: "angry,disgust,fear,happy,neutral,sad,surprise",
      nhs: "neutral,happy,surprise",
    };
    for (const [model, labels] of Object.entries(others)) {
      await t.step(`continues with the model ${model}`, async () => {
        await browser.evaluate(
          `{ const model = document.querySelector("#model");
             model.value = "${model}";
             model.dispatchEvent(new Event("change")); }`,
        );
        await browser.until(`${text("#legend")}.split(/\\s+/).join() === "${labels}"`);
        await browser.until(`/^#1 (${labels.replaceAll(",", "|")})/.test(${label})`);
      });
    }

    await t.step("stops by keyboard and turns the camera off", async () => {
      await browser.evaluate(`document.querySelector("#stop").focus()`);
      await browser.press("Space");
      await browser.until(`document.body.dataset.mode === "idle"`);
      assert.equal(
        await browser.evaluate(
          `document.querySelector("video").srcObject.getTracks().every((track) =>
            track.readyState === "ended")`,
        ),
        true,
      );
      assert.equal(await browser.evaluate("document.activeElement.id"), "start");
    });

    await t.step("still saves what was read, until something else is read", async () => {
      const records: FrameResult[] = JSON.parse(await save(browser, "json"));
      assert.ok(records.length > 0 && records.every(({ source }) => source === "camera"));
      assert.equal(
        await browser.evaluate(`document.querySelector("#save-picture").checkVisibility()`),
        false,
      );
      await browser.evaluate(click("#start"));
      await browser.until(`${text("#state")} === "Camera on"`);
      await browser.evaluate(
        `document.querySelector("video").srcObject.getVideoTracks()[0].dispatchEvent(new Event("ended"))`,
      );
      await browser.until(`/It was disconnected/.test(${text("#notice")})`);
      await browser.evaluate(`navigator.mediaDevices.getUserMedia = () => Promise.reject(
        new DOMException("", "NotFoundError"))`);
      await browser.evaluate(click("#notice-action"));
      await browser.until(`/No camera was found/.test(${text("#notice")})`);
      const rows = (await save(browser, "csv")).trim().split("\n");
      assert.match(rows[1]!, /^camera,0,/);
    });
    assert.deepEqual(browser.complaints, []);
  }
  await Deno.remove(video);
});

import assert from "node:assert/strict";
import { violations } from "../../support/axe.ts";
import { fixture } from "../../support/ffmpeg.ts";
import { chromiumTest } from "../../support/chromium.ts";
import { click, label, text, visit } from "../../support/page_view.ts";
import { Service } from "../../support/service.ts";

chromiumTest("the page is accessible", async (t) => {
  await using service = new Service();
  await using browser = await visit(service);

  await t.step("names whatever can have the focus", async () => {
    const { nodes } = await browser.send("Accessibility.getFullAXTree");
    // deno-lint-ignore no-explicit-any
    const controls = nodes.filter(({ ignored, role, properties }: any) =>
      !ignored && role?.value !== "RootWebArea" &&
      // deno-lint-ignore no-explicit-any
      properties?.some(({ name, value }: any) => name === "focusable" && value.value)
    );
    // deno-lint-ignore no-explicit-any
    assert.ok(controls.length >= 3 && controls.every(({ name }: any) => name.value), "a name");
  });

  await t.step("passes axe, empty and with faces in both colour schemes", async () => {
    assert.deepEqual(await violations(browser), []);
    await browser.evaluate(click("#sample"));
    await browser.until(`/^#1 happy/.test(${label})`);
    for (const scheme of ["light", "dark"]) {
      await browser.prefer({ "prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce" });
      assert.deepEqual(await violations(browser), [], scheme);
    }
    assert.equal(await browser.evaluate(`document.querySelectorAll("h1").length`), 1);
    assert.ok(await browser.evaluate(`document.querySelector("h1").checkVisibility()`));
  });

  await t.step("fits on a narrow phone", async () => {
    const phone = { width: 320, height: 640, deviceScaleFactor: 2, mobile: true };
    await browser.send("Emulation.setDeviceMetricsOverride", phone);
    for (const [model, labels] of [["five", 5], ["seven", 7]]) {
      await browser.evaluate(
        `{ const select = document.querySelector("#model");
           select.value = "${model}";
           select.dispatchEvent(new Event("change")); }`,
      );
      await browser.dropFiles("#stage", [fixture("astronaut.png")]);
      await browser.until(`document.querySelectorAll("#legend li").length === ${labels}`);
      await browser.until(`/^#1 happy/.test(${label})`);
      assert.equal(await browser.evaluate("document.documentElement.scrollWidth"), 320, `${model}`);
    }
  });

  await t.step(
    "follows the reader's preferences for dark colours and reduced motion",
    async () => {
      const color = `getComputedStyle(document.body).backgroundColor`;
      const moves = `getComputedStyle(document.querySelector("button")).transitionProperty`;
      await browser.prefer({ "prefers-color-scheme": "light" });
      const light = await browser.evaluate(color);
      assert.notEqual(await browser.evaluate(moves), "none");
      await browser.prefer({ "prefers-color-scheme": "dark", "prefers-reduced-motion": "reduce" });
      assert.notEqual(await browser.evaluate(color), light);
      assert.equal(await browser.evaluate(moves), "none");
    },
  );

  await t.step("says where frames go and what an expression does not tell", async () => {
    const notes = await browser.evaluate(text(".notes"));
    for (const words of [`127.0.0.1:${service.port}`, "not a feeling", "AI Act"]) {
      assert.ok(notes.includes(words), words);
    }
  });
  assert.deepEqual(browser.complaints, []);

  await t.step("fits with long names of files", async () => {
    const folder = await Deno.makeTempDir(), name = `${folder}/${"a_long_name_".repeat(8)}`;
    await Deno.copyFile(fixture("webcam.mp4"), `${name}.mp4`);
    await Deno.writeTextFile(`${name}.psd`, "x");
    const width = "document.documentElement.scrollWidth";
    await browser.chooseFiles("#files", [`${name}.mp4`, fixture("astronaut.png")]);
    await browser.until(`document.querySelector("#note").checkVisibility()`);
    assert.equal(await browser.evaluate(width), 320, "note");
    await browser.chooseFiles("#files", [`${name}.psd`]);
    await browser.until(`document.querySelector("#notice").checkVisibility()`);
    assert.equal(await browser.evaluate(width), 320, "notice");
    await browser.evaluate(click("#notice-action"));
    await Deno.remove(folder, { recursive: true });
  });
});

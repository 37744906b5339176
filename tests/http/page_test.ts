import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { createHandler, type Handler, type HandlerOptions } from "../../src/http/handler.ts";
import { page } from "../../src/http/page.ts";
import { decodeImage } from "../../src/frame/decode_image.ts";
import { type FrameResult, Recognizer } from "../../src/recognizer.ts";
import { Browser } from "../helpers/browser.ts";
import { chromiumTest } from "../helpers/chromium.ts";
import { ffmpeg, fixture } from "../helpers/ffmpeg.ts";

const folder = new URL("../../src/http/page/", import.meta.url);

Deno.test("page() gives every file of the page, under 150 KB in all", async () => {
  let bytes = 0;
  for await (const { name } of Deno.readDir(folder)) {
    const path = name === "index.html" ? "/" : `/page/${name}`;
    const response = await page(path);
    assert.ok(response, path);
    const body = await response.bytes();
    assert.deepEqual(body, await Deno.readFile(new URL(name, folder)));
    bytes += body.length;
  }
  assert.ok(bytes > 10_000 && bytes < 150_000, `${bytes} bytes`);
});

Deno.test("page() gives nothing else", () => {
  for (const path of ["/page/", "/page/index.htm", "/page/../page.ts", "/page", "/favicon.ico"]) {
    assert.equal(page(path), undefined, path);
  }
});

Deno.test("page() names the types", async () => {
  const types = {
    "/": "text/html",
    "/page/page.js": "text/javascript",
    "/page/page.css": "text/css",
  };
  for (const [path, type] of Object.entries(types)) {
    const response = await page(path);
    await response?.body?.cancel();
    assert.equal(response?.headers.get("content-type"), `${type}; charset=utf-8`);
  }
});

// Its types are those of browsers, which the rest must not know.
Deno.test("the page's scripts have the types that they say", async () => {
  const config = fileURLToPath(new URL("page_check.json", import.meta.url));
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["check", "--quiet", "--no-lock", "--config", config, "page.js"],
    cwd: folder,
    env: { NO_COLOR: "1" },
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
});

/** The service on a port of its own. */
class Service implements AsyncDisposable {
  readonly url: string;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #handler: Handler;

  constructor(options: HandlerOptions = {}, port = 0) {
    this.#handler = createHandler(options);
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port, onListen: () => {} },
      this.#handler,
    );
    this.url = `http://localhost:${this.port}/`;
  }

  get port(): number {
    return this.#server.addr.port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handler.close();
    await this.#server.shutdown();
  }
}

const isReady = `!document.querySelector("#start").disabled`;
/** The label at the first face's box. */
const label = `document.querySelector(".face .chip")?.firstChild.data ?? ""`;

/** What stands under the pictures. */
const captions = `[...document.querySelectorAll("#strip span")].map((x) => x.innerText).join()`;

function text(selector: string): string {
  return `document.querySelector("${selector}").innerText`;
}

function click(selector: string): string {
  return `document.querySelector("${selector}").click()`;
}

/** The first face's middle and width, in fractions of the picture as it is shown. */
async function facePlace(browser: Browser): Promise<number[]> {
  const [face, view] = await browser.evaluate(
    `[".face", "#view"].map((selector) =>
      document.querySelector(selector).getBoundingClientRect().toJSON())`,
  );
  const across = (face.x + face.width / 2 - view.x) / view.width;
  const down = (face.y + face.height / 2 - view.y) / view.height;
  return [across, down, face.width / view.width];
}

function assertNear(actual: number[], expected: number[]): void {
  const isNear = actual.every((value, i) => Math.abs(value - expected[i]!) < 0.04);
  assert.ok(isNear, `${actual} is not near ${expected}`);
}

/** What the library sees. */
async function recognizePicture(name: string): Promise<FrameResult> {
  using recognizer = await Recognizer.load();
  return await recognizer.recognize(await decodeImage(await Deno.readFile(fixture(name))));
}

chromiumTest("the page with a camera", async (t) => {
  const video = await Deno.makeTempFile({ suffix: ".y4m" });
  // The face right of the middle.
  const filter = "crop=300:300:0:0";
  await ffmpeg(["-i", fixture("webcam.mjpeg"), "-vf", filter, "-pix_fmt", "yuv420p", "-y", video]);
  await using service = new Service();
  {
    await using browser = await Browser.start({
      args: [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        `--use-file-for-fake-video-capture=${video}`,
      ],
    });
    await browser.open(service.url);
    await browser.until(isReady, 20_000);

    await t.step("shows a box and a label within 5 seconds, started by keyboard", async () => {
      await browser.evaluate(`document.querySelector("#model").focus()`);
      await browser.press("Tab");
      assert.equal(await browser.evaluate("document.activeElement.id"), "start");
      await browser.press("Enter");
      await browser.until(`/^1 (neutral|surprise|sad|angry)\\?? \\d+%$/.test(${label})`, 5_000);
      // The page is a mirror.
      assertNear(await facePlace(browser), [1 - 204 / 300, 189 / 300, 100 / 300]);
    });

    await t.step("shows bars, rate, latency and the last minute", async () => {
      await browser.until(`/^\\d+\\.\\d fps$/.test(${text("#rate")})`);
      assert.match(await browser.evaluate(text("#latency")), /^\d+ ms$/);
      assert.match(await browser.evaluate(text("#faces")), /Face 1[^]*neutral\s+\d+%/);
      assert.equal(await browser.evaluate(text("#rows")), "Face 1");
      await browser.until(
        `document.querySelector("#rows canvas").ariaLabel?.startsWith("Last minute: mostly")`,
      );
      assert.match(await browser.evaluate(text("#state")), /Camera on/);
    });

    await t.step("says what is seen to screen readers", async () => {
      await browser.until(`/^Face 1: /.test(${text("#live")})`);
    });

    await t.step("goes on with another model", async () => {
      await browser.evaluate(
        `{ const model = document.querySelector("#model");
           model.value = "nhs";
           model.dispatchEvent(new Event("change")); }`,
      );
      await browser.until(`${text("#legend")}.split(/\\s+/).join() === "neutral,happy,surprise"`);
      await browser.until(`/^1 (neutral|happy|surprise)/.test(${label})`);
    });

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
    assert.deepEqual(browser.complaints, []);
  }
  await Deno.remove(video);
});

chromiumTest("the page with files", async (t) => {
  await using service = new Service();
  await using browser = await Browser.start();
  await browser.open(service.url);
  await browser.until(isReady, 20_000);

  await t.step("reads a dropped picture", async () => {
    await browser.dropFiles("#stage", [fixture("astronaut.png")]);
    await browser.until(`/^1 happy \\d+%$/.test(${label})`);
    const { faces: [face] } = await recognizePicture("astronaut.png");
    const { x, y, width, height } = face!.box;
    assertNear(await facePlace(browser), [
      (x + width / 2) / 512,
      (y + height / 2) / 512,
      width / 512,
    ]);
    assert.match(await browser.evaluate(text("#faces")), /happy[^]*Face 1/);
  });

  await t.step("reads several and shows each when it is asked for", async () => {
    const files = ["astronaut.png", "grace_hopper.jpg", "rocket.jpg"].map(fixture);
    await browser.chooseFiles("#files", files);
    await browser.until(
      `${captions} === "happy,neutral,no face"`,
    );
    await browser.evaluate(`document.querySelectorAll("#strip button")[1].focus()`);
    await browser.press("Enter");
    await browser.until(`/^1 neutral/.test(${label})`);
    await browser.evaluate(`document.querySelectorAll("#strip button")[2].click()`);
    await browser.until(`${text("#no-faces")} === "No face found."`);
  });

  await t.step("follows a video", async () => {
    await browser.chooseFiles("#files", [fixture("webcam.mp4")]);
    await browser.until(`/^1 \\w+\\?? \\d+%$/.test(${label})`);
    assert.equal(await browser.evaluate(`document.querySelector("video").controls`), true);
    await browser.evaluate(click("#stop"));
  });
  assert.deepEqual(browser.complaints, []);

  await t.step("tells why a file cannot be read, and goes on", async () => {
    await browser.chooseFiles("#files", [fixture("README.md")]);
    await browser.until(`!document.querySelector("#notice").hidden`);
    assert.match(await browser.evaluate(text("#notice-text")), /^Cannot /);
    await browser.evaluate(click("#notice-action"));
    await browser.chooseFiles("#files", [fixture("README.md"), fixture("astronaut.png")]);
    await browser.until(`${captions} === "not read,happy"`);
  });
});

chromiumTest("the page when something is amiss", async (t) => {
  await t.step("asks for the token, and uses it for sockets and pictures", async () => {
    await using service = new Service({ token: "a+secret/1~" });
    await using browser = await Browser.start({
      args: ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
    });
    await browser.open(service.url);
    const asks = `!document.querySelector("#token-form").hidden`;
    const give = async (token: string) => {
      await browser.until(`${asks} && document.activeElement.id === "token"`);
      await browser.send("Input.insertText", { text: token });
      await browser.press("Enter");
    };
    await give("wrong");
    await give("a+secret/1~");
    await browser.until(isReady, 20_000);
    await browser.evaluate(click("#start"));
    await browser.until(`${text("#state")} === "Camera on"`);
    await browser.chooseFiles("#files", [fixture("astronaut.png")]);
    await browser.until(`/^1 happy/.test(${label})`);
  });

  await t.step("waits for a server that is gone", async () => {
    await using browser = await Browser.start({
      args: ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
    });
    let port: number;
    {
      await using service = new Service();
      port = service.port;
      await browser.open(service.url);
      await browser.until(isReady, 20_000);
      await browser.evaluate(click("#start"));
      await browser.until(`${text("#state")} === "Camera on"`);
    }
    await browser.until(`${text("#state")} === "The server does not answer, trying again"`);
    await using _service = new Service({}, port);
    await browser.until(`${text("#state")} === "Camera on"`, 20_000);
  });

  await t.step("tells that a picture is too large", async () => {
    await using service = new Service({ limits: { maxBodyBytes: 100_000 } });
    await using browser = await Browser.start();
    await browser.open(service.url);
    await browser.until(isReady, 20_000);
    await browser.dropFiles("#stage", ["astronaut.png", "grace_hopper.jpg"].map(fixture));
    await browser.until(`${captions} === "not read,neutral"`);
    assert.match(await browser.evaluate(text("#notice")), /^The body is too large\s+Cannot /);
  });

  await t.step("waits for room", async () => {
    await using service = new Service({ limits: { maxStreams: 1 } });
    const other = new WebSocket(`${service.url}stream`);
    await new Promise((resolve) => other.onopen = resolve);
    await using browser = await Browser.start({
      args: ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
    });
    await browser.open(service.url);
    await browser.until(isReady, 20_000);
    await browser.evaluate(click("#start"));
    const waits = "The server has no room for another stream, trying again";
    await browser.until(`${text("#state")} === "${waits}"`);
    other.close();
    await browser.until(`${text("#state")} === "Camera on"`);
  });

  const cases: [name: string, args: string[], text: RegExp][] = [
    ["there is no camera", [], /^There is none\./],
    ["the camera may not be used", ["--use-fake-device-for-media-stream"], /^The browser may not/],
  ];
  for (const [name, args, advice] of cases) {
    await t.step(`tells that ${name}`, async () => {
      await using service = new Service();
      await using browser = await Browser.start({ args });
      const { origin } = new URL(service.url);
      const permission = { name: "camera" };
      await browser.send("Browser.setPermission", { permission, setting: "denied", origin });
      await browser.open(service.url);
      await browser.until(isReady, 20_000);
      await browser.evaluate(click("#start"));
      await browser.until(`${text("#notice")}.startsWith("The camera cannot be used")`);
      assert.match(await browser.evaluate(text("#notice-text")), advice);
      assert.deepEqual(browser.complaints, []);
    });
  }
});

chromiumTest("the page is for everybody", async (t) => {
  await using service = new Service();
  await using browser = await Browser.start();
  await browser.open(service.url);
  await browser.until(isReady, 20_000);

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

  await t.step("fits on a narrow phone", async () => {
    const phone = { width: 320, height: 640, deviceScaleFactor: 2, mobile: true };
    await browser.send("Emulation.setDeviceMetricsOverride", phone);
    await browser.dropFiles("#stage", [fixture("astronaut.png")]);
    await browser.until(`/^1 happy/.test(${label})`);
    assert.equal(await browser.evaluate("document.documentElement.scrollWidth"), 320);
  });

  await t.step(
    "is dark where the reader likes it dark, and still where it should not move",
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

  await t.step("says where frames go and what expressions do not tell", async () => {
    const notes = await browser.evaluate(text(".notes"));
    for (const words of [`localhost:${service.port}`, "not a feeling", "AI Act"]) {
      assert.ok(notes.includes(words), words);
    }
  });
  assert.deepEqual(browser.complaints, []);
});

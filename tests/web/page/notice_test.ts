import assert from "node:assert/strict";
import { createHandler, type Handler } from "../../../src/http/handler.ts";
import type { FrameResult } from "../../../src/result.ts";
import { Browser } from "../../support/browser.ts";
import { fixture } from "../../support/ffmpeg.ts";
import { chromiumTest } from "../../support/chromium.ts";
import {
  captions,
  click,
  fakeCamera,
  goTo,
  isReady,
  label,
  save,
  text,
  visit,
} from "../../support/page_view.ts";
import { Service } from "../../support/service.ts";

/** A proxy before a service that can be restarted. */
class Proxy implements AsyncDisposable {
  readonly #server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request, info) => this.#service?.(request, info) ?? new Response("Bad", { status: 502 }),
  );
  #service: Handler | undefined;

  start(): void {
    this.#service = createHandler();
  }

  async stop(): Promise<void> {
    const service = this.#service;
    this.#service = undefined;
    await service?.close();
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.#server.addr.port}${path}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await this.#server.shutdown();
  }
}

chromiumTest("the page when something goes wrong", async (t) => {
  await using browser = await Browser.start({ args: fakeCamera });

  await t.step("asks for the token, and uses it for sockets and pictures", async () => {
    await using service = new Service({ token: "a+secret/1~" });
    await browser.open(service.url("/"));
    const asks = `!document.querySelector("#token-form").hidden`;
    const give = async (token: string) => {
      await browser.until(`${asks} && document.activeElement.id === "token"`);
      await browser.send("Input.insertText", { text: token });
      await browser.press("Enter");
    };
    const isRefused = `!document.querySelector("#token-refused").hidden`;
    await browser.until(`${asks} && !(${isRefused})`);
    await give("wrong");
    await browser.until(isRefused);
    await give("a+secret/1~\u200b");
    await browser.until(isReady, 20_000);
    await browser.evaluate(click("#start"));
    await browser.until(`${text("#state")} === "Camera on"`);
    await browser.chooseFiles("#files", [fixture("astronaut.png")]);
    await browser.until(`/^#1 happy/.test(${label})`);
  });

  await t.step("waits for a server that is down", async () => {
    let port: number;
    {
      await using service = new Service();
      port = service.port;
      await goTo(browser, service);
      await browser.evaluate(click("#start"));
      await browser.until(`${text("#state")} === "Camera on"`);
    }
    await browser.until(`${text("#state")} === "The server does not answer, trying again"`);
    const handler = createHandler();
    const server = Deno.serve({ hostname: "127.0.0.1", port, onListen: () => {} }, handler);
    await browser.until(`${text("#state")} === "Camera on"`, 20_000);
    await handler.close();
    await server.shutdown();
  });

  await t.step("goes on when the service restarts behind a proxy", async () => {
    await using proxy = new Proxy();
    proxy.start();
    await goTo(browser, proxy);
    await browser.chooseFiles("#files", [fixture("webcam.mp4"), fixture("astronaut.png")]);
    await browser.until(`/^#1 /.test(${label})`);
    await proxy.stop();
    const waits = `${text("#state")} === "The server does not answer, trying again"`;
    await browser.until(waits);
    assert.match(await browser.evaluate(text("#note")), /only webcam.mp4 is played/);
    proxy.start();
    await browser.until(`/^#2 /.test(${label})`, 20_000);
    const records: FrameResult[] = JSON.parse(await save(browser, "json"));
    const ids = records.flatMap(({ faces }) => faces.flatMap(({ id }) => id ?? []));
    assert.deepEqual([...new Set(ids)], [1, 2]);
    assert.deepEqual(ids, ids.toSorted((a, b) => a - b));

    await proxy.stop();
    await browser.chooseFiles("#files", [fixture("astronaut.png")]);
    await browser.until(waits);
    proxy.start();
    await browser.until(`/^#1 happy/.test(${label})`, 20_000);
  });

  await t.step("reports a picture that is too large", async () => {
    await using service = new Service({ limits: { maxBodyBytes: 100_000 } });
    await goTo(browser, service);
    await browser.dropFiles("#stage", ["astronaut.png", "grace_hopper.jpg"].map(fixture));
    await browser.until(`${captions} === "not read,neutral"`);
    assert.match(
      await browser.evaluate(text("#notice")),
      /^The body is too large\s+astronaut.png: Cannot /,
    );
  });

  await t.step("waits for a free slot", async () => {
    await using service = new Service({ limits: { maxStreams: 1 } });
    const other = new WebSocket(service.url("/stream"));
    await new Promise((resolve) => other.onopen = resolve);
    await goTo(browser, service);
    await browser.evaluate(click("#start"));
    const waits = "The server cannot take another stream now, trying again";
    await browser.until(`${text("#state")} === "${waits}"`);
    other.close();
    await browser.until(`${text("#state")} === "Camera on"`);
  });

  const cases: [name: string, args: string[], text: RegExp][] = [
    ["there is no camera", [], /^No camera was found\./],
    ["the camera may not be used", ["--use-fake-device-for-media-stream"], /^Access is blocked/],
  ];
  for (const [name, args, advice] of cases) {
    await t.step(`says that ${name}`, async () => {
      await using service = new Service();
      await using browser = await visit(service, { args });
      const { origin } = new URL(service.url("/"));
      const permission = { name: "camera" };
      await browser.send("Browser.setPermission", { permission, setting: "denied", origin });
      await browser.evaluate(click("#start"));
      await browser.until(`${text("#notice")}.startsWith("The camera cannot be used")`);
      assert.match(await browser.evaluate(text("#notice-text")), advice);
      assert.deepEqual(browser.complaints, []);
    });
  }
});

import assert from "node:assert/strict";
import type { Service } from "./service.ts";
import { Browser, type BrowserOptions } from "./browser.ts";

/** A fake camera that shows moving colours, with permission to use it. */
export const fakeCamera = [
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
];

/** Starts a browser, opens the page and waits until it is ready. */
export async function visit(service: Service, options?: BrowserOptions): Promise<Browser> {
  const browser = await Browser.start(options);
  await goTo(browser, service);
  return browser;
}

/** Opens the page and waits until it is ready. */
export async function goTo(browser: Browser, service: Pick<Service, "url">): Promise<void> {
  await browser.open(service.url("/"));
  await browser.until(isReady, 20_000);
}

/** Whether the page has loaded the models. */
export const isReady = `!document.querySelector("#start").disabled`;
/** The label on the first face's box. */
export const label = `document.querySelector(".face .chip")?.firstChild.data ?? ""`;

/** The captions of the pictures. */
export const captions =
  `[...document.querySelectorAll("#strip .says")].map((x) => x.innerText).join()`;

/** The text of an element. */
export function text(selector: string): string {
  return `document.querySelector("${selector}").innerText`;
}

/** Clicks a button. */
export function click(selector: string): string {
  return `document.querySelector("${selector}").click()`;
}

/** The first face's middle and width, in fractions of the picture as it is shown. */
export async function facePlace(browser: Browser): Promise<number[]> {
  const [face, view] = await browser.evaluate(
    `[".face", "#view"].map((selector) =>
      document.querySelector(selector).getBoundingClientRect().toJSON())`,
  );
  const across = (face.x + face.width / 2 - view.x) / view.width;
  const down = (face.y + face.height / 2 - view.y) / view.height;
  return [across, down, face.width / view.width];
}

/** Compares places. */
export function assertNear(actual: number[], expected: number[]): void {
  const isNear = actual.every((value, i) => Math.abs(value - expected[i]!) < 0.04);
  assert.ok(isNear, `${actual} is not near ${expected}`);
}

/** Presses a button that saves a file, and reads the file. */
export async function save(browser: Browser, kind: "csv" | "json"): Promise<string> {
  const folder = await Deno.makeTempDir();
  await browser.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
  await browser.until(`document.querySelector("#save-${kind}").checkVisibility()`);
  await browser.evaluate(click(`#save-${kind}`));
  const text = await saved(`${folder}/mien.${kind}`);
  await Deno.remove(folder, { recursive: true });
  return text;
}

/** The text of a file that the browser saves. */
export async function saved(path: string): Promise<string> {
  while (true) {
    const text = await Deno.readTextFile(path).catch(() => "");
    if (text !== "") return text;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

import { program } from "./chromium.ts";

/** Options of a browser. */
export interface BrowserOptions {
  /** Further arguments. */
  args?: string[];
  /** Width of its window in pixels. @default {1280} */
  width?: number;
  /** Height of its window in pixels. @default {800} */
  height?: number;
}

// deno-lint-ignore no-explicit-any
type Json = any;

/** A headless browser with one page, controlled over the DevTools protocol. */
export class Browser implements AsyncDisposable {
  /** Exceptions, errors and warnings on the console, and violations of the CSP. */
  readonly complaints: string[] = [];
  readonly #child: Deno.ChildProcess;
  /** Ends with what the browser prints. */
  readonly #printed: Promise<void>;
  readonly #profile: string;
  readonly #socket: WebSocket;
  readonly #pending = new Map<number, PromiseWithResolvers<Json>>();
  #lastId = 0;

  private constructor(
    child: Deno.ChildProcess,
    printed: Promise<void>,
    profile: string,
    socket: WebSocket,
  ) {
    this.#child = child;
    this.#printed = printed;
    this.#profile = profile;
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#hear(JSON.parse(data));
  }

  /** Starts a browser with an empty page. */
  static async start(options: BrowserOptions = {}): Promise<Browser> {
    const { args = [], width = 1280, height = 800 } = options;
    const profile = await Deno.makeTempDir();
    const child = new Deno.Command(program ?? "chromium", {
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--no-first-run",
        "--remote-debugging-port=0",
        `--window-size=${width},${height}`,
        `--user-data-dir=${profile}`,
        ...args,
        "about:blank",
      ],
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const { address: devTools, printed } = await devToolsAddress(child.stderr);
    const { host } = new URL(devTools);
    const targets: Json[] = await (await fetch(`http://${host}/json/list`)).json();
    const address = targets.find(({ type }) => type === "page").webSocketDebuggerUrl;
    const socket = new WebSocket(address);
    await new Promise((resolve) => socket.onopen = resolve);
    const browser = new Browser(child, printed, profile, socket);
    for (const domain of ["Page", "Runtime", "Log", "DOM"]) await browser.send(`${domain}.enable`);
    return browser;
  }

  /** Calls a method of the protocol. */
  send(method: string, params: Record<string, unknown> = {}): Promise<Json> {
    const id = ++this.#lastId;
    const answer = Promise.withResolvers<Json>();
    this.#pending.set(id, answer);
    this.#socket.send(JSON.stringify({ id, method, params }));
    return answer.promise;
  }

  /** Goes to a page and waits until it is loaded. */
  async open(url: string): Promise<void> {
    await this.send("Page.navigate", { url });
    const href = JSON.stringify(new URL(url).href);
    await this.until(`document.readyState === "complete" && location.href === ${href}`);
  }

  /** The value of an expression in the page. */
  async evaluate(expression: string): Promise<Json> {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
      userGesture: true,
    });
    if (exceptionDetails) throw new Error(`${expression}: ${describe(exceptionDetails)}`);
    return result.value;
  }

  /** Waits until an expression in the page is true, and returns how many milliseconds that took. */
  async until(expression: string, withinMs = 10_000): Promise<number> {
    const startedAt = performance.now();
    while (true) {
      if (await this.evaluate(expression)) return performance.now() - startedAt;
      if (performance.now() - startedAt > withinMs) {
        const text = await this.evaluate("document.body.innerText");
        throw new Error(`Not within ${withinMs} ms: ${expression}\n${this.complaints}\n${text}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Presses a key as a person would. */
  async press(key: "Tab" | "Enter" | "Space" | "ArrowDown"): Promise<void> {
    const code = { Tab: 9, Enter: 13, Space: 32, ArrowDown: 40 }[key];
    const text = { Tab: undefined, Enter: "\r", Space: " ", ArrowDown: undefined }[key];
    const named = { key: key === "Space" ? " " : key, code: key, windowsVirtualKeyCode: code };
    await this.send("Input.dispatchKeyEvent", { type: "keyDown", ...named, text });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...named });
  }

  /** Chooses files for an `<input type="file">`. */
  async chooseFiles(selector: string, paths: string[]): Promise<void> {
    // Now and then the page counts as hidden, and then it loads no video.
    await this.send("Page.bringToFront");
    const { root } = await this.send("DOM.getDocument");
    const { nodeId } = await this.send("DOM.querySelector", { nodeId: root.nodeId, selector });
    await this.send("DOM.setFileInputFiles", { nodeId, files: paths });
  }

  /** Drops files onto the middle of an element. */
  async dropFiles(selector: string, paths: string[]): Promise<void> {
    const [x, y] = await this.evaluate(
      `(({ x, y, width, height }) => [x + width / 2, y + height / 2])(
        document.querySelector("${selector}").getBoundingClientRect())`,
    );
    const data = { items: [], files: paths, dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"]) {
      await this.send("Input.dispatchDragEvent", { type, x, y, data });
    }
  }

  /** Sets media features: `prefers-color-scheme`, `prefers-reduced-motion`. */
  async prefer(features: Record<string, string>): Promise<void> {
    const list = Object.entries(features).map(([name, value]) => ({ name, value }));
    await this.send("Emulation.setEmulatedMedia", { features: list });
  }

  /** A screenshot as PNG: of what the window shows, or of the whole page. */
  async screenshot(path: string, whole = false): Promise<void> {
    const { data } = await this.send("Page.captureScreenshot", { captureBeyondViewport: whole });
    await Deno.writeFile(path, Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0)));
  }

  /** Closes the browser. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.onclose = null;
    const closed = new Promise((resolve) => this.#socket.onclose = resolve);
    void this.send("Browser.close").catch(() => {});
    await Promise.all([this.#child.status, this.#printed, closed]);
    // Its child processes may still be writing there.
    await Deno.remove(this.#profile, { recursive: true }).catch(() => {});
  }

  #hear({ id, method, params, result, error }: Json): void {
    const answer = this.#pending.get(id);
    this.#pending.delete(id);
    if (error) answer?.reject(new Error(error.message));
    else answer?.resolve(result);
    if (method === "Runtime.exceptionThrown") {
      this.complaints.push(describe(params.exceptionDetails));
    } else if (method === "Runtime.consoleAPICalled") {
      if (!["error", "warning", "assert"].includes(params.type)) return;
      const values = params.args.map((arg: Json) => arg.value ?? arg.description);
      this.complaints.push(`${params.type}: ${values.join(" ")}`);
    } else if (method === "Log.entryAdded") {
      const { level, text, url } = params.entry;
      if (level === "error" || level === "warning") {
        this.complaints.push(`${level}: ${text} ${url ?? ""}`);
      }
    }
  }
}

function describe({ text, exception }: Json): string {
  return exception?.description ?? text;
}

/** Reads the browser's output until it prints its address, and discards the rest until its end. */
async function devToolsAddress(
  stderr: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<{ address: string; printed: Promise<void> }> {
  const reader = stderr.pipeThrough(new TextDecoderStream()).getReader();
  let said = "";
  while (true) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`chromium: ${said}`);
    said += value;
    const address = said.match(/DevTools listening on (ws:\S+)\s/)?.[1];
    if (address === undefined) continue;
    const printed = (async () => {
      while (!(await reader.read()).done);
    })();
    return { address, printed };
  }
}

import { Validator } from "npm:@seriousme/openapi-schema-validator@2.11.0";
import { Ajv2020 } from "npm:ajv@8.20.0/dist/2020.js";
import { createHandler } from "../../src/http/handler.ts";
import type { HandlerOptions } from "../../src/http/handler_options.ts";
import { streamOptions } from "../../src/http/predict_options.ts";
import { picture } from "../support/service.ts";
import assert from "node:assert/strict";

// deno-lint-ignore no-explicit-any
type Json = any;

const goldens = new URL("../golden/image/pictures/", import.meta.url);

/** A service and its document. */
class Documented {
  readonly options: HandlerOptions;
  readonly #handler: ReturnType<typeof createHandler>;
  readonly #ajv = new Ajv2020({ strict: false, validateFormats: false });
  document: Json;

  constructor(options: HandlerOptions = {}) {
    this.options = options;
    this.#handler = createHandler(options);
  }

  async load(): Promise<this> {
    const response = await this.#handler(new Request("http://localhost/openapi.json"));
    this.document = await response.json();
    this.#ajv.addSchema(this.document, "document");
    return this;
  }

  /** Sends a request and checks that status, type and body of its answer are in the document. */
  async ask(method: string, path: string, query = "", init: RequestInit = {}): Promise<Response> {
    const { token } = this.options;
    const headers = { ...init.headers, ...(token && { authorization: `Bearer ${token}` }) };
    const url = `http://localhost${path}${query}`;
    const request = new Request(url, { ...init, method: method.toUpperCase(), headers });
    const response = await this.#handler(request);
    const promised = this.document.paths[path][method].responses[response.status];
    const type = response.headers.get("content-type")!.split(";")[0]!;
    const content = promised?.content[type];
    assert(content, `${method} ${path}${query}: ${response.status} ${type} is not in the document`);
    if (!type.endsWith("json")) return response;
    const pointer = ["paths", path, method, "responses", response.status, "content", type, "schema"]
      .map((key) => encodeURIComponent(String(key).replaceAll("~", "~0").replaceAll("/", "~1")));
    const validate = this.#ajv.getSchema(`document#/${pointer.join("/")}`)!;
    const isValid = validate(await response.clone().json());
    assert(isValid, `${method} ${path}${query}: ${JSON.stringify(validate.errors)}`);
    return response;
  }
}

/** Values of a parameter that its schema allows, and one that it does not. */
function valuesOf({ enum: names, type, minimum, maximum }: Json): { good: string[]; bad: string } {
  if (names) return { good: names, bad: "nonesuch" };
  if (type === "boolean") return { good: ["true", "false"], bad: "maybe" };
  return { good: [minimum, maximum ?? minimum + 1].map(String), bad: String(minimum - 1) };
}

Deno.test("openapi() writes a valid document of OpenAPI 3.1", async () => {
  for (const options of [{}, { token: "sesame" }]) {
    const { document } = await new Documented(options).load();
    const validator = new Validator();
    assert.deepEqual(await validator.validate(structuredClone(document)), { valid: true });
    assert.equal(validator.version, "3.1");
    assert.equal("token" in (document.components.securitySchemes ?? {}), "token" in options);
  }
});

Deno.test("the document names the answer to another name, and the values of a baseline", async () => {
  const service = await new Documented({ hosts: ["localhost"] }).load();
  for (const path of ["/models", "/healthz", "/metrics", "/openapi.json"]) {
    const headers = { host: "evil.example.com" };
    assert.equal((await service.ask("get", path, "", { headers })).status, 421);
  }
  const { pattern } = service.document.paths["/stream"].get.parameters
    .find(({ name }: Json) => name === "baseline").schema;
  for (const value of ["off", "auto", "3", "3s", "0.5s", "300ms", "0s", "0", "s", "neutral.jpg"]) {
    const query = new URLSearchParams({ baseline: value });
    const isRead = !isRefused(() => streamOptions(query, ["five"], "five"));
    assert.equal(new RegExp(pattern).test(value), isRead, value);
  }
});

function isRefused(fn: () => unknown): boolean {
  try {
    fn();
    return false;
  } catch {
    return true;
  }
}

Deno.test("requests from the document get the documented answers", async () => {
  for (const options of [{}, { token: "sesame" }] as { token?: string }[]) {
    const service = await new Documented(options).load();
    const bodies: Record<string, Uint8Array<ArrayBuffer>> = {
      "image/jpeg": await picture("grace_hopper.jpg"),
      "image/png": await picture("astronaut.png"),
      "image/webp": await Deno.readFile(new URL("lossy.webp", goldens)),
    };
    for (const [path, item] of Object.entries<Json>(service.document.paths)) {
      const [method, { parameters = [], requestBody }] = Object.entries<Json>(item)[0]!;
      if (requestBody === undefined) {
        const { status } = await service.ask(method, path);
        assert.equal(status, path === "/stream" ? 426 : 200);
        continue;
      }
      for (const type of Object.keys(requestBody.content)) {
        const form = new FormData();
        for (const [type, bytes] of Object.entries(bodies)) {
          form.append("picture", new File([bytes], `a.${type.slice(6)}`, { type }));
        }
        const init = type in bodies
          ? { headers: { "content-type": type }, body: bodies[type]! }
          : { body: form };
        assert.equal((await service.ask(method, path, "", init)).status, 200);
      }
      if (options.token) continue; // What follows is the same with one.
      const small = { headers: { "content-type": "image/webp" }, body: bodies["image/webp"]! };
      for (const { name, schema } of parameters) {
        const { good, bad } = valuesOf(schema);
        for (const value of good) {
          assert.equal((await service.ask(method, path, `?${name}=${value}`, small)).status, 200);
        }
        const { status } = await service.ask(method, path, `?${name}=${bad}`, small);
        assert.equal(status, name === "model" ? 404 : 400);
      }
      await service.ask(method, path, "", { ...small, body: new Uint8Array(0) });
      await service.ask(method, path, "", { ...small, headers: { "content-type": "text/html" } });
      await service.ask(method, path, "", { ...small, body: small.body.slice(0, 40) });
    }
  }
});

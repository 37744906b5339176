import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../build/audit.ts", import.meta.url));

/** Runs the audit of a lock with one package, in a registry that answers like that. */
async function audit(
  folder: string,
  answer: (asked: Record<string, string[]>) => Response,
): Promise<{ code: number; stdout: string }> {
  const lock = `${folder}/deno.lock`;
  await Deno.writeTextFile(lock, JSON.stringify({ npm: { "@a/b@1.2.3_c@4.0.0": {} } }));
  await using registry = Deno.serve({ port: 0, onListen: () => {} }, async (request) => {
    if (request.method === "GET") {
      const versions = { "1.2.3": { name: "@a/b", version: "1.2.3" } };
      return Response.json({ name: "@a/b", versions, "dist-tags": { latest: "1.2.3" } });
    }
    const body = new Uint8Array(await request.arrayBuffer());
    const isPacked = request.headers.get("content-encoding") === "gzip";
    return answer(JSON.parse(new TextDecoder().decode(isPacked ? gunzipSync(body) : body)));
  });
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", program, lock],
    env: {
      npm_config_registry: `http://127.0.0.1:${registry.addr.port}/`,
      npm_config_cache: folder,
      npm_config_fetch_retries: "0",
    },
  }).output();
  return { code, stdout: new TextDecoder().decode(stdout) };
}

const ignore = await new Deno.Command("npm", { args: ["--version"] }).output()
  .then(({ success }) => !success, () => true);

Deno.test({
  name: "deno task audit fails for a vulnerability, and tells of a registry without an answer",
  ignore,
  async fn() {
    const folder = await Deno.makeTempDir();
    const found = await audit(folder, (asked) => {
      assert.deepEqual(asked, { "@a/b": ["1.2.3"] });
      const advisory = {
        ...{ id: 1, url: "https://example.com/1", title: "Bad", severity: "high" },
        ...{ vulnerable_versions: "<2", cwe: [], cvss: { score: 8, vectorString: null } },
      };
      return Response.json({ "@a/b": [advisory] });
    });
    assert.equal(found.code, 1);
    assert.match(found.stdout, /@a\/b[^]*Severity: high\nBad/);
    const none = await audit(folder, () => Response.json({}));
    assert.deepEqual(none, { code: 0, stdout: "1 packages: found 0 vulnerabilities\n" });
    const silent = await audit(folder, () => new Response("", { status: 405 }));
    assert.equal(silent.code, 0);
    assert.match(silent.stdout, /^Not audited: the registry gives no answer\.\n/);
    await Deno.remove(folder, { recursive: true });
  },
});

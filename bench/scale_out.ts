// Predictions per second of one and two processes of the service behind nginx, measured in turns.
// Run as: deno run -A bench/scale_out.ts (needs nginx; Debian: apt install nginx-light)
import { measureCapacity } from "../tests/support/load.ts";
import { ServeProcess } from "../tests/support/serve_process.ts";

const rounds = 4, seconds = 8, clients = 6;

/** An nginx that passes each request to the process with the fewest open ones. */
function configOf(port: number, upstreams: readonly string[], folder: string): string {
  return `daemon off;
pid ${folder}/pid;
error_log ${folder}/error.log;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  client_max_body_size 10m;
  client_body_buffer_size 10m;
  upstream mien {
    least_conn;
${upstreams.map((url) => `    server ${new URL(url).host};`).join("\n")}
  }
  map $http_upgrade $connection_upgrade { default upgrade; "" ""; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://mien;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_next_upstream error timeout http_503 non_idempotent;
    }
  }
}
`;
}

async function measure(upstreams: readonly string[]): Promise<number> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/nginx.conf`, configOf(port, upstreams, folder));
  const path = `/usr/sbin:${Deno.env.get("PATH")}`;
  const args = ["-e", `${folder}/error.log`, "-c", `${folder}/nginx.conf`];
  const nginx = new Deno.Command("nginx", { args, env: { PATH: path } }).spawn();
  const url = `http://127.0.0.1:${port}/predict`;
  while (!await fetch(url).then((answer) => answer.body?.cancel().then(() => true), () => false));
  const body = await Deno.readFile(new URL("../fixtures/grace_hopper.jpg", import.meta.url));
  const rate = await measureCapacity({ url, seconds, body, type: "image/jpeg" }, clients);
  nginx.kill("SIGTERM");
  await nginx.status;
  await Deno.remove(folder, { recursive: true });
  return rate;
}

await using first = await ServeProcess.start();
await using second = await ServeProcess.start();
await Promise.all([first, second].map(async ({ url }) => {
  const body = await Deno.readFile(new URL("../fixtures/grace_hopper.jpg", import.meta.url));
  await measureCapacity({ url: `${url}/predict`, seconds: 1, body, type: "image/jpeg" }, 1);
}));
const ratios: number[] = [];
for (let round = 0; round < rounds; round++) {
  const one = await measure([first.url]), two = await measure([first.url, second.url]);
  ratios.push(two / one);
  // deno-lint-ignore no-console -- a program for people
  console.log(
    `1 process ${one.toFixed(1)}/s, 2 processes ${two.toFixed(1)}/s: ${(two / one).toFixed(2)}`,
  );
}
const low = Math.min(...ratios), high = Math.max(...ratios);
// deno-lint-ignore no-console -- a program for people
console.log(`two processes give ${low.toFixed(2)} to ${high.toFixed(2)} times as much`);

// What the service bears: hostile pictures, slow bodies, idle connections, floods of WebSockets.
// Run as: deno run -A bench/hostile.ts [FOLDER], with a folder of hostile JPEGs and PNGs of your own
import { hostileBodies } from "../tests/support/hostile.ts";
import { ServeProcess } from "../tests/support/serve_process.ts";

interface Body {
  readonly type: string;
  readonly body: BodyInit;
}

const good = await Deno.readFile(new URL("../fixtures/grace_hopper.jpg", import.meta.url));

async function ask(service: ServeProcess, { type, body }: Body): Promise<[number, number]> {
  const start = performance.now(), headers = { "content-type": type };
  const response = await fetch(`${service.url}/predict`, { method: "POST", headers, body });
  await response.arrayBuffer();
  return [response.status, performance.now() - start];
}

/** The most memory that a process has had, in megabytes. Linux only. */
async function peak({ pid }: ServeProcess): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)![1]) / 1000);
}

async function bodies(): Promise<Body[]> {
  const folder = Deno.args[0];
  if (folder === undefined) {
    const isFixed = ({ body, expected }: { body: BodyInit; expected: string }) =>
      /^4/.test(expected) && body instanceof Uint8Array && body.length < 1e6;
    return (await hostileBodies()).filter(isFixed);
  }
  const files = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  return await Promise.all(
    files.filter((name) => /\.(jpg|png)$/.test(name)).map(async (name) => ({
      type: name.endsWith("png") ? "image/png" : "image/jpeg",
      body: await Deno.readFile(`${folder}/${name}`),
    })),
  );
}

/** Asks with a good picture for a while, and tells how that went. */
async function whileAsking(service: ServeProcess, seconds: number): Promise<string> {
  const end = performance.now() + seconds * 1000, times: number[] = [];
  let lost = 0;
  while (performance.now() < end) {
    const [status, ms] = await ask(service, { type: "image/jpeg", body: good });
    if (status === 200) times.push(ms);
    else lost++;
  }
  times.sort((a, b) => a - b);
  const late = Math.round(times.at(-1)!), median = Math.round(times[times.length >> 1]!);
  return `${times.length} good ones answered, ${lost} not; median ${median} ms, most ${late} ms`;
}

function connect(service: ServeProcess): Promise<Deno.TcpConn> {
  const { hostname, port } = new URL(service.url);
  return Deno.connect({ hostname, port: Number(port) });
}

const tests: Readonly<Record<string, (service: ServeProcess) => Promise<string>>> = {
  async "1,000 hostile pictures"(service) {
    const all = await bodies();
    let slowest = 0;
    const statuses: Record<number, number> = {};
    for (let i = 0; i < 1000; i++) {
      const [status, ms] = await ask(service, all[i % all.length]!);
      statuses[status] = (statuses[status] ?? 0) + 1;
      slowest = Math.max(slowest, ms);
    }
    return `${JSON.stringify(statuses)}, slowest ${Math.round(slowest)} ms`;
  },
  async "2,000 idle connections"(service) {
    const idle = await Promise.all(Array.from({ length: 2000 }, () => connect(service)));
    const result = await whileAsking(service, 10);
    for (const connection of idle) connection.close();
    return result;
  },
  async "8 slow bodies"(service) {
    const head = new TextEncoder().encode(
      "POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: image/jpeg\r\n" +
        "Content-Length: 100000\r\n\r\n",
    );
    let isOver = false;
    const slow = Array.from({ length: 8 }, async () => {
      while (!isOver) {
        using connection = await connect(service);
        await connection.write(head);
        await connection.read(new Uint8Array(1000));
      }
    });
    const result = await whileAsking(service, 10);
    isOver = true;
    await Promise.all(slow);
    return result;
  },
  async "8 floods of 10 MB messages"(service) {
    const url = `${service.url.replace("http", "ws")}/stream`;
    const sockets = Array.from({ length: 8 }, () => new WebSocket(url));
    const message = new Uint8Array(10e6);
    const timer = setInterval(() => {
      for (const socket of sockets) {
        if (socket.readyState === 1 && socket.bufferedAmount < 20e6) socket.send(message);
      }
    }, 10);
    const result = await whileAsking(service, 10);
    clearInterval(timer);
    return `${result}; ${sockets.filter((socket) => socket.readyState > 1).length} of 8 closed`;
  },
};
for (const [name, test] of Object.entries(tests)) {
  await using service = await ServeProcess.start();
  await ask(service, { type: "image/jpeg", body: good });
  const result = await test(service);
  const [status] = await ask(service, { type: "image/jpeg", body: good });
  // deno-lint-ignore no-console -- a program for people
  console.log(`${name}: ${result}; then ${status}; peak ${await peak(service)} MB`);
}

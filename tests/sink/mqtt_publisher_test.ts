import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { MqttPublisher } from "../../src/sink/mqtt_publisher.ts";
import { Mosquitto, mosquittoTest } from "../support/mosquitto.ts";
import { listen, until } from "../support/mqtt_listener.ts";
import { recordAt } from "../support/records.ts";

const record = recordAt(0.48, { id: 1, emotion: "happy" });

mosquittoTest("MqttPublisher publishes records, and a retained status", async () => {
  await using broker = await Mosquitto.start();
  await using early = await listen(broker.port);
  const problems: string[] = [];
  {
    await using publisher = await MqttPublisher.open(`mqtt://127.0.0.1:${broker.port}/home/door`, {
      onProblem: (message) => problems.push(message),
    });
    for (let i = 0; i < 200; i++) {
      publisher.write({ ...record, frame: i });
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await until(() => early.of("home/door").length === 200);
    await using late = await listen(broker.port);
    await until(() => late.heard.length === 1);
    assert.deepEqual(late.heard, [["home/door/status*", "online"]], "records do not stay");
  }
  await until(() => early.of("home/door/status").length === 2);
  assert.deepEqual(early.of("home/door/status"), ["online", "offline"]);
  const records = early.of("home/door").map((payload) => JSON.parse(payload));
  assert.deepEqual(records.map(({ frame }) => frame), Array.from({ length: 200 }, (_, i) => i));
  assert.deepEqual(records[12], { ...record, frame: 12 });
  await using late = await listen(broker.port);
  await until(() => late.heard.length === 1);
  assert.deepEqual(late.heard, [["home/door/status*", "offline"]]);
  assert.deepEqual(problems, []);
});

mosquittoTest("MqttPublisher continues when the broker is restarted", async () => {
  await using broker = await Mosquitto.start();
  const problems: string[] = [];
  const url = `mqtt://127.0.0.1:${broker.port}/home/door`;
  await using publisher = await MqttPublisher.open(url, {
    onProblem: (message) => problems.push(message),
  });
  await broker.stop();
  await until(() => problems.length === 1);
  for (let i = 0; i < 50_000; i++) publisher.write(record);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  assert.equal(problems.length, 1, problems.join("; "));
  assert(problems[0]!.startsWith(`Cannot publish to ${url}: `), problems[0]);
  await broker.start();
  await using listener = await listen(broker.port);
  await until(() => problems.length === 2);
  assert.equal(problems[1], `Publishing to ${url} again: 50000 records were left out`);
  publisher.write({ ...record, frame: 1 });
  await until(() => listener.of("home/door").length > 0);
  assert.deepEqual(listener.of("home/door").map((payload) => JSON.parse(payload).frame), [1]);
  await until(() =>
    [...listener.of("home/door/status"), ...listener.of("home/door/status*")].length > 0
  );
});

mosquittoTest(
  "MqttPublisher neither waits for a hanging broker nor queues records without limit, and says so once",
  async () => {
    await using broker = await Mosquitto.start();
    const url = `mqtt://127.0.0.1:${broker.port}/home/door`;
    const problems: string[] = [];
    const publisher = await MqttPublisher.open(url, {
      onProblem: (message) => problems.push(message),
    });
    await using listener = await listen(broker.port);
    broker.signal("SIGSTOP");
    const before = Deno.memoryUsage().rss;
    for (let i = 0; i < 40_000; i++) {
      publisher.write({ ...record, source: "x".repeat(1000) });
      if (i % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const grownMb = (Deno.memoryUsage().rss - before) / 2 ** 20;
    assert(grownMb < 40, `${grownMb} MB`);
    assert.deepEqual(problems, [
      `Cannot publish to ${url}: records come faster than it takes them, some are left out`,
    ]);
    const started = performance.now();
    await publisher[Symbol.asyncDispose]();
    assert(performance.now() - started < 30_000, `${performance.now() - started} ms`);
    broker.signal("SIGCONT");
    await until(() => listener.of("home/door/status").includes("offline"));
  },
);

/** Runs a program to its end. */
async function execute(program: string, args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args, stderr: "piped" }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

/** A process that opens a publisher, prints its problems, and continues on request. */
async function spawnPublisher(url: string, ...flags: string[]): Promise<Deno.ChildProcess> {
  const module = import.meta.resolve("../../src/sink/mqtt_publisher.ts");
  const script = `import { MqttPublisher } from ${JSON.stringify(module)};
    try {
      await MqttPublisher.open(Deno.args[0], { onProblem: console.log });
    } catch (error) {
      console.log(error.code, error.permission, error.message);
      Deno.exit(1);
    }`;
  const config = fileURLToPath(new URL("../../deno.json", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--config", config, ...flags, "-", url],
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  await new Blob([script]).stream().pipeTo(child.stdin);
  return child;
}

mosquittoTest("MqttPublisher leaves a last will when its process is killed", async () => {
  await using broker = await Mosquitto.start();
  await using listener = await listen(broker.port);
  const address = `127.0.0.1:${broker.port}`;
  const child = await spawnPublisher(
    `mqtt://${address}/home/door`,
    ...[`--allow-net=${address}`, "--allow-env"],
  );
  await until(() => listener.of("home/door/status").length === 1);
  child.kill("SIGKILL");
  await child.output();
  await until(() => listener.of("home/door/status").length === 2);
  assert.deepEqual(listener.of("home/door/status"), ["online", "offline"]);
});

Deno.test("MqttPublisher names the permissions that it needs", async () => {
  const refusal = async (...flags: string[]) => {
    const child = await spawnPublisher("mqtt://me:secret@broker.local/home/door", ...flags);
    const { code, stdout } = await child.output();
    assert.equal(code, 1);
    return new TextDecoder().decode(stdout);
  };
  const action = "Cannot publish to mqtt://broker.local:1883/home/door";
  const host = "broker.local:1883";
  assert.equal(
    await refusal(),
    `permission-missing net=${host} ${action}: connecting to ${host} is not permitted\n`,
  );
  assert.equal(
    await refusal(`--allow-net=${host}`),
    `permission-missing env ${action}: reading environment variables is not permitted\n`,
  );
});

mosquittoTest(
  "MqttPublisher sends its credentials, and reports a broker that refuses them",
  async () => {
    await using broker = await Mosquitto.start(
      "password_file $FOLDER/passwords",
      (folder) => execute("mosquitto_passwd", ["-c", "-b", `${folder}/passwords`, "me", "p:ss"]),
    );
    const problems: string[] = [];
    const open = (user: string) =>
      MqttPublisher.open(`mqtt://${user}@127.0.0.1:${broker.port}/home/door`, {
        onProblem: (message) => problems.push(message),
      });
    await (await open("me:p%3Ass"))[Symbol.asyncDispose]();
    assert.deepEqual(problems, []);
    await using refused = await open("me:wrong");
    refused.write(record);
    await until(() => problems.length > 0);
    assert.match(
      problems[0]!,
      /door: Connection refused: Not authorized, trying again$/,
    );
  },
);

/** Creates `cert.pem` and `key.pem` for localhost, and the `ca.pem` that signed them. */
async function makeCertificates(folder: string): Promise<void> {
  const key = (
    name: string,
  ) => ["-newkey", "rsa:2048", "-nodes", "-keyout", `${folder}/${name}.pem`];
  const openssl = (...args: string[]) => execute("openssl", args);
  await openssl(
    ...["req", "-x509", "-subj", "/CN=ca", "-out", `${folder}/ca.pem`],
    ...key("ca_key"),
  );
  await openssl(
    ...["req", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
    ...["-out", `${folder}/request.pem`, ...key("key")],
  );
  await openssl(
    ...["x509", "-req", "-in", `${folder}/request.pem`, "-copy_extensions", "copy"],
    ...["-CA", `${folder}/ca.pem`, "-CAkey", `${folder}/ca_key.pem`, "-CAcreateserial"],
    ...["-out", `${folder}/cert.pem`],
  );
}

mosquittoTest("MqttPublisher uses TLS with a broker whose certificate is trusted", async () => {
  await using broker = await Mosquitto.start(
    "allow_anonymous true\ncertfile $FOLDER/cert.pem\nkeyfile $FOLDER/key.pem",
    makeCertificates,
  );
  const firstLine = async (...flags: string[]) => {
    const child = await spawnPublisher(`mqtts://localhost:${broker.port}/home/door`, ...flags);
    const timer = setTimeout(() => child.kill("SIGKILL"), 3000);
    const { stdout, stderr } = await child.output();
    clearTimeout(timer);
    return new TextDecoder().decode(stdout).split("\n")[0] + new TextDecoder().decode(stderr);
  };
  const flags = ["--allow-net", "--allow-env"];
  assert.match(
    await firstLine(...flags),
    /^Cannot publish to mqtts:.*, trying again$/,
  );
  assert.equal(await firstLine(...flags, `--cert=${broker.folder}/ca.pem`), "");
});

Deno.test("MqttPublisher reports a missing broker, and ends at once", async () => {
  const problems: string[] = [];
  {
    await using publisher = await MqttPublisher.open("mqtt://127.0.0.1:1/home/door", {
      onProblem: (message) => problems.push(message),
    });
    publisher.write(record);
  }
  assert.deepEqual(problems, [
    "Cannot publish to mqtt://127.0.0.1:1/home/door: connect ECONNREFUSED 127.0.0.1:1, trying again",
  ]);
});

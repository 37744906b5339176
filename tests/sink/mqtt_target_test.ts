import assert from "node:assert/strict";
import { OptionError } from "../../src/errors.ts";
import { parseMqttUrl } from "../../src/sink/mqtt_target.ts";

Deno.test("parseMqttUrl() reads host, port, topic and who we are", () => {
  assert.deepEqual(parseMqttUrl("mqtts://me%40home:p%3Ass@[::1]:8884/a/b%20c/%23?".slice(0, -4)), {
    protocol: "mqtts",
    host: "::1",
    port: 8884,
    topic: "a/b c/",
    username: "me@home",
    password: "p:ss",
  });
  assert.equal(parseMqttUrl("mqtts://host/a").port, 8883);
  assert.equal(parseMqttUrl("mqtt://host/a").port, 1883);
  assert.equal(parseMqttUrl("mqtt://host//a").topic, "/a");
});

Deno.test("parseMqttUrl() refuses what cannot be published to, and hides the password", () => {
  const refuses = (url: string, message: RegExp) =>
    assert.throws(
      () => parseMqttUrl(url),
      (error) => error instanceof OptionError && message.test(error.message),
    );
  const form = /: it must be mqtt:\/\/\[user:password@\]host\[:port\]\/topic$/;
  refuses("host/topic", form);
  refuses("http://host/topic", form);
  refuses("mqtt:///topic", form);
  refuses("mqtt://host:99999/topic", form);
  refuses("mqtt://me:secret@host", /^Cannot publish to mqtt:\/\/host: it names no topic/);
  refuses("mqtt://me:se/cr@et@host/a", /^Cannot publish to mqtt:\/\/host\/a: it must be/);
  refuses("mqtt://host/", /it names no topic/);
  refuses("mqtt://host/a/+/b", /cannot hold \+, # or NUL$/);
  refuses("mqtt://host/a/%23", /cannot hold \+, # or NUL$/);
  refuses("mqtt://host/a#b", /\? must be written as %3F and # as %23$/);
  refuses("mqtt://host/$SYS/a", /begin with \$ belong to the broker$/);
  refuses("mqtt://host/50%", /a % must be written as %25$/);
});

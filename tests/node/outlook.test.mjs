// The handler as Outlook loads it, a plain script, against the real server; only Office is a stub.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { CIVIL, RUDE, closedPort, port, token } from "./server.mjs";

const script = await readFile(new URL("../../examples/outlook/handler.js", import.meta.url), "utf8");
const manifest = await readFile(new URL("../../examples/outlook/manifest.xml", import.meta.url), "utf8");

/** What the handler gives to Outlook for a message. */
function send(body, { subject = "My lamp", stored = { port, token }, readable = true } = {}) {
  const handlers = {};
  const value = (found) => (...said) => said.at(-1)({ status: readable ? "succeeded" : "failed", value: found });
  const Office = {
    AsyncResultStatus: { Succeeded: "succeeded" },
    CoercionType: { Text: "text" },
    actions: { associate: (name, handler) => { handlers[name] = handler; } },
    context: {
      roamingSettings: { get: (name) => (name === "toneguard" ? stored : undefined) },
      mailbox: { item: { subject: { getAsync: value(subject) }, body: { getAsync: value(body) } } },
    },
  };
  runInContext(script, createContext({ Office, fetch, setTimeout, clearTimeout }));
  const [, named] = /LaunchEvent Type="OnMessageSend" FunctionName="(\w+)"/.exec(manifest);
  return new Promise((completed) => handlers[named]({ completed: (said) => completed({ ...said }) }));
}

test("a civil message leaves", async () => {
  assert.deepEqual(await send(CIVIL), { allowEvent: true });
});

for (const [language, text] of Object.entries(RUDE)) {
  test(`a rude message is held with what was found (${language})`, async () => {
    const { allowEvent, errorMessage } = await send(text);
    assert.equal(allowEvent, false);
    assert.ok(errorMessage.length <= 500);
    const [, quote] = /“(.+?)”/.exec(errorMessage);
    assert.ok(text.includes(quote));
  });
}

test("many findings fit into what Outlook shows", async () => {
  const { allowEvent, errorMessage } = await send(Object.values(RUDE).join("\n").repeat(5));
  assert.equal(allowEvent, false);
  assert.ok(errorMessage.length <= 500 && errorMessage.endsWith("…"));
});

test("the subject counts unless it came with the message that is answered", async () => {
  assert.equal((await send(CIVIL, { subject: "You are useless idiots" })).allowEvent, false);
  assert.equal((await send(CIVIL, { subject: "RE: You are useless idiots" })).allowEvent, true);
});

test("without a check the writer is told, and can send anyway", async () => {
  const cases = [
    [{ stored: { port: closedPort, token } }, /cannot be reached/],
    [{ stored: { port, token: "wrong".repeat(9) } }, /does not take the token/],
    [{ stored: null }, /token is not set/],
    [{ readable: false }, /does not say/],
  ];
  for (const [more, reason] of cases) {
    const { allowEvent, errorMessage } = await send(RUDE.en, more);
    assert.equal(allowEvent, false);
    assert.match(errorMessage, reason);
  }
  assert.match(manifest, /SendMode="PromptUser"/);
});

test("or it leaves in silence, where that was chosen", async () => {
  const stored = { port: closedPort, token, whenAway: "send" };
  assert.deepEqual(await send(RUDE.en, { stored }), { allowEvent: true });
});

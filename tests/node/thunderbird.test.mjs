// The add-on's own script against the real server; only Thunderbird is a stub.

import assert from "node:assert/strict";
import { test } from "node:test";
import { check, draftText, install } from "../../examples/thunderbird/guard.js";
import { CIVIL, RUDE, closedPort, port, token } from "./server.mjs";

/** Thunderbird as far as the add-on knows it: `writer` is told the findings and says "send", "edit" or "close". */
function thunderbird(stored, writer) {
  const heard = {};
  const seen = { windows: [], removed: [], findings: [], notices: [] };
  const event = (name) => ({ addListener: (listener) => { heard[name] = listener; } });
  const messenger = {
    storage: { local: { get: async (defaults) => ({ ...defaults, ...stored }) } },
    notifications: { create: async (notice) => { seen.notices.push(notice.message); } },
    compose: { onBeforeSend: event("beforeSend") },
    runtime: { onMessage: event("message") },
    windows: {
      onRemoved: event("removed"),
      create: async (window) => {
        if (writer === "broken") throw new Error("no window");
        const id = 100 + seen.windows.push(window);
        setTimeout(() => decide(id, new URLSearchParams(window.url.split("?")[1]).get("number")), 5);
        return { id };
      },
      remove: async (id) => { seen.removed.push(id); },
    },
  };
  const decide = async (id, number) => {
    const findings = await heard.message({ number, want: "findings" });
    seen.findings.push(findings);
    const said = typeof writer === "function" ? writer(findings) : writer;
    if (said === "close") heard.removed(id);
    else heard.message({ number, choice: said });
  };
  install(messenger, fetch);
  return { seen, send: (details) => heard.beforeSend({ id: 1 }, details) };
}

const draft = (plainTextBody, more = {}) => ({ type: "new", subject: "My lamp", plainTextBody, ...more });

test("a civil message leaves, and nobody is asked", async () => {
  const { seen, send } = thunderbird({ port, token }, "edit");
  assert.deepEqual(await send(draft(CIVIL)), {});
  assert.deepEqual([seen.windows, seen.notices], [[], []]);
});

for (const [language, text] of Object.entries(RUDE)) {
  test(`a rude message stays, with its findings shown (${language})`, async () => {
    const { seen, send } = thunderbird({ port, token }, "edit");
    assert.deepEqual(await send(draft(text)), { cancel: true });
    assert.equal(seen.windows[0].type, "popup");
    assert.ok(!decodeURI(seen.windows[0].url).includes(text.slice(0, 4)), "no words in the address");
    const [{ verdict, findings }] = seen.findings;
    assert.equal(verdict, "hold");
    assert.equal(findings[0].level, "strong");
    assert.ok(findings.every(({ quote, message }) => text.includes(quote) && message));
    assert.deepEqual(seen.removed, [101]);
    assert.deepEqual(seen.notices, []);
  });
}

test("send anyway counts once", async () => {
  const answers = ["send", "edit"];
  const { seen, send } = thunderbird({ port, token }, () => answers.shift());
  assert.deepEqual(await send(draft(RUDE.en)), {});
  assert.deepEqual(await send(draft(RUDE.en)), { cancel: true });
  assert.equal(seen.windows.length, 2);
});

test("a window that is closed means edit", async () => {
  const { send } = thunderbird({ port, token }, "close");
  assert.deepEqual(await send(draft(RUDE.en)), { cancel: true });
});

test("two messages at once are answered each by its own", async () => {
  const writer = ({ findings }) => (findings.some(({ quote }) => quote.includes("kayo")) ? "send" : "edit");
  const { send } = thunderbird({ port, token }, writer);
  assert.deepEqual(await Promise.all([send(draft(RUDE.tl)), send(draft(RUDE.en))]), [{}, { cancel: true }]);
});

test("it fails open, loudly", async () => {
  const cases = [
    [{ port: closedPort, token }, /cannot be reached/],
    [{ port, token: "wrong".repeat(9) }, /does not take the token/],
    [{ port, token: "" }, /token is not set/],
  ];
  for (const [stored, reason] of cases) {
    const { seen, send } = thunderbird(stored, "edit");
    assert.deepEqual(await send(draft(RUDE.en)), {});
    assert.equal(seen.notices.length, 1);
    assert.match(seen.notices[0], reason);
  }
});

test("what Thunderbird keeps back, or cannot show, fails open too", async () => {
  const silent = thunderbird({ port, token }, "edit");
  assert.deepEqual(await silent.send({ type: "new", subject: "My lamp" }), {});
  assert.match(silent.seen.notices[0], /does not say/);
  const blind = thunderbird({ port, token }, "broken");
  assert.deepEqual(await blind.send(draft(RUDE.en)), {});
  assert.match(blind.seen.notices[0], /could not be shown/);
});

test("a message that is too large for the server leaves, loudly", async () => {
  const { seen, send } = thunderbird({ port, token }, "edit");
  assert.deepEqual(await send(draft("You idiots. ".repeat(200000))), {});
  assert.match(seen.notices[0], /too-large/);
});

test("the subject counts where the writer chose it, quoted mail never", async () => {
  assert.equal(draftText(draft("Hello", { subject: "Re: Lamp" })), "Hello");
  assert.equal(draftText(draft("Hello", { type: "reply", subject: "Lamp" })), "Hello");
  assert.equal(draftText(draft("Hello")), "My lamp\n\nHello");
  const { seen, send } = thunderbird({ port, token }, "edit");
  assert.deepEqual(await send(draft(`${CIVIL}\n> you people are useless idiots\n`, { type: "reply" })), {});
  assert.deepEqual(await send(draft(CIVIL, { subject: "You are useless idiots" })), { cancel: true });
  assert.equal(seen.windows.length, 1);
});

test("places are those of JavaScript", async () => {
  const text = "😀😀 You people are useless idiots.";
  const { findings } = await check(text, { port, token, kind: "complaint" }, fetch);
  assert.ok(findings.length);
  for (const { start, end, quote } of findings) assert.equal(text.slice(start, end), quote);
});

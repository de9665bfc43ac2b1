// What happens between "Send" and the message leaving. No word of it goes anywhere but to 127.0.0.1.

export const DEFAULTS = { port: 8425, token: "", kind: "" };
const SECONDS = 12; // a little more than the server takes at most, unless it was told otherwise

/** An answer that is no report; `reason` is for people. */
export class Unchecked extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

const ANSWER = /^\s*(re|aw|sv|antw|fwd?|wg|tr|جواب|sagot)\s*(\[\d+\])?\s*:/iu;

/** What the writer chose: the subject, unless it came with the message that is answered, and the body in plain text. */
export function draftText({ type, subject, plainTextBody }) {
  if (typeof plainTextBody !== "string") throw new Unchecked("Thunderbird does not say what is in the message");
  const chosen = type === "reply" || type === "forward" || ANSWER.test(subject ?? "") ? "" : (subject ?? "").trim();
  return chosen ? `${chosen}\n\n${plainTextBody}` : plainTextBody;
}

/** The server's report on a text, places in UTF-16 as JavaScript counts. Throws Unchecked, whatever went wrong. */
export async function check(text, options, fetch) {
  if (!options.token) throw new Unchecked("the token is not set: see the add-on's options");
  const request = { text, offsets: "utf-16", channel: "email", kind: options.kind || null };
  let answer;
  let report;
  try {
    answer = await fetch(`http://127.0.0.1:${options.port}/check`, {
      method: "POST",
      headers: { Authorization: `Bearer ${options.token}`, "Content-Type": "application/json" },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(SECONDS * 1000),
      credentials: "omit",
      redirect: "error",
    });
    report = await answer.json();
  } catch (error) {
    const late = error?.name === "TimeoutError";
    throw new Unchecked(late ? "toneguard serve took too long" : "toneguard serve cannot be reached");
  }
  if (answer.status === 401) throw new Unchecked("toneguard serve does not take the token: see the add-on's options");
  if (!answer.ok) throw new Unchecked(`toneguard serve cannot check it (${report?.error?.code ?? answer.status})`);
  if (!Array.isArray(report?.findings)) throw new Unchecked("something else than toneguard answers at that port");
  return report;
}

/** What the window with the findings shows. */
export function shown(report) {
  const byWeight = [...report.findings].sort((a, b) => (b.level === "strong") - (a.level === "strong"));
  return {
    verdict: report.verdict,
    findings: byWeight.map(({ quote, level, message, replacements }) => ({ quote, level, message, replacements })),
    missing: report.guidance.filter((item) => !item.met).map((item) => item.message),
  };
}

/** Listen for messages that are about to be sent, and for what the writer says in the window with the findings. */
export function install(messenger, fetch) {
  const asked = new Map(); // number of the question -> { findings, decide, window }
  let questions = 0;

  const beforeSend = async (_tab, details) => {
    let report;
    try {
      const options = { ...DEFAULTS, ...(await messenger.storage.local.get(DEFAULTS)) };
      report = await check(draftText(details), options, fetch);
    } catch (error) {
      await tell(messenger, error instanceof Unchecked ? error.reason : "the add-on failed");
      return {};
    }
    if (report.verdict === "pass") return {};
    const number = String((questions += 1));
    try {
      return (await ask(messenger, asked, number, shown(report))) === "send" ? {} : { cancel: true };
    } catch {
      await tell(messenger, "the findings could not be shown");
      return {};
    } finally {
      asked.delete(number);
    }
  };

  const onMessage = (message) => {
    const question = asked.get(message?.number);
    if (message?.want === "findings") return Promise.resolve(question?.findings);
    if (message?.choice === "send" || message?.choice === "edit") question?.decide(message.choice);
    return undefined;
  };

  const onRemoved = (window) => {
    for (const question of asked.values()) if (question.window === window) question.decide("edit");
  };

  messenger.compose.onBeforeSend.addListener(beforeSend);
  messenger.runtime.onMessage.addListener(onMessage);
  messenger.windows.onRemoved.addListener(onRemoved);
}

/** "send" or "edit", as the writer says; a window that is closed says "edit". The choice counts for this sending only. */
async function ask(messenger, asked, number, findings) {
  const question = { findings, window: undefined };
  const choice = new Promise((decide) => Object.assign(question, { decide }));
  asked.set(number, question);
  const url = `findings.html?number=${number}`;
  question.window = (await messenger.windows.create({ url, type: "popup", width: 560, height: 520 })).id;
  const said = await choice;
  await messenger.windows.remove(question.window).catch(() => {}); // the writer may have closed it
  return said;
}

/** Say that a message leaves unchecked. */
async function tell(messenger, reason) {
  const notice = { type: "basic", title: "Sent without a check of its tone", message: reason };
  await Promise.resolve(messenger.notifications.create(notice)).catch(() => {});
}

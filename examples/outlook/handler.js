// Smart Alerts: what happens between "Send" and the message leaving. No word of it goes anywhere but to 127.0.0.1.
// One plain script without imports, async or await: classic Outlook on Windows runs it without a page around it.

var DEFAULTS = { port: 8425, token: "", kind: "", whenAway: "ask" };
var MILLISECONDS = 12000; // a little more than the server takes at most, unless it was told otherwise
var LONGEST = 450; // Outlook shows 500 characters of a message to the writer

/** The value of one of Office's getAsync calls. */
function got(source, argument) {
  return new Promise(function (resolve, reject) {
    function done(result) {
      if (result.status === Office.AsyncResultStatus.Succeeded) resolve(result.value);
      else reject(new Error("Outlook does not say what is in the message"));
    }
    if (argument === undefined) source.getAsync(done);
    else source.getAsync(argument, done);
  });
}

/** What the writer chose: the subject, unless it came with the message that is answered, and the body in plain text. */
function draftText(item) {
  return Promise.all([got(item.subject), got(item.body, Office.CoercionType.Text)]).then(function (parts) {
    var subject = (parts[0] || "").trim();
    var answers = /^(re|aw|sv|antw|fwd?|wg|tr|جواب|sagot)\s*(\[\d+\])?\s*:/i.test(subject);
    return subject && !answers ? subject + "\n\n" + parts[1] : parts[1];
  });
}

/** What the promise gives, unless the time is over first. */
function inTime(promise) {
  var timer;
  var late = new Promise(function (_resolve, reject) {
    timer = setTimeout(function () {
      reject(new Error("toneguard serve took too long"));
    }, MILLISECONDS);
  });
  return Promise.race([promise, late]).then(
    function (value) {
      clearTimeout(timer);
      return value;
    },
    function (error) {
      clearTimeout(timer);
      throw error;
    }
  );
}

/** The server's report on a text. Rejects with a reason for people. */
function check(text, options) {
  if (!options.token) return Promise.reject(new Error("the token is not set: see the add-in's settings"));
  var request = { text: text, offsets: "utf-16", channel: "email", kind: options.kind || null };
  return fetch("http://127.0.0.1:" + options.port + "/check", {
    method: "POST",
    headers: { Authorization: "Bearer " + options.token, "Content-Type": "application/json" },
    body: JSON.stringify(request),
    credentials: "omit",
  }).then(
    function (answer) {
      if (answer.status === 401) throw new Error("toneguard serve does not take the token");
      if (!answer.ok) throw new Error("toneguard serve cannot check it (" + answer.status + ")");
      return answer.json();
    },
    function () {
      throw new Error("toneguard serve cannot be reached");
    }
  );
}

/** What Outlook tells the writer: the heaviest findings, as many as there is room for. */
function told(report) {
  var ordered = report.findings.slice().sort(function (a, b) {
    return (b.level === "strong") - (a.level === "strong");
  });
  var lines = ordered.map(function (finding) {
    return "“" + finding.quote.slice(0, 60) + "”: " + finding.message;
  });
  report.guidance.forEach(function (item) {
    if (!item.met) lines.push(item.message);
  });
  var text = "How this may come across:";
  for (var n = 0; n < lines.length; n += 1) {
    if (text.length + lines[n].length + 1 > LONGEST) return text + "\n…";
    text += "\n" + lines[n];
  }
  return text;
}

/** Outlook's event. With SendMode="PromptUser" (see manifest.xml) a message that is not allowed can be sent anyway. */
function onMessageSendHandler(event) {
  var options = Object.assign({}, DEFAULTS, Office.context.roamingSettings.get("toneguard"));
  inTime(
    draftText(Office.context.mailbox.item).then(function (text) {
      return check(text, options);
    })
  ).then(
    function (report) {
      if (report.verdict === "pass") event.completed({ allowEvent: true });
      else event.completed({ allowEvent: false, errorMessage: told(report) });
    }
  ).catch(function (error) {
    // It fails open: "Send Anyway" is one click away. Once the event is allowed Outlook can say nothing any more, so
    // the one way to be loud is to ask; whenAway: "send" lets the message go in silence.
    if (options.whenAway === "send") event.completed({ allowEvent: true });
    else event.completed({ allowEvent: false, errorMessage: "The tone was not checked: " + error.message + "." });
  });
}

Office.actions.associate("onMessageSendHandler", onMessageSendHandler);

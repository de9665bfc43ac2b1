// Words of the message are put in as text, never as markup.

/** A list item of lines, each in its own direction. */
function item(lines) {
  const li = document.createElement("li");
  for (const [kind, text] of lines) {
    const p = document.createElement("p");
    p.dir = "auto";
    p.className = kind;
    p.textContent = text;
    li.append(p);
  }
  return li;
}

function lines(finding) {
  const better = finding.replacements.filter((words) => words.trim()).slice(0, 2);
  const tried = better.length ? [["try", `Try: ${better.join(" / ")}`]] : [];
  return [[finding.level, `“${finding.quote}”`], ["advice", finding.message], ...tried];
}

const number = new URLSearchParams(location.search).get("number");
const choose = (choice) => () => messenger.runtime.sendMessage({ number, choice });
document.getElementById("edit").addEventListener("click", choose("edit"));
document.getElementById("send").addEventListener("click", choose("send"));

const { findings, missing } = await messenger.runtime.sendMessage({ number, want: "findings" });
document.getElementById("findings").append(...findings.map((finding) => item(lines(finding))));
document.getElementById("missing").append(...missing.map((message) => item([["advice", message]])));

import { DEFAULTS, check } from "./guard.js";

const form = document.getElementById("options");
const state = document.getElementById("state");

const kept = await messenger.storage.local.get(DEFAULTS);
for (const name of Object.keys(DEFAULTS)) form.elements[name].value = kept[name];

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { port, token, kind } = Object.fromEntries(new FormData(form));
  const options = { port: Number(port), token: token.trim(), kind };
  await messenger.storage.local.set(options);
  state.textContent = await check("", options, fetch).then(
    () => "Saved; the server answers.",
    (error) => `Saved, but ${error.reason ?? "the server does not answer"}.`,
  );
});

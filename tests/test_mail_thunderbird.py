"""A real Thunderbird with the add-on of the example: messages sent through it to a mail server on this machine.

It is driven by Marionette, which every Thunderbird has: JSON with its length in front, over a socket.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_mail_mailers import CIVIL, RUDE
from test_mail_mailers import Server as Mailbox
from test_mail_serve import EXAMPLES, SECONDS, _connect, _start, _stop

THUNDERBIRD = os.environ.get("TONEGUARD_THUNDERBIRD") or shutil.which("thunderbird") or ""

pytestmark = [
    pytest.mark.skipif(not THUNDERBIRD, reason="thunderbird is not installed (or set TONEGUARD_THUNDERBIRD)"),
    pytest.mark.skipif(importlib.util.find_spec("waitress") is None, reason="waitress is not installed"),
    pytest.mark.skipif(importlib.util.find_spec("aiosmtpd") is None, reason="aiosmtpd is not installed"),
]

COMPOSE = """
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const make = (name, kind) => Cc[`@mozilla.org/messengercompose/${name};1`].createInstance(kind);
const fields = make("composefields", Ci.nsIMsgCompFields);
const params = make("composeparams", Ci.nsIMsgComposeParams);
Object.assign(fields, { from: "a@example.org", to: "b@example.org", subject: "My lamp", body: said.body });
Object.assign(params, { composeFields: fields, type: Ci.nsIMsgCompType.New, format: said.format });
params.identity = MailServices.accounts.defaultAccount.defaultIdentity;
MailServices.compose.OpenComposeWindowWithParams(null, params);
await until(() => Services.wm.getMostRecentWindow("msgcompose")?.gMsgCompose);
await new Promise((later) => setTimeout(later, 1500));
"""
SEND = 'Services.wm.getMostRecentWindow("msgcompose").goDoCommand("cmd_sendNow");'
WRITING = 'return [...Services.wm.getEnumerator("msgcompose")].length;'
POPUP = """
const shown = () => [...Services.wm.getEnumerator(null)]
  .flatMap((window) => [...window.document.querySelectorAll("browser")])
  .find((browser) => browser.currentURI?.spec.includes("findings.html"));
await until(shown);
const manager = shown().messageManager;
const script = `
  const text = () => content.document.body.innerText;
  const wait = () => content.document.querySelector("li") ? sendAsyncMessage("test:text", text())
    : content.setTimeout(wait, 50);
  addMessageListener("test:click", ({ data }) => content.document.getElementById(data).click());
  wait();`;
const read = new Promise((resolve) => manager.addMessageListener("test:text", ({ data }) => resolve(data)));
manager.loadFrameScript(`data:application/javascript;charset=utf-8,${encodeURIComponent(script)}`, false);
const text = await read;
manager.sendAsyncMessage("test:click", said.click);
await until(() => !shown());
return text;
"""
OPTIONS = """
const { extension } = WebExtensionPolicy.getByID("toneguard@toneguard.invalid");
const tabmail = Services.wm.getMostRecentWindow("mail:3pane").document.getElementById("tabmail");
const { browser } = tabmail.openTab("contentTab", {
  url: extension.baseURL + "options.html",
  linkHandler: "single-page",
  triggeringPrincipal: extension.principal,
  initialBrowsingContextGroupId: extension.policy.browsingContextGroupId,
});
const script = `
  const form = () => content.document.getElementById("options");
  const state = () => content.document.getElementById("state").textContent;
  const wait = () => state() ? sendAsyncMessage("test:state", state()) : content.setTimeout(wait, 50);
  const fill = ({ data }) => {
    if (!form()?.elements.port.value) return content.setTimeout(fill, 50, { data });
    for (const name in data) form().elements[name].value = data[name];
    form().requestSubmit();
    wait();
  };
  addMessageListener("test:fill", fill);`;
await until(() => browser.currentURI?.spec.endsWith("options.html"));
const state = new Promise((resolve) => browser.messageManager.addMessageListener("test:state", (m) => resolve(m.data)));
browser.messageManager.loadFrameScript(`data:application/javascript;charset=utf-8,${encodeURIComponent(script)}`, false);
browser.messageManager.sendAsyncMessage("test:fill", said);
return await state;
"""
PREFERENCES = {
    "mail.accountmanager.accounts": "account1,account2",
    "mail.accountmanager.defaultaccount": "account2",
    "mail.accountmanager.localfoldersserver": "server1",
    "mail.account.account1.server": "server1",
    "mail.account.account2.server": "server2",
    "mail.account.account2.identities": "id1",
    "mail.server.server1.type": "none",
    "mail.server.server1.hostname": "Local Folders",
    "mail.server.server1.userName": "nobody",
    "mail.server.server2.type": "pop3",
    "mail.server.server2.hostname": "127.0.0.1",
    "mail.server.server2.userName": "a",
    "mail.server.server2.check_new_mail": False,
    "mail.server.server2.login_at_startup": False,
    "mail.identity.id1.fullName": "A",
    "mail.identity.id1.useremail": "a@example.org",
    "mail.identity.id1.smtpServer": "smtp1",
    "mail.identity.id1.valid": True,
    "mail.identity.id1.fcc": False,
    "mail.smtpservers": "smtp1",
    "mail.smtp.defaultserver": "smtp1",
    "mail.smtpserver.smtp1.hostname": "127.0.0.1",
    "mail.smtpserver.smtp1.try_ssl": 0,
    "mail.smtpserver.smtp1.authMethod": 1,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.shell.checkDefaultClient": False,
    "mailnews.start_page.enabled": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "app.update.enabled": False,
}


class Thunderbird:
    """A Thunderbird without a screen, with the add-on in it."""

    def __init__(self, folder: Path, addon: Path, mail_port: int) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        profile = folder / "profile"
        profile.mkdir()
        chosen = PREFERENCES | {"marionette.port": port, "mail.smtpserver.smtp1.port": mail_port}
        rows = [f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in chosen.items()]
        (profile / "user.js").write_text("".join(rows))
        command = [
            THUNDERBIRD,
            "--headless",
            "--marionette",
            "--remote-allow-system-access",
            "--no-remote",
            "--profile",
        ]
        log = (folder / "log").open("w")
        self.process = subprocess.Popen(
            [*command, str(profile)], stdout=log, stderr=log, env={**os.environ, "HOME": str(folder)}
        )
        log.close()
        self._pending = b""
        self._socket = self._connected(port)
        self._read()
        self._said("WebDriver:NewSession", capabilities={})
        self._said("Marionette:SetContext", value="chrome")
        self._said("Addon:Install", path=str(addon), temporary=True)

    def _connected(self, port: int) -> socket.socket:
        end = time.monotonic() + SECONDS
        while True:
            plain = socket.socket()
            plain.settimeout(SECONDS)
            try:
                _connect(plain, ("127.0.0.1", port))
            except OSError:
                plain.close()
                assert time.monotonic() < end
                time.sleep(0.2)
            else:
                return plain

    def _read(self) -> Any:
        while b":" not in self._pending:
            self._pending += self._socket.recv(65536)
        length, _, rest = self._pending.partition(b":")
        while len(rest) < int(length):
            rest += self._socket.recv(65536)
        self._pending = rest[int(length) :]
        return json.loads(rest[: int(length)])

    def _said(self, name: str, **parameters: Any) -> Any:
        data = json.dumps([0, 1, name, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(data), data))
        _, _, error, value = self._read()
        assert error is None, error
        return value

    def run(self, script: str, **said: Any) -> Any:
        """What a script inside Thunderbird returns."""
        until = "const until = async (done) => { while (!done()) await new Promise((r) => setTimeout(r, 50)); };"
        body = f"const said = arguments[0]; const done = arguments[1]; {until} (async () => {{ {script} }})()"
        body += ".then((value) => done({ value }), (error) => done({ error: String(error) }));"
        answer = self._said("WebDriver:ExecuteAsyncScript", script=body, args=[said], scriptTimeout=30_000)["value"]
        assert "error" not in answer, answer
        return answer.get("value")

    def close(self) -> None:
        """End it and wait for that."""
        self._socket.close()
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """Where sent messages arrive."""
    running = Mailbox()
    yield running
    running.stop()


def test_thunderbird_asks_before_it_sends(tmp_path: Path, mailbox: Mailbox) -> None:
    """A civil message leaves; a rude one is shown and stays, or leaves once; with the server away it leaves."""
    server = _start(tmp_path)
    thunderbird = Thunderbird(tmp_path, EXAMPLES / "thunderbird", mailbox.port)

    def arrived(count: int) -> None:
        end = time.monotonic() + SECONDS
        while len(mailbox.received) < count or thunderbird.run(WRITING):
            assert time.monotonic() < end
            time.sleep(0.1)
        assert len(mailbox.received) == count

    try:
        assert thunderbird.run(OPTIONS, port=server.port, token=server.token) == "Saved; the server answers."
        thunderbird.run(COMPOSE, body=CIVIL["en"], format=2)
        thunderbird.run(SEND)
        arrived(1)
        thunderbird.run(COMPOSE, body=RUDE["en"], format=2)
        thunderbird.run(SEND)
        assert "useless" in thunderbird.run(POPUP, click="edit")
        assert (thunderbird.run(WRITING), len(mailbox.received)) == (1, 1)
        thunderbird.run(SEND)
        thunderbird.run(POPUP, click="send")
        arrived(2)
        thunderbird.run(COMPOSE, body="<p>سنو،</p><p>تم سب <b>چور</b> ہو۔</p>", format=1)
        thunderbird.run(SEND)
        assert "چور" in thunderbird.run(POPUP, click="send")
        arrived(3)
        _stop(server)
        thunderbird.run(COMPOSE, body=RUDE["tl"], format=2)
        thunderbird.run(SEND)
        arrived(4)
    finally:
        thunderbird.close()
        server.process.kill()

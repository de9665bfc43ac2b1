"""Mail from programs, as the examples show it: real smtplib and a real server, and a real Django."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

import toneguard

ROOT = str(Path(toneguard.__file__).parents[1])
EXAMPLES = Path(__file__).parents[1] / "examples"

DJANGO = """
import sys
sys.path[:0] = [{root!r}, {examples!r}]
from django.conf import settings
settings.configure(EMAIL_BACKEND="django_backend.GuardedBackend",
                   GUARDED_EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
from django.core import mail
from toneguard.mail import HeldError
civil = mail.EmailMultiAlternatives("Your lamp", "We will send a new lamp by Friday.", "a@example.org", ["b@example.org"])
civil.attach_alternative("<p>We will send a new lamp by Friday.</p>", "text/html")
civil.attach("log.txt", "you people are useless idiots", "text/plain")
rude = mail.EmailMessage("Lamp", "You people are useless idiots.", "a@example.org", ["b@example.org"])
assert civil.send() == 1
try:
    rude.send()
except HeldError as held:
    assert "idiots" not in str(held).replace("/idiots", "")
else:
    raise AssertionError("sent")
rude.connection = None  # Django keeps the one of the first try
assert rude.send(fail_silently=True) == 0
assert mail.get_connection().send_messages([civil, civil]) == 2
print([message.subject for message in mail.outbox])
"""

SMTPLIB = """
import asyncio, smtplib, sys, threading
sys.path.insert(0, {root!r})
from email import policy
from email.message import EmailMessage
from aiosmtpd.smtp import SMTP
from toneguard.mail import HeldError, guard

class Keep:
    received = []
    async def handle_DATA(self, server, session, envelope):
        self.received.append(envelope.original_content)
        return "250 OK"

loop = asyncio.new_event_loop()
server = loop.run_until_complete(loop.create_server(lambda: SMTP(Keep()), "127.0.0.1", 0))
threading.Thread(target=loop.run_forever, daemon=True).start()
def draft(text):
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Lamp", "a@example.org", "b@example.org"
    message.set_content(text)
    return message
with smtplib.SMTP("127.0.0.1", server.sockets[0].getsockname()[1], timeout=20) as smtp:
    send_message, sendmail = guard(smtp.send_message), guard(smtp.sendmail)
    civil, rude = draft("When will my lamp arrive?\\n"), draft("You people are useless idiots.\\n")
    send_message(civil)
    sendmail("a@example.org", ["b@example.org"], civil.as_bytes(policy=policy.SMTP))
    for send in (lambda: send_message(rude), lambda: sendmail("a@example.org", ["b@example.org"], rude.as_string())):
        try:
            send()
        except HeldError:
            continue
        raise AssertionError("sent")
print([content == civil.as_bytes(policy=policy.SMTP) for content in Keep.received])
"""


def _run(code: str) -> str:
    filled = code.format(root=ROOT, examples=str(EXAMPLES))
    done = subprocess.run([sys.executable, "-c", filled], capture_output=True, check=False, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.skipif(importlib.util.find_spec("django") is None, reason="Django is not installed")
def test_django_sends_through_the_guard() -> None:
    """The backend of the example, named in the setting; attachments are not judged."""
    assert _run(DJANGO) == "['Your lamp', 'Your lamp', 'Your lamp']"


@pytest.mark.skipif(importlib.util.find_spec("aiosmtpd") is None, reason="aiosmtpd is not installed")
def test_smtplib_sends_through_the_guard() -> None:
    """Both of its ways, to a server on this machine; what arrives is what was sent."""
    assert _run(SMTPLIB) == "[True, True]"

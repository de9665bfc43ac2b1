"""A mail backend for Django that holds what should not go out, and gives the rest to another backend.

In settings.py:

    EMAIL_BACKEND = "yourproject.django_backend.GuardedBackend"
    GUARDED_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
"""

import sys

from toneguard.mail import HeldError, check_message
from toneguard.report import Verdict

try:
    from django.conf import settings
    from django.core.mail import EmailMessage, get_connection, send_mail
    from django.core.mail.backends.base import BaseEmailBackend
except ImportError:
    print("this example needs Django: pip install django")
    sys.exit(0)


class GuardedBackend(BaseEmailBackend):
    """Sends through GUARDED_EMAIL_BACKEND; a message held raises HeldError, or is left out with `fail_silently`."""

    def __init__(self, *, fail_silently: bool = False, **options: object) -> None:
        super().__init__(fail_silently=fail_silently)
        self.inner = get_connection(settings.GUARDED_EMAIL_BACKEND, fail_silently=fail_silently, **options)

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        """How many were sent; as Django has it, those before the one that is held have left by then."""
        return sum(self._send(message) for message in email_messages)

    def _send(self, message: EmailMessage) -> int:
        mail = check_message(message.message(), kind="reply")
        if mail.verdict in (Verdict.REVISE, Verdict.HOLD):
            if self.fail_silently:
                return 0
            raise HeldError(mail)
        return self.inner.send_messages([message]) or 0


def main() -> None:
    """Two drafts; only the civil one reaches the backend inside, which prints it."""
    here = "__main__" if __name__ == "__main__" else __name__
    settings.configure(
        EMAIL_BACKEND=f"{here}.GuardedBackend", GUARDED_EMAIL_BACKEND="django.core.mail.backends.console.EmailBackend"
    )
    for text in (
        "Hello Sam, thank you for writing. We will send a new lamp by Friday.",
        "As I already told you, read the terms. This is not our problem.",
    ):
        try:
            send_mail("Your lamp", text, "care@example.org", ["sam@example.org"])
        except HeldError as held:
            print("held:", held)


if __name__ == "__main__":
    main()

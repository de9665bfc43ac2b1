"""Send mail from a program through `guard`: what should not go out raises HeldError instead."""

from email.message import EmailMessage

from toneguard.mail import HeldError, guard


def send_message(message: EmailMessage) -> None:
    """Stands for `smtplib.SMTP("localhost").send_message`, which is guarded in the same way."""
    print("sent:", message["Subject"])


def main() -> None:
    """Two drafts; only the civil one leaves."""
    send = guard(send_message, kind="reply")
    for subject, text in (
        ("Your lamp", "Hello Sam, thank you for writing. We will send a new lamp by Friday."),
        ("The policy", "As I already told you, read the terms. This is not our problem."),
    ):
        message = EmailMessage()
        message["Subject"] = subject
        message.set_content(text)
        try:
            send(message)
        except HeldError as held:
            print("held:", held)


if __name__ == "__main__":
    main()

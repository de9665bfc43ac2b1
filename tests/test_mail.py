"""Messages as they come: what of them is judged, what is left alone, and that nothing breaks on any of them."""

from __future__ import annotations

import smtplib
import subprocess
import sys
import timeit
from email.message import EmailMessage, Message
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toneguard
from toneguard import Settings, Verdict, check_tone
from toneguard.mail import HeldError, MailReport, check_message, guard
from toneguard.mail.body import Body, read_body
from toneguard.mail.charsets import decode
from toneguard.mail.flowed import unflowed
from toneguard.mail.headers import header, parse, with_headers

CALM = "Could you please tell me when order KT-204 of 3 May will arrive?"
RUDE = "You people are useless idiots."
URDU = "میرے پیسے ابھی واپس کرو۔ تم سب چور ہو۔"
TAGALOG = "Mga manloloko kayo! Walang kwenta ang serbisyo ninyo."
CORPUS = Path(__file__).parents[2] / "shared" / "data" / "mail"


def _mail(body: bytes, *headers: str) -> bytes:
    return "".join(f"{line}\r\n" for line in ("Subject: My lamp", *headers)).encode() + b"\r\n" + body


def _parts(subtype: str, *parts: tuple[str, str], parameters: str = "") -> bytes:
    """A multipart of (headers, body)."""
    inner = "".join(f"--cut\r\n{head}\r\n\r\n{body}\r\n" for head, body in parts)
    return _mail(f"{inner}--cut--\r\n".encode(), f"Content-Type: multipart/{subtype}; boundary=cut{parameters}")


def _body(raw: bytes) -> Body:
    return read_body(parse(raw))


def _quotes(mail: MailReport) -> set[str]:
    assert mail.report is not None
    return {finding.quote for finding in mail.report.findings}


def test_the_report_is_that_of_the_text() -> None:
    """Subject, an empty line, the body; places count from the body."""
    mail = check_message(_mail(f"Hello,\r\n\r\n{RUDE}\r\n".encode()))
    assert mail.text == f"My lamp\n\nHello,\n\n{RUDE}\n"
    assert mail.report == check_tone(mail.text)
    assert (mail.verdict, mail.unchecked, mail.skipped, mail.form) == (Verdict.HOLD, None, None, "plain")
    assert {mail.place(finding) for finding in mail.report.findings} == {"line 3"}
    assert mail.text[mail.body_start :].startswith("Hello")


def test_a_message_object_is_as_good_as_its_bytes() -> None:
    """EmailMessage and bytes come to the same."""
    message = EmailMessage()
    message["Subject"] = "کیتلی"
    message.set_content(f"{URDU}\n")
    assert check_message(message) == check_message(message.as_bytes())
    assert check_message(message).text == f"کیتلی\n\n{URDU}\n"
    with pytest.raises(TypeError, match="not str"):
        check_message("Subject: x")  # type: ignore[arg-type]


def test_kind_channel_and_settings_reach_the_check() -> None:
    """As given to `check_tone`."""
    tuned = Settings(disable=("anger", "arrogance"))
    mail = check_message(_mail(RUDE.encode()), kind="reply", channel="letter", settings=tuned)
    assert mail.report == check_tone(mail.text, kind="reply", channel="letter", settings=tuned)


@pytest.mark.parametrize(
    ("subject", "taken"),
    [
        ("You people are useless", "You people are useless"),
        ("[shop-list] My lamp", "My lamp"),
        ("Re: You people are useless", ""),
        ("Fwd: You people are useless", ""),
        ("[shop] RE: You people are useless", ""),
        ("=?utf-8?b?2qnbjNiq2YTbjA==?=", "کیتلی"),
        ("=?no-such-set?q?lamp?=", "lamp"),
        ("=?utf-8?b?!!!?=", None),
    ],
)
def test_the_subject_is_judged_where_the_writer_chose_it(subject: str, taken: str | None) -> None:
    """The subject of an answer or a forwarded message is somebody else's."""
    mail = check_message(f"Subject: {subject}\n\nHello.\n".encode())
    if taken is not None:
        assert mail.text == (f"{taken}\n\n" if taken else "") + "Hello.\n"
    answer = check_message(f"Subject: {subject}\nIn-Reply-To: <1@x>\n\nHello.\n".encode())
    assert answer.text == "Hello.\n"


HTML = "Content-Type: text/html; charset=utf-8"
PLAIN = "Content-Type: text/plain; charset=utf-8"


def test_of_two_versions_the_plain_one() -> None:
    """Unless it is empty, or a stub beside one that says more."""
    long = f"{CALM} It is a gift for my mother, whose birthday is soon, and I would like to wrap it in time."
    html = "<p>Not this one.</p>"
    assert _body(_parts("alternative", (PLAIN, long), (HTML, html))).text.strip() == long
    for stub in ("", "  \n", "This message is in HTML.", "Your mail program does not support this format."):
        body = _body(_parts("alternative", (PLAIN, stub), (HTML, f"<p>{long}</p>")))
        assert (body.text.strip(), body.form) == (long, "html")
    short = _body(_parts("alternative", (PLAIN, "Thanks!"), (HTML, "<p>Thanks!</p>")))
    assert (short.text.strip(), short.form) == ("Thanks!", "plain")


def test_html_reads_as_it_is_shown() -> None:
    """Blocks are lines, words stay whole, nothing unseen is read, entities are letters."""
    html = (
        "<html><head><title>No</title><style>p{}</style></head><body><div style='display:none'>No</div>"
        "<p>Hello&nbsp;Sam,</p><p>My <b>ket</b>tle &amp; lamp<br>came  late.</p><ul><li>One</li><li>Two</li></ul>"
        "<table><tr><td>Order</td><td>KT-204</td></tr></table><pre>a\n  b</pre><script>No</script><!-- No -->"
        "<div>Bye<div>now</div></div></body></html>"
    )
    text = _body(_mail(html.encode(), HTML)).text
    assert text == "Hello Sam,\n\nMy kettle & lamp\ncame late.\n\nOne\nTwo\n\nOrder KT-204\n\na\n  b\n\nBye\nnow\n"


@pytest.mark.parametrize(
    "quote",
    [
        f"<div class=gmail_quote_container><div class=gmail_attr>On 3 May 2026, Ali wrote:</div><blockquote>{RUDE}</blockquote></div>",
        f"<div class=moz-cite-prefix>Am 3. Mai schrieb Ali:</div><blockquote type=cite><p>{RUDE}</p></blockquote>",
        f"<div id=appendonsend></div><hr><div id=divRplyFwdMsg>From: Ali<br>Sent: today</div><div>{RUDE}</div>",
        f"<div class=yahoo_quoted><div>{RUDE}</div></div>",
    ],
)
def test_quotes_of_html_mailers_are_not_judged(quote: str) -> None:
    """Each marks the answered message in its own way."""
    mail = check_message(_mail(f"<div>{CALM}</div>{quote}".encode(), HTML))
    assert mail.form == "html"
    assert RUDE in mail.text
    assert mail.verdict == Verdict.PASS
    assert check_message(_mail(f"<div>{RUDE}</div>{quote}".encode(), HTML)).verdict == Verdict.HOLD


def test_html_nested_as_deep_as_a_joke_is_read() -> None:
    """Deeper than Python's stack."""
    assert "lamp" in _body(_mail(b"<div>" * 5000 + b"lamp", HTML)).text


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize(("text", "charset"), [(URDU, "utf-8"), (TAGALOG, "utf-8"), ("Das war spät.", "iso-8859-1")])
def test_transfer_encodings(encoding: str, text: str, charset: str) -> None:
    """The text is the text however it travels."""
    message = EmailMessage()
    message.set_content(f"{text}\n", charset=charset, cte=encoding)
    assert _body(message.as_bytes()).text == f"{text}\n"


ARABIC_LETTERS = URDU.translate(str.maketrans("یک", "يك")).replace("۔", "")


@pytest.mark.parametrize(
    ("data", "label", "text"),
    [
        (ARABIC_LETTERS.encode("cp1256"), "windows-1256", ARABIC_LETTERS),
        (ARABIC_LETTERS.encode("cp1256"), None, ARABIC_LETTERS),
        (ARABIC_LETTERS.encode("cp1256"), "us-ascii", ARABIC_LETTERS),
        (ARABIC_LETTERS.encode("cp1256"), "utf-8", ARABIC_LETTERS),
        ("ランプが壊れています。".encode("shift_jis"), "Shift_JIS", "ランプが壊れています。"),
        ("ランプが壊れています。".encode("shift_jis"), "x-sjis", "ランプが壊れています。"),
        ("ランプが壊れています。".encode("shift_jis"), None, "ランプが壊れています。"),
        ("ランプが壊れています。".encode("iso-2022-jp"), "iso-2022-jp", "ランプが壊れています。"),
        (URDU.encode(), "iso-8859-1", URDU),
        (URDU.encode(), None, URDU),
        (URDU.encode("utf-16"), "utf-16", URDU),
        ("It’s late".encode("cp1252"), "us-ascii", "It’s late"),
        ("It’s late".encode("cp1252"), "iso-8859-1", "It’s late"),
        ("It’s late".encode("cp1252"), "utf-8", "It’s late"),
        ("It’s late".encode(), "x-unknown", "It’s late"),
        (b"\xef\xbb\xbflamp", None, "lamp"),
        (b"lamp", "\x00rot13", "lamp"),
        (b"lamp", "rot13", "lamp"),
        (b"lamp", "hex", "lamp"),
        ("Где моя лампа? Скажите пожалуйста.".encode("cp1251"), "windows-1251", "Где моя лампа? Скажите пожалуйста."),
    ],
)
def test_odd_and_wrong_charsets(data: bytes, label: str | None, text: str) -> None:
    """Labelled rightly, wrongly, oddly or not at all."""
    assert decode(data, label) == text


@given(
    st.binary(max_size=60),
    st.sampled_from([None, "utf-8", "utf-16", "utf-7", "cp1256", "shift_jis", "iso-2022-kr", "idna"]),
)
def test_no_bytes_fail_to_decode(data: bytes, label: str | None) -> None:
    """There is always a text."""
    assert isinstance(decode(data, label), str)


def test_flowed_paragraphs_are_whole() -> None:
    """RFC 3676: soft breaks, space stuffing, quotes by depth, the signature line, and DelSp."""
    assert unflowed("My lamp is \nlate.\n From here.\n") == "My lamp is late.\nFrom here.\n"
    assert unflowed("> Why \n> so?\n>> Why \n> not?\nI \n> see") == "> Why so?\n>> Why \n> not?\nI \n> see"
    assert unflowed("Bye \n-- \nSam") == "Bye \n-- \nSam"
    assert unflowed("manlo \nloko", delete_space=True) == "manloloko"
    head = "Content-Type: text/plain; format=flowed; delsp=yes"
    assert _quotes(check_message(_mail(b"Mga manlo \r\nloko kayo!\r\n", head))) == {"Mga manloloko kayo"}


def test_what_is_left_alone_is_named() -> None:
    """Signatures, attachments, invitations and forwarded messages; the text beside them is judged."""
    signed = _parts("signed", (PLAIN, CALM), ("Content-Type: application/pgp-signature", "iQ"))
    assert _body(signed) == Body(f"{CALM}", "plain", ("a signature",), None)
    mixed = _parts(
        "mixed",
        (PLAIN, CALM),
        ("Content-Type: text/plain\r\nContent-Disposition: attachment; filename=log.txt", RUDE),
        ("Content-Type: text/plain; name=log.txt", RUDE),
        ("Content-Type: image/png", "x"),
        ("Content-Type: text/calendar", "BEGIN:VCALENDAR"),
        ("Content-Type: message/rfc822", f"Subject: x\r\n\r\n{RUDE}"),
    )
    body = _body(mixed)
    assert body.text.strip() == CALM
    assert body.left_alone == (
        "an attachment (text/plain)",
        "an attachment (text/plain)",
        "an attachment (image/png)",
        "a calendar invitation",
        "a forwarded message",
    )
    related = _parts("related", (HTML, f"<p>{CALM}</p>"), ("Content-Type: image/png", "x"))
    assert _body(related).text.strip() == CALM


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "is empty"),
        (b" \r\n", "is empty"),
        (b"To: a@example.org\r\n\r\n", "holds no text"),
        (_mail(b"x", "Content-Type: image/png"), "holds no text"),
        (
            _parts("encrypted", ("Content-Type: application/pgp-encrypted", "1"), ("Content-Type: x/y", "z")),
            "is encrypted",
        ),
        (_mail(b"x", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data"), "is encrypted"),
        (_mail(b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQ\r\n-----END PGP MESSAGE-----\r\n"), "is encrypted"),
        (_mail(b"BEGIN:VCALENDAR", "Content-Type: text/calendar"), "holds no text"),
    ],
)
def test_what_cannot_be_judged_says_why(raw: bytes, why: str) -> None:
    """No report, and a reason that reads on from "the message"."""
    mail = check_message(raw.replace(b"Subject: My lamp\r\n", b""))
    assert (mail.report, mail.verdict, mail.unchecked) == (None, None, why)


def test_a_subject_alone_is_judged() -> None:
    """Over an empty body or a picture; over an encrypted body it is no judgement of the message."""
    for raw in (f"Subject: {RUDE}\n\n", f"Subject: {RUDE}\n", f"Subject: {RUDE}\nContent-Type: image/png\n\nx"):
        mail = check_message(raw.encode())
        assert mail.report is not None
        assert (mail.verdict, mail.place(mail.report.findings[0])) == (Verdict.HOLD, "subject")
    raw = f"Subject: {RUDE}\nContent-Type: application/pkcs7-mime\n\nx"
    assert check_message(raw.encode()).unchecked == "is encrypted"


def test_an_inline_signature_is_taken_off() -> None:
    """The text of a clear-signed message is judged, dashes unescaped."""
    inner = f"{RUDE}\n- -- \nSam\n"
    text = f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{inner}-----BEGIN PGP SIGNATURE-----\n\niQ\n-----END PGP SIGNATURE-----\n"
    body = _body(_mail(text.encode()))
    assert (body.text, body.left_alone) == (f"{RUDE}\n-- \nSam\n", ("a signature",))


@pytest.mark.parametrize(
    "text",
    [
        f"{CALM}\n\nOn Mon, 4 May 2026 at 10:00, Ali <ali@example.org> wrote:\n> {RUDE}\n",
        f"On Mon, 4 May 2026 at 10:00, Ali <ali@example.org> wrote:\n> {RUDE}\n\n{CALM}\n",
        f"> {RUDE}\n{CALM}\n> {RUDE}\n",
        f"{CALM}\n\n---------- Forwarded message ---------\nFrom: Ali\nDate: today\nSubject: x\n\n{RUDE}\n",
        f"{CALM}\n-- \nSam\nUseless Idiots Ltd\n",
        f"{CALM}\n\nSalamat po,\nSam\n\n-----Original Message-----\nFrom: Ali\nSent: today\nSubject: x\n\n{TAGALOG}\n",
        f"آرڈر 4471 کب پہنچے گا؟\n\nشکریہ،\nسلمان\n\nعلی نے لکھا:\n> {URDU}\n",
    ],
)
def test_mail_of_others_is_not_judged(text: str) -> None:
    """Answers above, below and between quotes, forwarded mail, signatures, in each language."""
    assert check_message(_mail(text.encode(), PLAIN)).verdict == Verdict.PASS


@pytest.mark.parametrize("text", [RUDE, URDU, TAGALOG])
def test_each_language_is_judged(text: str) -> None:
    """In a plain body and in an html one."""
    assert check_message(_mail(text.encode(), PLAIN)).verdict == Verdict.HOLD
    assert check_message(_mail(f"<p>{text}".encode(), HTML)).verdict == Verdict.HOLD


def test_the_sender_may_skip_the_check() -> None:
    """A header or a subject tag; and whoever calls may refuse to heed it."""
    assert check_message(_mail(RUDE.encode(), "X-Toneguard: SKIP")).skipped == "header"
    tagged = f"Subject: My lamp [Tone OK]\n\n{RUDE}\n".encode()
    assert check_message(tagged) == MailReport("", None, skipped="subject")
    heedless = check_message(tagged, heed_override=False)
    assert (heedless.verdict, heedless.text) == (Verdict.HOLD, f"My lamp\n\n{RUDE}\n")


def test_a_text_beyond_the_limit_is_unchecked() -> None:
    """As a reason, with no word of the text in it."""
    mail = check_message(_mail(RUDE.encode()), settings=Settings(limit_chars=10))
    assert mail.unchecked is not None
    assert mail.unchecked.startswith("is too long: text of")
    assert "idiots" not in mail.unchecked


def test_a_lexicon_with_a_mistake_is_named(tmp_path: Path) -> None:
    """Where and what, as `toneguard lexicon check` says it."""
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "anger.toml").write_text("[[entry]]\nslug = 1\n", "utf-8")
    mail = check_message(_mail(RUDE.encode()), settings=Settings(lexicons=(tmp_path,)))
    assert mail.unchecked is not None
    assert "anger.toml:1" in mail.unchecked


def test_a_failing_checker_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """No exception, and its text, which might quote the message, is not passed on."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(RUDE)

    monkeypatch.setattr("toneguard.mail.check.check_tone", fail)
    assert check_message(_mail(RUDE.encode())).unchecked == "made the checker fail (RuntimeError)"


SCRAPS = [
    *(
        b"Subject: ",
        b"Content-Type: ",
        b"multipart/mixed; boundary=cut",
        b"text/html",
        b"text/plain; charset=",
        b"utf-7",
    ),
    *(b"--cut", b"--cut--", b"\r\n", b"\n", b"\xff\xfe", b"=?utf-8?b?", b"?=", b"<p>", b"=", b" ", b"\0", b"!"),
    *(b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: x-uuencode", b"message/rfc822", b"lamp"),
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(SCRAPS), max_size=40))
def test_no_bytes_make_it_raise(pieces: list[bytes]) -> None:
    """Whatever comes, exactly one of report, reason and override comes back."""
    mail = check_message(b"".join(pieces))
    assert [mail.report is not None, mail.unchecked is not None, mail.skipped is not None].count(True) == 1


@pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/data/mail is not here")
def test_every_message_of_the_corpus_is_read() -> None:
    """1,343 real, odd and broken messages, none of which raises."""
    for path in sorted(path for path in CORPUS.rglob("*") if path.is_file()):
        mail = check_message(path.read_bytes())
        assert [mail.report is not None, mail.unchecked is not None, mail.skipped is not None].count(True) == 1


def test_headers_are_added_on_top_and_nothing_else_changes() -> None:
    """In the message's own line ends; ours of before are dropped."""
    raw = b"From x\r\nSubject: a\r\nx-toneguard: skip\r\nTo: b\r\n\r\nX-Toneguard: body\r\n"
    wanted = b"From x\r\nX-Toneguard-Verdict: pass\r\nSubject: a\r\nTo: b\r\n\r\nX-Toneguard: body\r\n"
    assert with_headers(raw, {"X-Toneguard-Verdict": "pass"}) == wanted
    assert with_headers(b"Subject: a\n\nb", {"X-A": "one\n two"}) == b"X-A: one two\nSubject: a\n\nb"


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("Content-Type: text/plain", "-----BEGIN PGP SIGNED MESSAGE-----\n\n"),
        ("Content-Type: text/plain; format=flowed", "lamp \n"),
        ("Content-Type: text/html", "<b>lamp</b> "),
        ("Content-Type: text/html", "<td>lamp"),
        ("Content-Type: text/html", "<div id=divRplyFwdMsg>lamp</div>"),
        ("Content-Type: text/html", "<p style='display: "),
        ("X-Long: x", "--\n"),
    ],
)
def test_reading_takes_no_longer_than_the_text_is_long(head: str, unit: str) -> None:
    """Eight times the text in less than 32 times the time: not its square."""

    def seconds(times: int) -> float:
        raw = f"{head}\n\n{unit * times}".encode()
        return min(timeit.repeat(lambda: _body(raw), number=1, repeat=3))

    assert seconds(16_000) < 32 * max(seconds(2_000), 0.002)


def test_raw_bytes_in_a_header_are_read() -> None:
    """As mailers that know no RFC 2047 write them."""
    message = parse(f"Subject: {URDU}\n\nx".encode())
    assert header(message, "subject") == URDU


def test_guard_stands_before_what_sends() -> None:
    """smtplib's two ways and any like them; the call goes through as it came, or HeldError is raised."""
    sent: list[object] = []

    def send_message(message: Message, *, to: str = "") -> str:
        sent.append((message, to))
        return "250"

    good, bad = EmailMessage(), EmailMessage()
    good.set_content(CALM)
    bad.set_content(RUDE)
    assert guard(send_message)(good, to="a@example.org") == "250"
    assert sent == [(good, "a@example.org")]
    with pytest.raises(HeldError, match=r"en/.* \(line 1\)") as caught:
        guard(send_message)(bad)
    assert "idiots" not in str(caught.value)
    assert caught.value.mail.verdict == Verdict.HOLD
    seen: list[MailReport] = []
    guard(send_message, stop=(), seen=seen.append)(bad)
    assert [mail.verdict for mail in seen] == [Verdict.HOLD]
    assert len(sent) == 2


def test_guard_reads_what_smtplib_sendmail_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message is the third argument there, as text or bytes."""
    sent: list[object] = []
    monkeypatch.setattr(smtplib.SMTP, "sendmail", lambda _self, *arguments: sent.append(arguments))
    sendmail = guard(smtplib.SMTP().sendmail)
    sendmail("a@example.org", ["b@example.org"], f"Subject: x\n\n{CALM}\n")
    assert len(sent) == 1
    for message in (f"Subject: x\n\n{RUDE}\n", f"Subject: x\n\n{RUDE}\n".encode()):
        with pytest.raises(HeldError):
            sendmail("a@example.org", ["b@example.org"], message)
    assert len(sent) == 1


def test_guard_says_what_goes_unchecked(caplog: pytest.LogCaptureFixture) -> None:
    """It is sent, and the log warns."""
    assert guard(len)(b"\n") == 1
    assert "goes out unchecked: it is empty" in caplog.text


def test_mail_loads_only_when_asked() -> None:
    """`import toneguard` loads no e-mail package; a plain message loads no html library and nothing heavy."""
    root = str(Path(toneguard.__file__).parents[1])
    code = (
        f"import sys; sys.path.insert(0, {root!r}); import toneguard, toneguard.mail; early = set(sys.modules);"
        "toneguard.mail.check_message(b'Subject: x\\n\\nHello Sam, thank you.');"
        "print('email' in early, *(n for n in ('selectolax', 'subprocess', 'socket', 'html', 'logging') if n in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.split()[0] == "False"
    assert "selectolax" not in done.stdout
    assert "subprocess" not in done.stdout

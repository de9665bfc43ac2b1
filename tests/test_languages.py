"""The language of each run: ours told apart, mixed as people mix them; others named and never taken for ours."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toneguard import check_tone
from toneguard.artifacts import lexicon_root
from toneguard.reading import read
from toneguard.reading.cues import OURS, sounds_urdu, tag_word
from toneguard.reading.folding import fold
from toneguard.reading.wordlist import word_list

ENGLISH = [
    "The blender I bought has stopped working.",
    "STILL NO REPLY TO MY TICKET",
    "u said 3 days, its been 9. pls chk",
    "Thx!",
    "Order ZX-88120, Bilal Ahmed, Gulberg, Lahore: when will it ship?",
    "Hi Ate Luz, the adobo came cold and the rice was missing.",
    "lol no",
    "iphone broken",
    "Facebook login failed",
    "Lazada order missing",
    "The main log says is it up or do we wait",
    "My name is Juan de la Cruz and I live in San Jose del Monte.",
]
TAGALOG = [
    "Wala pa rin po yung padala ninyo",
    "salamat",
    "ANG TAGAL NYO SUMAGOT",
    "d ko p ntatanggap ung order ko",
    "nasan na po rider nyo",
    "Sira agad pagkabukas ko ng kahon",
    "sige po",
    "Hindi ko na uulitin bumili dito",
]
TAGLISH = [
    "Pa-cancel na lang po ng booking",
    "naka-on hold yung card ko",
    "yung charger ko hindi compatible, please replace po",
    "nag-request ako ng invoice kahapon, wala pang email",
    "nareceive ko pero wrong size",
    "i-refund nyo na kasi",
    "Mag-cancel ako kapag hindi nyo na-process today",
    "thank you po",
]
ROMAN_URDU = [
    "mera paarcel abhi tk nhi pohncha",
    "Paise kab wapas milenge?",
    "rider ne call he nai ki",
    "BIJLI KA BILL GHALAT AAYA HAI",
    "kab?",
    "ji",
    "shukria",
    "Order cancel kar dein aur refund bhej dein",
    "app update k baad login nahi ho rahi",
    "yh kia bakwas service hy",
    "Package damage tha, replacement kb tak ayegi",
    "meri shikayat ka kya bana",
]
URDU = [
    "میرا پیکج اب تک نہیں پہنچا",
    "میرا account لاک ہے، OTP نہیں آ رہا",
    "refund کب ہوگا؟",
    "شکریہ",
    "كيا آپ میری بات سن رہے ہیں",
    "السلام علیکم",
    "جی",
]
OTHERS = [
    ("ceb", "Wala pa gihapon moabot ang akong gipalit"),
    ("ceb", "Unsa man ni, dili ni mao ang kolor"),
    ("ceb", "Palihug iuli ang kwarta nako"),
    ("ceb", "kanus-a ninyo ihatag"),
    ("ceb", "salamat kaayo sa imong tabang"),
    ("es", "Mi pedido todavía no ha llegado"),
    ("es", "gracias"),
    ("es", "no quiero otro, quiero un reembolso"),
    ("id", "Barangnya rusak dan saya mau uang kembali"),
    ("id", "kok belum dikirim kak"),
    ("id", "akun saya error terus, tolong reset password"),
    ("ms", "Kenapa duit saya belum dapat, sila semak"),
    ("ms", "tak boleh log masuk"),
    ("pt", "Meu pacote não chegou ainda"),
    ("fr", "Je n'ai toujours pas reçu mon colis"),
    ("de", "Ich warte noch immer auf meine Bestellung"),
    ("sw", "Nataka pesa zangu, mzigo haujafika bado"),
    ("it", "Il mio ordine non è ancora arrivato"),
    ("hi", "मेरा पार्सल अभी तक नहीं आया"),
    ("fa", "بسته من هنوز نرسیده است"),
    ("fa", "لطفا پول من را پس بدهید"),
    ("ar", "لم تصل الطرود حتى الآن"),
    ("ar", "شكرا لكم على المساعدة"),
    ("ps", "زما پیسې بیرته راکړئ"),
    ("pnb", "تسیں مینوں پیسے کدوں دیو گے"),
    ("ru", "Где мой заказ?"),
]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (language, text)
        for language, texts in (
            ("en", ENGLISH),
            ("tl", [*TAGALOG, *TAGLISH]),
            ("ur-Latn", ROMAN_URDU),
            ("ur", URDU),
        )
        for text in texts
    ],
)
def test_ours(language: str, text: str) -> None:
    """Short, shouted, abbreviated, full of loans or names: each is taken for what it is."""
    assert read(text).language == language


@pytest.mark.parametrize(("language", "text"), OTHERS)
def test_others_are_named_and_not_scored(language: str, text: str) -> None:
    """A language that is not supported is named; no score is made up for it."""
    report = check_tone(text)
    assert report.language == language
    assert report.scores.anger is None
    assert not report.findings


@pytest.mark.parametrize(
    "text", ["", "12 34", "🙂🙂", "KT-20417", "hahaha", "...", "https://shop.example/a", "Qwzx Vbnrt"]
)
def test_nothing_is_guessed_from_no_words(text: str) -> None:
    """Numbers, codes, laughter and names nobody knows have no language."""
    assert read(text).language == "und"


def test_a_sentence_in_a_language_that_is_not_ours_is_not_judged_as_ours() -> None:
    """Its run has its own name, and no lexicon looks at it."""
    text = "I sent this back two weeks ago and I would like my money. Quiero que me devuelvan todo mi dinero ahora."
    reading = read(text)
    assert reading.language == "en"
    assert [s.languages for s in reading.sentences] == [("en",), ()]
    assert [name for _, _, name in reading.runs] == ["en", "es"]


def test_a_message_in_two_languages_is_judged_where_it_is_ours() -> None:
    """A bilingual message stays ours where a good part of it is, whichever language comes first."""
    text = (
        "Hola, mi pedido no ha llegado todavía y nadie me responde. My order has not come and nobody has replied to me."
    )
    reading = read(text)
    assert reading.language == "en"
    assert [s.languages for s in reading.sentences] == [(), ("en",)]


def test_runs_of_a_mix() -> None:
    """Urdu and English words of one sentence have their own runs, and both lexicons look at it."""
    text = "میرا delivery address غلط ہے"
    reading = read(text)
    assert [(text[start:end], name) for start, end, name in reading.runs] == [
        ("میرا", "ur"),
        ("delivery address", "en"),
        ("غلط ہے", "ur"),
    ]
    assert set(reading.sentences[0].languages) == {"ur", "en"}


def test_a_shared_word_goes_with_its_sentence() -> None:
    """`main` and `is` are English in an English sentence and Urdu in an Urdu one."""
    english, urdu = read("The main problem is here."), read("main kal se wait kar raha hun, is baat ka jawab do")
    assert {t.language for t in english.tokens if t.folded in ("main", "is")} == {"en"}
    assert {t.language for t in urdu.tokens if t.folded in ("main", "is")} == {"ur-Latn"}


def test_tagalog_and_urdu_do_not_mix() -> None:
    """A word that is spelt alike by chance goes with its sentence, or with no language."""
    tagalog, urdu = (
        read("Bata ko ang nag-order nito, poora kulang"),
        read("mujhe nahi pata ke ye order kis ne kiya hai yung"),
    )
    assert "ur-Latn" not in {token.language for token in tagalog.tokens}
    assert "tl" not in {token.language for token in urdu.tokens}


def test_a_name_brings_no_other_language() -> None:
    """Places and family names that Filipinos write often are no Tagalog in an English sentence."""
    reading = read("The hub in Cebu lost it, and Mr Santos and Ms Reyes know about it.")
    assert reading.sentences[0].languages == ("en",)
    assert {token.language for token in reading.tokens} <= {"en", ""}


def test_a_forced_language_is_taken_as_it_is() -> None:
    """Everything belongs to the language that the caller names."""
    reading = read("hello kumusta", language="tl")
    assert reading.language == "tl"
    assert {token.language for token in reading.tokens} == {"tl"}


@pytest.mark.parametrize(
    ("word", "tag"),
    [
        ("nag-order", "tl."),
        ("i-refund", "tl"),
        ("na-deliver", "tl"),
        ("pa-refund", "tl"),
        ("magreply", "tl."),
        ("icancel", "tl."),
        ("dineliver", "tl."),
        ("gi-order", "ceb"),
        ("well-known", "en."),
        ("log", "en ur-Latn"),
        ("can't", "en"),
    ],
)
def test_tags_of_words(word: str, tag: str) -> None:
    """English verbs with a Tagalog prefix are Tagalog; what English writers use too is never another's alone."""
    assert tag_word(word) == tag


def test_variant_spellings_sound_alike() -> None:
    """Vowels left out or doubled and breath marks make no other word; a name is not taken for one by that alone."""
    assert sounds_urdu("bhejjdain")
    assert read("Faisal Rahim, Kamran Qureshi").language != "ur-Latn"


@settings(max_examples=200)
@given(st.text(st.characters(exclude_categories=()), max_size=120))
def test_every_text_has_a_language_and_runs_in_order(text: str) -> None:
    """Runs lie in the text, one after the other, and neighbours differ."""
    reading = read(text)
    places = [place for start, end, _ in reading.runs for place in (start, end)]
    assert places == sorted(places)
    assert not places or (places[0] >= 0 and places[-1] <= len(text))
    assert all(a[2] != b[2] for a, b in zip(reading.runs, reading.runs[1:], strict=False))
    assert reading.language == read(text).language


def test_the_lists_spell_words_as_they_are_folded() -> None:
    """The lists are read without folding, so each word must stand as the tokenizer will ask for it, and once."""
    root = lexicon_root()
    lists = {name: (root / name / "function-words.txt").read_text("utf-8") for name in OURS}
    for line in (root / "other-languages.txt").read_text("utf-8").splitlines():
        code, colon, words = line.partition(": ")
        if colon and not line.startswith("#"):
            lists[f"other {code}"] = lists.get(f"other {code}", "") + f"{words}\n"
    for name, text in lists.items():
        words = [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]
        assert [word for word in words if fold(word) != word] == [], name
        assert sorted({word for word in words if words.count(word) > 1}) == [], name


def test_word_lists_find_their_words() -> None:
    """First, last and middle words are found on their pages, and what lies between them is not."""
    english = word_list("en")
    listed = [pair for letter in "aqz" for pair in english.starting_with(letter)]
    assert len(listed) > 4000
    assert all(english.frequency(word) == frequency for word, frequency in listed[:: len(listed) // 200])
    assert not any(english.frequency(word + "\t") or english.frequency(word + "zq") for word, _ in listed[::500])
    assert not english.frequency("")


def test_langdetect_is_not_loaded_for_what_words_settle() -> None:
    """English, Tagalog, both kinds of Urdu and the neighbours' languages are told without it."""
    texts = [ENGLISH[0], TAGALOG[0], TAGLISH[0], ROMAN_URDU[0], URDU[0], *(text for _, text in OTHERS)]
    code = f"import sys; from toneguard.reading import read; [read(t) for t in {texts!r}]; print('langdetect' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_langdetect_names_what_no_list_knows() -> None:
    """Hungarian has no list here; it is named all the same, and not scored."""
    assert read("A csomagom három hete nem érkezett meg, kérem küldjék vissza a pénzemet").language == "hu"

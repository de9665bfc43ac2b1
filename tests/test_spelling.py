"""Spelling beyond English: Urdu, Tagalog, and the English words in Roman Urdu and Taglish sentences."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toneguard import check_tone
from toneguard.judging.spelling import check_spelling
from toneguard.judging.spelling_data import LANGUAGES, _pairs, spelling_table
from toneguard.judging.spelling_mixed import is_roman_urdu, sounds_like
from toneguard.judging.tagalog import is_tagalog
from toneguard.judging.urdu import apart, is_urdu
from toneguard.reading.affixes import LONGEST, MOST, stems
from toneguard.reading.read import read


def slips(text: str, **given: object) -> dict[str, tuple[str, ...]]:
    """The misspelt words with their corrections."""
    report = check_tone(text, **given)  # type: ignore[arg-type]
    return {f.quote: f.replacements for f in report.findings if f.dimension == "spelling"}


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("آپ نے میری بات کا زکر تک نہیں کیا۔", "زکر", "ذکر"),
        ("مہربانی کر کے واضع جواب دیں۔", "واضع", "واضح"),
        ("میں نے فورن فون کیا تھا۔", "فورن", "فوراً"),
        ("کل سے پانی نہیں آ رھا ہے۔", "رھا", "رہا"),
        ("رقم ابھی تک واپس نہیں ہوئ۔", "ہوئ", "ہوئی"),
        ("مجھے بتاو کہ پیسے کب ملیں گے۔", "بتاو", "بتاؤ"),
        ("میرا مسلہ حل نہیں ہوا۔", "مسلہ", "مسئلہ"),
        ("اسلام علیکم، میرا پارسل کہاں ہے؟", "اسلام", "السلام"),
        ("گاڑی کا دروازا ٹوٹا ہوا ہے۔", "دروازا", "دروازہ"),
    ],
)
def test_urdu_slips_are_corrected(text: str, wrong: str, right: str) -> None:
    """Letters of one sound, hamza, breath, tanwin, endings, a greeting: the best correction first, signs and all."""
    assert slips(text)[wrong][0] == right


@pytest.mark.parametrize(
    ("text", "rule", "wrong", "right"),
    [
        ("آپکی ٹیم نے مدد نہیں کی۔", "spelling/joined", "آپکی", "آپ کی"),
        ("اسلیے میں دکان پر آیا ہوں۔", "spelling/joined", "اسلیے", "اس لیے"),
        ("میرے ساتھ بیعزتی کی گئی ہے۔", "spelling/joined", "بیعزتی", "بے عزتی"),
        ("ميرے پیسے واپس نہیں ملے ہیں۔", "spelling/letter-form", "ميرے", "میرے"),
        ("یہ كتاب پھٹی ہوئی نکلی ہے۔", "spelling/letter-form", "كتاب", "کتاب"),
    ],
)
def test_joined_words_and_arabic_letters_have_rules_of_their_own(text: str, rule: str, wrong: str, right: str) -> None:
    """Folding evens Arabic letters out, so the word as typed is looked at."""
    found = [f for f in check_tone(text).findings if f.dimension == "spelling"]
    assert [(f.rule, f.quote, f.replacements) for f in found] == [(rule, wrong, (right,))]


@pytest.mark.parametrize(
    "text",
    [
        "السلام علیکم، میرا آرڈر نمبر KT-2041 ابھی تک ڈیلیور نہیں ہوا، براہِ کرم ریفنڈ کی تاریخ بتا دیجیے۔",
        "محترمہ زرتاشہ غضنفر صاحبہ نے عرض کیا کہ نذرانہ کیلئے رسید چاہئے، اس لئے لکھ رہا ہوں۔",
        "ہم نے آپ کی شکایت درج کر لی ہے اور جمعرات تک ٹیکنیشن آپ کے گھر پہنچ جائے گا۔",
        "عام طور پر آم کا بھاؤ یہی ہوتا ہے؛ حال ہی میں ہال کی صفائی ہوئی ہے۔",
        "اس نے لکھا تھا 'اسلیے زکر نہیں کیا' اور بات ختم ہو گئی۔",
        "بسم الله الرحمن الرحیم، جناب والا، آپ کی توجہ درکار ہے۔",
    ],
)
def test_right_urdu_is_left_alone(text: str) -> None:
    """Loan words, names, both forms of چاہیے, words that differ by one letter of the same sound, quotations."""
    assert slips(text) == {}


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("Hindi pa po dumating ang inorder ko noong Lunis.", "Lunis", "Lunes"),
        ("Sira po ang gripu na binili ko sa inyo kahapon.", "gripu", "gripo"),
        ("Naghihintay pa rin po ako ng tugun ninyo.", "tugun", "tugon"),
        ("Hinihintay ko po ang inyong kasagotan.", "kasagotan", "kasagutan"),
        ("Ibinalik po nila ang pira ko.", "pira", "pera"),
        ("Hindi po nila tinangap ang bayad ko.", "tinangap", "tinanggap"),
        ("Hindi po maayos ang trabhao ng karpintero ninyo.", "trabhao", "trabaho"),
    ],
)
def test_tagalog_slips_are_corrected(text: str, wrong: str, right: str) -> None:
    """o for u, e for i, ng for ngg, the wrong way round: the best correction first."""
    assert slips(text, channel="email")[wrong][0] == right


@pytest.mark.parametrize(
    "text",
    [
        "Nagbabayad po kami buwan-buwan at hindi kami nakakaligtaan ng inyong tagasingil.",
        "Pinag-uusapan po namin kung paano maipadadala ang pinakamaagang kapalit na bentilador.",
        "Pakikumpirma po kung naibalik na ang ibinayad ni Aling Nena Macaraeg ng Gumaca sa GCash.",
        "I-refund na lang po ninyo, o kaya'y mag-order na lang ako sa iba at i-cancel ito.",
        "Sinagutan ko na po ang form; makapaghihintay po ako hanggang Biyernes, ika-5 ng Hunyo.",
        "Sabi niya, 'kahapun pa yan tapus', at umalis na siya.",
    ],
)
def test_right_tagalog_is_left_alone(text: str) -> None:
    """Inflected words, English with Tagalog affixes, names, quotations."""
    assert slips(text, channel="email") == {}


def test_typing_as_people_talk_is_fine_in_chat() -> None:
    """Short and spoken forms pass in chat and social media; those that are the usual spelling by now, in e-mail too."""
    text = "kc nmn d pa dumating ung order q, pls pakisagot nyo na po lng"
    assert slips(text, channel="chat") == {}
    assert slips("Yung order niyo po ay nandito na, nasa guard nyo lang.", channel="email") == {}
    assert "nmn" in slips("Hindi po nmn dumating ang order ko kahapon.", channel="email")


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("mujhe abhi tak refnud nahi mila, bohat afsos hai", "refnud", "refund"),
        ("Aap ki delvery bohat late thi aur koi jawab nahi aya.", "delvery", "delivery"),
        ("meri complant abhi tak register nahi hui bhai", "complant", "complaint"),
        ("Na-deliver po pero damaged yung packging ng item ko.", "packging", "packaging"),
        ("Nag-request po ako ng replacment pero wala pa ring sagot.", "replacment", "replacement"),
        ("Hindi ko pa po narecieve ang bayad ninyo kahapon.", "narecieve", "na-receive"),
    ],
)
def test_english_slips_inside_other_languages_are_found(text: str, wrong: str, right: str) -> None:
    """A word of the trade one slip away, under a Tagalog prefix too."""
    assert slips(text, channel="email")[wrong][0] == right


@pytest.mark.parametrize(
    "text",
    [
        "bhai mera saman kharab nikla hai, paise wapas kar dein warna shikayat karunga",
        "Mujhay apkay numainday ne kaha tha ke do din mein masla hal ho jaega, lekin kuch nahi hua.",
        "hamari darkhwast manzoor farma dein, ameen, aur raseed bhijwa dein shukriya",
        "Gharane ki shohrat aur sehat ka sawal hai janab, chand paison ki baat nahin.",
    ],
)
def test_roman_urdu_words_are_never_flagged(text: str) -> None:
    """It has no fixed spelling, and many of its words are one letter from an English one."""
    assert slips(text) == {}


def test_variants_of_a_roman_urdu_word_count_as_one() -> None:
    """Length of vowels, doubled letters, breath, w for v, and endings."""
    assert sounds_like("zaroorat") == sounds_like("zarorat")
    assert is_roman_urdu("shikaayat")
    assert is_roman_urdu("bhijwaungi")
    assert not is_roman_urdu("refund")


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("kumakain", "kain"),
        ("binibili", "bili"),
        ("pinakamalaki", "laki"),
        ("nakapagtapos", "tapos"),
        ("sinusundan", "sunod"),
        ("naramdaman", "damdam"),
        ("ayusin", "ayos"),
        ("bayaran", "bayad"),
        ("magandang", "ganda"),
        ("pag-aasikaso", "asikaso"),
        ("ire-refund", "refund"),
        ("nag-oorder", "order"),
        ("araw-araw", "araw"),
        ("pamimili", "bili"),
        ("bakit't", "bakit"),
    ],
)
def test_affixes_come_off(word: str, stem: str) -> None:
    """Prefix, infix, suffix, repeated syllable, linker, hyphen, d that turned to r, swallowed first letter."""
    assert stem in stems(word)
    assert is_tagalog(word)


@given(st.text(alphabet="abdegiklmnoprstuwy-'", max_size=60))
def test_stems_are_few_and_each_comes_once(word: str) -> None:
    """Whatever the word, the work is bounded, and the word is no stem of its own."""
    found = list(stems(word))
    assert len(found) == len(set(found)) <= MOST + 1
    assert word not in found
    assert not found or len(word) <= LONGEST


@given(st.text(alphabet="ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیےآئؤ", max_size=30))
def test_any_row_of_urdu_letters_has_an_answer(word: str) -> None:
    """A word is right, or has corrections that are right, or is left alone."""
    for quote, right in slips(f"یہ {word} ہے").items():
        assert quote not in right
    assert apart(word) is None or not is_urdu(word) or " " in str(apart(word))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("میرا پارسل نہیں ملا۔", "ur"),
        ("mera parcel nahi mila bhai", "ur-Latn"),
        ("Hindi pa dumating ang parsela ko.", "tl"),
    ],
)
def test_each_language_has_a_score(text: str, language: str) -> None:
    """Not measured only where nothing could be checked."""
    report = check_tone(text)
    assert report.language == language
    assert report.scores.spelling == 1.0
    assert check_tone("Где моя посылка? Верните деньги!").scores.spelling is None


def test_allowed_words_are_never_flagged() -> None:
    """In every language."""
    from toneguard import Settings

    for text, word in (("میرا زکر نہیں کیا۔", "زکر"), ("Sira po ang gripu ko sa bahay namin.", "gripu")):
        assert word in slips(text)
        assert word not in slips(text, settings=Settings(allow=(word,)))


@pytest.mark.parametrize("word", ["زکرر", "kahapuun", "refnud"])
def test_the_time_is_linear_in_the_text(word: str) -> None:
    """Twenty times the text takes no more than sixty times as long: each distinct word is worked out once."""
    frames = {
        "زکرر": "یہ {} ہے اور نہیں ہے۔ ",
        "kahapuun": "Hindi po {} ang sa amin. ",
        "refnud": "mujhe {} nahi mila hai. ",
    }
    text = frames[word].format(word)

    def seconds(times: int) -> float:
        reading = read(text * times)
        started = time.perf_counter()
        check_spelling(reading, channel="email", allow=frozenset())
        return time.perf_counter() - started

    seconds(20)
    assert min(seconds(400) for _ in range(3)) < 60 * max(min(seconds(20) for _ in range(3)), 0.0002)


def test_an_english_message_loads_no_other_language() -> None:
    """Cold start counts: neither modules nor data of Urdu and Tagalog for plain English with a slip in it."""
    code = (
        "import sys, toneguard as t; t.check_tone('My parcel was deliverd late, please refund it.');"
        "from toneguard.judging.spelling_data import spelling_table as s; assert s.cache_info().currsize == 1;"
        "print([m for m in sys.modules if m.endswith(('_ur', '_tl', '_mixed', '.urdu', '.tagalog', '.affixes'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    assert done.stdout.strip() == "[]"


def test_the_data_does_not_contradict_itself() -> None:
    """No word is both a misspelling and right, and every correction of a slip is a word."""
    for language in LANGUAGES:
        table = spelling_table(language)
        wrong = table.get("slips", {}).keys() | table.get("joined", {}).keys()
        assert not wrong & set(table.get("extra", "").split()), language
    assert [right for right in spelling_table("ur")["slips"].values() if right in spelling_table("ur")["slips"]] == []


@pytest.mark.parametrize("line", ["ذکر زکر", "ذکر:", "کتاب: كتاب"])
def test_a_bad_line_of_the_data_says_where_it_stands(line: str) -> None:
    """Without a colon, without a misspelling, with one that folds to the word."""
    with pytest.raises(ValueError, match=r"here: '.*'"):
        list(_pairs(line, "here"))

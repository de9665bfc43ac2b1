"""Turns of Urdu: what was barked is asked for, what was hidden in a jab is said, what was refused is refused with regret."""

from __future__ import annotations

import pytest

from toneguard import check_tone
from toneguard.report import Kind


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("complaint", "شرافت سے میری فیس واپس کرو ورنہ دیکھ لینا۔", "براہ کرم میری فیس واپس کر دیں۔"),
        ("complaint", "مجھے ابھی بتاؤ کہ مستری کب آئے گا۔", "براہ کرم بتا دیں کہ مستری کب آئے گا۔"),
        ("complaint", "سن لو، کھڑکی کا شیشہ ابھی بدلو۔", "براہ کرم کھڑکی کا شیشہ بدل دیں۔"),
        (
            "complaint",
            "کل شام تک موٹر ٹھیک نہ ہوئی تو عدالت میں گھسیٹوں گا۔",
            "گزارش ہے کہ کل شام تک موٹر ٹھیک ہو جائے۔",
        ),
        ("complaint", "یہ حرامی پنکھا پھر بند ہو گیا ہے۔", "یہ پنکھا پھر بند ہو گیا ہے۔"),
        ("complaint", "چورو، میرے 900 روپے کھا گئے۔", "میرے 900 روپے ابھی تک واپس نہیں ملے۔"),
        ("complaint", "واہ، کیا سروس ہے، صوفے کی ٹانگ پہلے دن ٹوٹ گئی۔", "صوفے کی ٹانگ پہلے دن ٹوٹ گئی۔"),
        ("complaint", "نیا پردہ بھیجو ورنہ پیسے واپس دو۔", "براہ کرم نیا پردہ بھیج دیں یا پھر پیسے واپس دیں۔"),
        ("reply", "رقم کسی صورت واپس نہیں ہو گی، جو کرنا ہے کر لیں۔", "معذرت، رقم واپس نہیں ہو سکتی۔"),
        ("reply", "بل جمع کروائیں ورنہ کنکشن کاٹ دیا جائے گا۔", "براہ کرم بل جمع کروا دیں تاکہ کنکشن بند نہ ہو۔"),
        ("reply", "آپ کو ہدایات پڑھ لینی چاہیے تھیں۔", "تفصیل ہدایات میں درج ہے۔"),
        ("reply", "یہ تو بچہ بھی جانتا ہے کہ بیٹری چارج کرنی پڑتی ہے۔", "بیٹری چارج کرنی پڑتی ہے۔"),
        ("reply", "صبر کریں، کپڑا جمعے کو تیار ہو گا۔", "براہ کرم تھوڑا انتظار کر لیں، کپڑا جمعے کو تیار ہو گا۔"),
    ],
)
def test_a_rude_sentence_is_said_as_a_courteous_writer_says_it(kind: Kind, before: str, after: str) -> None:
    """The demand and what is told stay, and nothing is promised that was not said."""
    assert check_tone(before, kind=kind).rewrite == after

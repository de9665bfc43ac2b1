"""Roman Urdu: what a rude sentence says or asks for stays when its jab goes."""

from __future__ import annotations

import pytest

from toneguard import check_tone
from toneguard.report import Kind


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        ("complaint", "Itna mushkil kya hai ek SMS bhejna?", "Ek SMS bhej dein, meherbani hogi."),
        (
            "complaint",
            "Service charges ke naam par loot macha rakhi hai.",
            "Service charges ki raqam mujhe theek nahi lagti.",
        ),
        (
            "complaint",
            "Kal tak chabi na mili to consumer court jaunga.",
            "Kal tak chabi mil jaye to meherbani hogi.",
        ),
        (
            "complaint",
            "Jab tak mera meter theek nahi hota main bill nahi dunga.",
            "Mera meter theek ho jaye to meherbani hogi.",
        ),
        (
            "complaint",
            "Tumhare nikamme rider ne khana seerhiyon par phenk diya.",
            "Aap ke rider ne khana seerhiyon par phenk diya.",
        ),
        (
            "complaint",
            "Kitni dafa bataun ke mera pata badal gaya hai?",
            "Jaisa ke pehle bataya tha, mera pata badal gaya hai.",
        ),
        (
            "complaint",
            "Tumhari himmat kaise hui mera account band karne ki?",
            "Mera account band karne par mujhe aitraz hai.",
        ),
        (
            "complaint",
            "Agar thori si bhi sharam hai to mera kiraya aaj hi bhej do.",
            "Meherbani kar ke mera kiraya aaj hi bhej dein.",
        ),
        (
            "complaint",
            "Kisi samajhdar bande se baat karwao jise kaam aata ho.",
            "Meherbani kar ke kisi senior numainde se baat karwa dein.",
        ),
        ("reply", "Refund nahi milega, jo karna hai kar lo.", "Refund nahi mil sakega, is par maazrat."),
        ("reply", "Jitni marzi complaint kar lein, exchange nahi hogi.", "Exchange nahi ho sakegi, is par maazrat."),
        (
            "reply",
            "Payment jama karwao warna account band kar denge.",
            "Payment jama karwa dein, meherbani hogi. Is ke baghair hamein account band karna hoga.",
        ),
        ("reply", "Jab hoga bata denge.", "Hote hi aap ko bata denge."),
        (
            "reply",
            "Galat size order karna aap ki apni ghalti hai.",
            "Galat size order karne ki wajah se ye masla hua hai.",
        ),
        (
            "reply",
            "Complaint karne se pehle apna balance check kar liya karein.",
            "Meherbani kar ke apna balance check kar lein.",
        ),
    ],
)
def test_a_rude_sentence_keeps_what_it_says(kind: Kind, text: str, wanted: str) -> None:
    """The demand, the refusal or the fact stays, in the words of a courteous writer."""
    assert check_tone(text, kind=kind).rewrite == wanted

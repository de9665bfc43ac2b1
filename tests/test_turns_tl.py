"""Tagalog and Taglish sentences said rudely -> how a courteous writer says them: the demand and the facts stay."""

from __future__ import annotations

import pytest

from toneguard import check_tone
from toneguard.report import Kind


def rewritten(text: str, kind: Kind) -> str | None:
    """The rewrite of a message of one or two sentences."""
    return check_tone(text, kind=kind, language="tl").rewrite


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Mga tamad kayo hindi n'yo pa inaayos ang gripo.", "Hindi n'yo pa inaayos ang gripo."),
        ("Binasag ng mga gago ninyong tauhan ang bintana.", "Binasag ng mga tauhan ninyo ang bintana."),
        ("Tangina naman, sarado na naman ang bodega.", "Sarado na naman ang bodega."),
        ("May gana pa kayong magpadala ng listahan ng multa!", "Nagpadala pa po kayo ng listahan ng multa."),
        ("Anong silbi ng hotline ninyo kung walang sumasagot?", "May hotline po, pero walang sumasagot."),
        ("Salamat sa pagsira ng kasal ng kapatid ko.", "Nasira po ang kasal ng kapatid ko."),
        (
            "Ilang beses ko bang sasabihin na hindi ako umorder ng kape?",
            "Gaya po ng nasabi ko na, hindi ako umorder ng kape.",
        ),
        (
            "Kung hindi n'yo maaayos ang singil bago Martes, isusumbong ko kayo sa ERC.",
            "Umaasa po akong maaayos ang singil bago Martes; kung hindi, idudulog ko po ito sa ERC.",
        ),
        ("Dahil sa kapabayaan n'yo, nabasa ang mga libro.", None),
    ],
)
def test_a_complaint_keeps_what_it_asks_and_tells(before: str, after: str | None) -> None:
    """What happened, what is wanted and by when stays; insults, sarcasm and threats go."""
    assert rewritten(before, "complaint") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Walang resibo, walang palit.", "Kailangan po ang resibo para sa palit."),
        ("Ilang beses na naming sinabi na sarado ang klinika.", "Gaya po ng nabanggit namin, sarado ang klinika."),
        (
            "Hindi po namin trabaho ang i-monitor ang parcel n'yo.",
            "Pasensiya na po, hindi po namin saklaw ang i-monitor ang parcel n'yo.",
        ),
        ("Bakit ngayon lang kayo nagreklamo?", "Mas mainam po sana kung mas maaga kayong nagreklamo."),
        ("Tigilan n'yo na ang kaka-follow up.", "Hindi na po ninyo kailangang mag-follow up."),
        (
            "Bayaran n'yo ang 640 bago Lunes, kung hindi ay puputulin namin ang kuryente n'yo.",
            "Pakibayaran po sana ang 640 bago Lunes para hindi maputol ang kuryente n'yo.",
        ),
        (
            "Kung ayaw n'yo ng ganitong kwarto, lumipat kayo.",
            "Kung hindi po angkop sa inyo ang ganitong kwarto, malaya po kayong pumili ng iba.",
        ),
    ],
)
def test_a_reply_keeps_what_the_customer_has_to_know(before: str, after: str | None) -> None:
    """The refusal, the rule and the consequence stay, said plainly."""
    assert rewritten(before, "reply") == after

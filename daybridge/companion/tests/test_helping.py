"""What Sam reads about how to help, and that which pages he finds tells him nothing that Ana has not told."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from daybridge.library import queries as library
from daybridge.people.models import Supporter
from daybridge.privacy.rules import Part
from tests.architecture.test_laws import patterns
from tests.cast import House, a_supporter, a_worksheet, an_agreed_plan, an_entry, proved, sign_in

ABOUT_USE = [one.title for one in library.for_supporters(about_use=True)]


def _sams(sam: Supporter) -> Client:
    return sign_in(sam.account)  # type: ignore[arg-type]


def _words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_every_supporter_reads_how_to_help_and_where_it_comes_from(house: House) -> None:
    sams = _sams(a_supporter(house, house.participants["Ana"]))
    home = sams.get("/supporter/").content.decode()
    assert "/supporter/help/" in home
    assert home.index('href="#help-title"') < home.index("<section"), "whoever is afraid need not look for it"
    listed = sams.get("/supporter/help/").content.decode()
    links = re.findall(r'href="(/supporter/help/[^"]+/)"', listed)
    assert len(links) == 9
    for link in links:
        words = _words(sams.get(link))
        assert "Where this comes from" in words and "988" in words and "911" in words
    above, _article = sams.get("/supporter/help/when-you-fear-for-their-life/").content.decode().split("<article", 1)
    assert "tel:911" in above, "whom to call stands above what is hard to read"


def test_they_are_read_in_spanish_too(house: House) -> None:
    sam = a_supporter(house, house.participants["Ana"])
    sams = _sams(sam)
    sams.post(reverse("people:language"), {"language": "es"})
    words = _words(sams.get("/supporter/help/kind-limits/"))
    assert "Límites con cariño" in words and "De dónde viene" in words


def test_a_page_that_is_shared_offers_what_goes_with_it(house: House) -> None:
    sam = a_supporter(house, house.participants["Ana"])
    assert "On a bad day" in _words(_sams(sam).get(f"/supporter/{sam.id}/how-i-am/"))


# --- That somebody has a substance-use problem is told by the participant or by nobody (42 CFR Part 2) ------------------


@pytest.mark.parametrize(
    "parts", [(Part.HOW_I_AM,), (Part.HOW_I_AM, Part.SAFETY_PLAN, Part.PROGRESS, Part.WHO_TO_CALL)]
)
def test_a_supporters_pages_are_the_same_whether_or_not_care_is_about_use(
    house: House, parts: tuple[Part, ...]
) -> None:
    """Ana is in a program for both and wrote of using; Zoe is in one for mental health. Their supporters' pages differ in names alone."""
    ana, zoe = house.participants["Ana"], house.participants["Zoe"]
    for one in (ana, zoe):
        an_entry(house, one, mood=2)
        _agreed_plan_of(house, one)
    a_worksheet(house, ana, "setback", answers={"what": "used"})
    a_worksheet(house, zoe, "setback", answers={"what": "withdrew"})
    sam, kim = a_supporter(house, ana, "Sam Ortiz", *parts), a_supporter(house, zoe, "Kim Ortiz", *parts)
    for address in _addresses(parts):
        of_ana, of_zoe = (_sams(one).get(address.replace("SUPPORTER", str(one.id))) for one in (sam, kim))
        assert of_ana.status_code == of_zoe.status_code
        assert _nameless(of_ana) == _nameless(of_zoe), address


def _agreed_plan_of(house: House, participant: object) -> None:
    therapist = "Ben" if participant == house.participants["Ana"] else "Cleo"
    an_agreed_plan(house, participant, "Walk to the pier", clinician=therapist)  # type: ignore[arg-type]


def _addresses(parts: tuple[Part, ...]) -> list[str]:
    """Every address of a supporter's that is looked at, from the registry: with every part and every article, shared or not."""
    found = []
    for pattern in patterns(get_resolver()):
        if not pattern.startswith("supporter/") or pattern == "supporter/close/":
            continue
        codes = [*Part, "made-up"] if "<slug:part>" in pattern else [*(a.code for a in _all()), "made-up"]
        at = "/" + pattern.replace("<uuid:supporter_id>", "SUPPORTER")
        found += sorted({re.sub(r"<slug:\w+>", str(code), at) for code in codes})
    assert len(found) > len(Part) + 12
    return found


def _all() -> list[library.Article]:
    return [*library.for_supporters(about_use=False), *library.for_supporters(about_use=True)]


def _nameless(answer: HttpResponse) -> str:
    words = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    words = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", words)
    return re.sub(r"\b(Ana|Zoe|Sam|Kim)\b", "NAME", words)


def test_pages_about_use_are_there_once_it_was_told_and_for_whom_it_was_told_alone(house: House) -> None:
    ana = house.participants["Ana"]
    sam, kim = a_supporter(house, ana, "Sam Ortiz", Part.HOW_I_AM), a_supporter(house, ana, "Kim Ortiz", Part.ABOUT_USE)
    assert len(ABOUT_USE) == 3
    told = _words(_sams(kim).get(f"/supporter/{kim.id}/about-use/"))
    assert all(title in told for title in ABOUT_USE) and "care is about alcohol or drugs" in told
    sams = _sams(sam)
    assert sams.get(f"/supporter/{sam.id}/about-use/").status_code == 404
    for code in (one.code for one in library.for_supporters(about_use=True)):
        for reader in (sams, _sams(kim)):
            hidden, unknown = reader.get(f"/supporter/help/{code}/"), reader.get("/supporter/help/made-up/")
            same = _nameless(unknown).replace("made-up", code)
            assert (hidden.status_code, _nameless(hidden)) == (404, same), code
    listed = _words(sams.get("/supporter/")) + _words(sams.get("/supporter/help/"))
    assert not [title for title in ABOUT_USE if title in listed]


def test_it_is_told_of_the_one_who_told_it_and_not_of_the_other_whom_they_support(house: House) -> None:
    ana = house.participants["Ana"]
    kim = a_supporter(house, ana, "Kim Ortiz", Part.ABOUT_USE)
    words = _words(_sams(kim).get("/supporter/"))
    assert words.index("Ana shares this with you") < words.index("Helping with alcohol and drugs")
    assert "Ana wants you to know" in _words(_sams(kim).get(f"/supporter/{kim.id}/about-use/"))


def test_whoever_shares_is_offered_the_same_choice_whatever_care_is_about(house: House) -> None:
    pages = []
    for name in ("Ana", "Zoe"):
        one = house.participants[name]
        other = a_supporter(house, one, f"{'Sam' if name == 'Ana' else 'Kim'} Ortiz")

        page = proved(one.account).get(f"/companion/sharing/{other.id}/").content.decode()
        pages.append(re.findall(r'name="parts"\s+value="([^"]+)"', page))
    assert pages[0] == pages[1] == [one.value for one in Part]


def test_the_participant_sees_what_these_pages_say_before_they_share_them(house: House) -> None:

    ana = house.participants["Ana"]
    sam = a_supporter(house, ana)
    words = _words(proved(ana.account).get(f"/companion/sharing/{sam.id}/about-use/"))
    assert all(title in words for title in ABOUT_USE)

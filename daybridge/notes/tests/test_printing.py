"""A signed note on paper: tagged, with a title and a language, and no word of it read as markup."""

import re
import zlib

from django.utils import translation

from daybridge.attendance.tests.deeds import minute
from daybridge.notes import printing, queries
from daybridge.notes.actions import sign_addendum, sign_group_note
from daybridge.notes.models import Note
from daybridge.notes.tests.deeds import a_draft, a_group_session, a_signed_group, fill
from tests.cast import House


def plain(pdf: bytes) -> bytes:
    """The file with its compressed parts beside it."""
    parts = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    unpacked = []
    for one in parts:
        try:
            unpacked.append(zlib.decompress(one.rstrip(b"\r\n")))
        except zlib.error:
            continue
    return pdf + b"\n".join(unpacked)


def printed(note: Note, house: House) -> bytes:
    return printing.as_pdf(note, queries.addenda(note), queries.cosignature(note), house.organization)


def test_it_is_a_tagged_pdf_that_says_its_language_and_title(house: House) -> None:
    [note] = a_signed_group(house)
    sign_addendum(house.actors["Ben"], note, said="The call was on Tuesday.")
    found = plain(printed(note, house))
    assert found.startswith(b"%PDF-1.7")
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang", b"pdfuaid:part", b"<dc:title>"):
        assert mark in found, mark


def test_nothing_that_somebody_typed_is_read_as_markup(house: House) -> None:
    session = a_group_session(house)
    draft = a_draft(house, session)
    hostile = '#panic("x") *bold* #image("/etc/passwd") $x$ \\ " </script> @label <fig>'
    people = fill(house, draft, group=hostile, interventions="= Heading\n+ list\n/ term: said")
    with minute(session, 100):
        sign_group_note(house.actors["Ben"], draft, participants=people)
    assert printed(Note.objects.get(), house).startswith(b"%PDF")


def test_it_is_in_the_language_in_which_it_was_signed_whoever_prints_it(house: House) -> None:
    [note] = a_signed_group(house)
    with translation.override("es"):
        told = printing.told_of(note, [], None, house.organization)
    assert told["signatures_title"] == "Signed" and told["facts"][0][0] == "Participant"


def test_a_text_whose_seal_does_not_fit_says_so_on_paper(house: House) -> None:
    [note] = a_signed_group(house)
    note.text["parts"][-1][2] = "She was cheerful."
    assert "its seal does not fit" in printing.told_of(note, [], None, house.organization)["signatures"][0]

"""Notes behind a door of their own: sealed, read by whoever wrote them, in nothing else."""

from datetime import date

import pytest
from django.db import connection

from daybridge.core.errors import Invalid, NotYours, Refused
from daybridge.core.models import AuditEntry
from daybridge.notes import queries
from daybridge.notes.actions import read_own_note, write_own_note
from daybridge.notes.models import Note, OwnNote
from tests.cast import House

SAID = "seven quiet herons, said in confidence"


def an_own_note(house: House, form: str = "psychotherapy", by: str = "Ben") -> OwnNote:
    from daybridge.notes import on_file

    asked = on_file.forms()[form].asks
    made = write_own_note(
        house.actors[by], house.participants["Ana"], form=form, said={one.code: SAID for one in asked},
        on_day=date(2026, 11, 23),
    )  # fmt: skip
    return queries.own_note(house.actors[by], made.subject_id)


@pytest.mark.parametrize("form", ["psychotherapy", "sud-counseling"])
def test_its_writer_reads_it_and_nobody_else_finds_it(house: House, form: str) -> None:
    own = an_own_note(house, form)
    assert SAID in queries.unsealed(own)
    for who in ("Cora", "Dora", "Cleo", "Ana", "Zoe"):
        with pytest.raises(NotYours):
            queries.own_note(house.actors[who], own.id)
        with pytest.raises(Refused):
            read_own_note(house.actors[who], own)
        assert queries.own_notes(house.actors[who], house.participants["Ana"]) == []
    with pytest.raises(Refused):
        read_own_note(house.system, own)


def test_not_a_word_of_it_stands_in_the_database_or_in_the_audit(house: House) -> None:
    own = an_own_note(house)
    with connection.cursor() as cursor:
        cursor.execute("select encode(sealed, 'escape') from notes_ownnote")
        assert SAID not in str(cursor.fetchall())
    assert not Note.objects.exists() and SAID not in str(list(AuditEntry.objects.values()))
    assert AuditEntry.objects.get(deed="notes.OwnNoteWritten").facts["digest"] == own.digest


def test_each_look_is_written_down(house: House) -> None:
    own = an_own_note(house)
    read_own_note(house.actors["Ben"], own)
    assert AuditEntry.objects.get(deed="notes.OwnNoteRead").subject_id == own.id


def test_who_does_not_treat_them_writes_none_and_no_other_note_stands_there(house: House) -> None:
    with pytest.raises(Refused):
        an_own_note(house, by="Cleo")
    with pytest.raises(Invalid):
        an_own_note(house, form="contact")
    with pytest.raises(Invalid):
        write_own_note(
            house.actors["Ben"], house.participants["Ana"], form="psychotherapy", said={}, on_day=date(2026, 11, 23)
        )

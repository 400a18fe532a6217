"""English and Spanish at parity: a string without its translation fails the build."""

import importlib.util
import re

from babel.messages.pofile import read_po

from daybridge.installation.home import CHECKOUT

SPANISH = CHECKOUT / "daybridge" / "locale" / "es" / "LC_MESSAGES" / "django.po"
_MARKS = re.compile(r"%\(\w+\)[sd]|%[sd]")


def _collector():  # type: ignore[no-untyped-def]
    spec = importlib.util.spec_from_file_location("messages", CHECKOUT / "bin" / "messages.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_string_that_a_person_sees_has_its_spanish() -> None:
    known = {(m.id, m.context): m.string for m in read_po(SPANISH.open("rb"), locale="es") if m.id}
    for message in _collector().collect():
        if message.id:
            said = known.get((message.id, message.context), "")
            assert said and all([said] if isinstance(said, str) else said), f"no Spanish for {message.id!r}"


def test_a_translation_keeps_every_value_of_its_sentence() -> None:
    for message in read_po(SPANISH.open("rb"), locale="es"):
        if isinstance(message.id, str) and message.id:
            assert sorted(_MARKS.findall(message.id)) == sorted(_MARKS.findall(str(message.string))), message.id


def test_the_catalogue_is_one_that_gets_compiled() -> None:
    assert not read_po(SPANISH.open("rb"), locale="es").fuzzy

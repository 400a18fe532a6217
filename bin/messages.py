"""Collect every string that a person sees into the Spanish catalogue; new ones come in empty, gone ones go out.

Run with the project's Python: .venv/bin/python bin/messages.py. The tests fail while a translation is missing.
"""

import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

HOUSE = Path(__file__).parents[1] / "daybridge"
SPANISH = HOUSE / "locale" / "es" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    **dict.fromkeys(("gettext", "gettext_lazy", "_", "lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
_LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
#: `templatize` answers with text that is nearly Python; only its calls are.
_CALL = re.compile(rf"(\w*gettext|_)\(\s*({_LITERAL}(?:\s*,\s*{_LITERAL})*)")


def collect() -> Catalog:
    """Every message of the templates and the Python code."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
    from django.utils.translation.template import templatize

    found = Catalog(locale="es", project="Daybridge", version="", fuzzy=False)
    for path in sorted([*HOUSE.rglob("*.html"), *HOUSE.rglob("templates/**/*.txt"), *HOUSE.rglob("*.py")]):
        parts = path.relative_to(HOUSE).parts
        if {"tests", "static", "allauth"} & set(parts) and path.suffix == ".py":
            continue
        source = path.read_text()
        if path.suffix != ".py":
            source = "\n".join(
                f"{name}({words})" for name, words in _CALL.findall(templatize(source, origin=str(path)))
            )
        for line, message, _comments, context in extract("python", BytesIO(source.encode()), KEYWORDS):
            if message and message != ("", ""):
                found.add(message, locations=[(str(path.relative_to(HOUSE.parent)), line)], context=context)
    return found


def main() -> None:
    known = read_po(SPANISH.open("rb"), locale="es") if SPANISH.exists() else Catalog(locale="es")
    collected = collect()
    known.update(collected, no_fuzzy_matching=True)
    known.obsolete.clear()
    known.fuzzy = False  # a fuzzy catalogue is not compiled
    with SPANISH.open("wb") as file:
        write_po(file, known, no_location=True, omit_header=False, sort_output=True, width=120)
    missing = [
        message
        for message in known
        if message.id and not all(message.string if isinstance(message.string, tuple) else [message.string])
    ]
    sys.stdout.write(f"{len(known)} messages, {len(missing)} without Spanish\n")


if __name__ == "__main__":
    main()

"""A signed document as a tagged PDF (PDF/UA-1), made by Typst."""

import json
from pathlib import Path
from typing import Any

import typst
from django.http import HttpResponse

_TEMPLATE = Path(__file__).parent / "document.typ"


def as_pdf(told: dict[str, Any]) -> bytes:
    """Some pages of `title`, `form`, `organization`, `language`, `facts` (label, said), `parts` (heading, said), `signatures` and
    `addenda` (said, by) under their titles, and a `footer`."""
    said = {"document": json.dumps(told, ensure_ascii=False)}
    try:
        made = typst.compile(str(_TEMPLATE), format="pdf", pdf_standards="ua-1", sys_inputs=said)
    except typst.TypstError:
        # A sign that no font here has, such as an emoji: nobody's words keep a document from being printed.
        made = typst.compile(str(_TEMPLATE), format="pdf", sys_inputs=said)
    assert isinstance(made, bytes)
    return made


def pdf_response(made: bytes, filename: str) -> HttpResponse:
    """To be shown in the browser and kept by nobody on the way."""
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{filename}"'
    answer["Cache-Control"] = "no-store"
    return answer

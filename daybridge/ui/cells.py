"""Answers that a form saves by itself, one at a time, as client/notes/keeping.ts sends them; or all at once, without scripts."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from daybridge.core.errors import Conflict, Invalid


def keep_cell(
    request: HttpRequest, write: Callable[[str, str, int], int], stands: Callable[[str], Mapping[str, Any] | None]
) -> JsonResponse:
    """200 with the new revision that `write(code, said, revision)` gives; 409 with what `stands` there now; 422 with why it can't be."""
    code, said, revision = _sent(request)
    try:
        return JsonResponse({"revision": write(code, said, revision)})
    except Conflict as conflict:
        changed = stands(code) if conflict.code == "changed" else None
        return JsonResponse({"why": conflict.words, "changed": changed}, status=409)
    except Invalid as invalid:
        return JsonResponse({"why": invalid.words}, status=422)


def _sent(request: HttpRequest) -> tuple[str, str, int]:
    try:
        sent = json.loads(request.body)
        code, said, revision = str(sent["code"]), str(sent["said"]), int(sent["revision"])
        (code + said).encode()  # a lone half of a sign can't be kept
        if "\x00" in code + said:
            raise ValueError("a sign that no text has")
        return code, said, revision
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise Invalid(_("This could not be read.")) from error


def cells_posted(posted: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    """(code, what was written, from which revision) of every field of a form that has its revision beside it."""
    for name, said in posted.items():
        revision = posted.get(f"{name}-revision", "")
        if name.startswith("all-") and revision.isdecimal() and len(revision) < 10:
            yield name.removeprefix("all-"), said.replace("\x00", "").replace("\r\n", "\n"), int(revision)

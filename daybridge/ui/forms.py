"""What a page does with a form and the one deed that it asks for."""

from collections.abc import Callable
from typing import Any

from django import forms

from daybridge.core.errors import DaybridgeError

_TO_BE_MENDED = (409, 422)


def attempt(form: forms.Form, deed: Callable[[dict[str, Any]], object]) -> int | None:
    """Do a deed with what a form says. None when it is done; else the status of the page that shows why not, beside the fields.

    Raises what no other entry would mend: no permission, not found.
    """
    if not form.is_valid():
        return 422
    try:
        deed(form.cleaned_data)
    except DaybridgeError as error:
        if error.status not in _TO_BE_MENDED:
            raise
        blame(form, error)
        return error.status
    return None


def blame(form: forms.Form, error: DaybridgeError) -> None:
    """Put what an action refused beside the fields it names, or above them all."""
    for name, said in error.fields.items():
        form.add_error(name if name in form.fields else None, said)
    if not error.fields:
        form.add_error(None, error.words)

"""Asking an outside interaction service, where a site has one (docs/medicine-rules.md). It hears names of medicines and nothing of whose.

It has a time limit, and its silence holds nothing up: the page says plainly that it did not answer.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Annotated

import requests
import structlog
from django.conf import settings
from pydantic import BaseModel, StringConstraints, ValidationError

log = structlog.get_logger()
_LARGEST, _MOST_WARNINGS = 200_000, 50
Said = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class OutsideWarning(BaseModel):
    """One warning as the service says it; `between` are the numbers of the medicines that it was asked about."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=50)]
    between: tuple[int, ...]
    title: Said
    text: Annotated[str, StringConstraints(max_length=2_000)] = ""
    source: Said
    interrupts: bool = False


class _Answer(BaseModel):
    version: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    warnings: tuple[OutsideWarning, ...]


@dataclass(frozen=True)
class Heard:
    """What the service said, by its version; `is_silent` when it was asked and did not answer as it should."""

    warnings: tuple[OutsideWarning, ...] = ()
    version: str = ""
    is_silent: bool = False


def ask(names: Sequence[str], *, proposed: int) -> Heard:
    """What an outside service warns of among these medicines, of which the one at `proposed` is about to be added."""
    service: Mapping[str, object] = settings.MEDICINE_INTERACTIONS
    if not service["url"]:
        return Heard()
    try:
        answer = _Answer.model_validate_json(_answer(service, names, proposed))
    except (requests.RequestException, ValidationError, ValueError, TimeoutError) as error:
        log.warning("interaction_service_silent", error=type(error).__name__)  # its name: what it said stays unlogged
        return Heard(is_silent=True)
    known = [
        one
        for one in answer.warnings[:_MOST_WARNINGS]
        if 1 <= len(one.between) <= 2 and proposed in one.between and set(one.between) <= set(range(len(names)))
    ]
    return Heard(tuple(known), answer.version)


def _answer(service: Mapping[str, object], names: Sequence[str], proposed: int) -> bytes:
    """The body of the answer. Raises TimeoutError when all of it is not here in time, however slowly it drips."""
    seconds = float(str(service["seconds"]))
    until = monotonic() + seconds
    asked = {"medicines": [{"number": n, "name": name} for n, name in enumerate(names)], "proposed": proposed}
    headers = {"Authorization": f"Bearer {service['token']}"} if service["token"] else {}
    with requests.post(
        str(service["url"]), data=json.dumps(asked), headers={"Content-Type": "application/json", **headers},
        timeout=seconds, allow_redirects=False, stream=True,
    ) as response:  # fmt: skip
        if response.status_code != requests.codes.ok:
            raise ValueError("not answered")
        body = b""
        for part in response.iter_content(4_096):
            body += part
            if monotonic() > until:
                raise TimeoutError
            if len(body) > _LARGEST:
                raise ValueError("too large")
        return body

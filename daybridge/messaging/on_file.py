"""Quick replies: short answers that staff begin with, in the language of whom they write to. A file, not code. Plain Python.

A site's own `DAYBRIDGE_HOME/quick-replies.yaml` holds whole in the place of ours; one that can't be read is told of by `doctor`.
"""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from daybridge.core.yaml_files import Fault, FaultyFile, validated

_SHIPPED = Path(__file__).parent / "quick-replies.yaml"
_own: Path | None = None
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]


class FaultyReplies(FaultyFile):
    thing = "entry"


class _OnFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class QuickReply(_OnFile):
    """A reply in both languages; `name` is what staff choose it by."""

    code: Code
    name: Text
    en: Text
    es: Text

    def said(self, language: str) -> str:
        return self.es if language.startswith("es") else self.en


class _Replies(_OnFile):
    replies: Annotated[tuple[QuickReply, ...], Field(max_length=30)]


def use_file(path: Path | None) -> None:
    """From now on a site's own replies are looked for here."""
    global _own  # noqa: PLW0603 - said once, when the house starts
    _own = path


def faults_in(path: Path) -> list[Fault]:
    """What is wrong with a site's own file; empty for one that is sound, or not there."""
    try:
        _read(path) if path.exists() else None
    except FaultyReplies as faulty:
        return faulty.faults
    return []


def quick_replies() -> tuple[QuickReply, ...]:
    """The site's own where it has a sound file of them, else the shipped ones."""
    own = _own if _own and _own.exists() and not faults_in(_own) else None
    return _read(own or _SHIPPED)


@cache
def _read(path: Path) -> tuple[QuickReply, ...]:
    return validated(path, _Replies, FaultyReplies)[0].replies

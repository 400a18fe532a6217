"""What a person's check-in and diary ask, as a clinician ticks it, with rows for what they call by their own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from daybridge.checkins.queries import Diary
from daybridge.checkins.rules import QUESTIONS, Watched, watched
from daybridge.checkins.worksheets import diary_words

_OWN_ROWS = 4
_ASKS = {
    "anxiety": _("Anxiety, 0 to 10"),
    "urge": _("Urge to use, 0 to 10"),
    "sleep": _("Hours of sleep"),
    "medicines": _("Medicines taken"),
    "note": _("What happened, in their words"),
}
_KINDS = [
    ("urge", _("An urge: 0 to 5, and whether they acted on it")),
    ("feeling", _("A feeling: 0 to 5")),
    ("action", _("Something done: yes or no")),
]
_DANGERS = [
    ("", _("No one is alerted")),
    ("suicide", _("Rules about suicide")),
    ("self-harm", _("Rules about self-harm")),
    ("use", _("Rules about substance use")),
    ("leaving", _("Rules about leaving the program")),
]


@dataclass(frozen=True)
class TargetRow:
    """The two ticks of one of the site's targets."""

    words: str
    watch: forms.BoundField
    on_check_in: forms.BoundField


@dataclass(frozen=True)
class OwnRow:
    """A target in the person's own words."""

    number: int
    words: forms.BoundField
    kind: forms.BoundField
    danger: forms.BoundField
    on_check_in: forms.BoundField


class DiaryForm(forms.Form):
    """`based_on` is the number of the setup that was on the screen."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, diary: Diary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = {one.code: one for one in diary.targets}
        self.fields["based_on"].initial = diary.number
        language = get_language() or "en"
        for question in QUESTIONS:
            asks = forms.BooleanField(label=_ASKS[question], required=False, initial=diary.asks.get(question))
            self.fields[f"ask-{question}"] = asks
        for target in diary_words().targets:
            now = self._known.get(target.code)
            self._tick(f"watch-{target.code}", target.words.said(language), now is not None)
            self._tick(f"first-{target.code}", _("Also in the check-in"), bool(now and now.on_check_in))
        own = [one for one in diary.targets if one.own]
        for number in range(max(_OWN_ROWS, len(own) + 1)):
            self._add_own(number, own[number] if number < len(own) else None)
        skills = [(s.code, s.words.said(language)) for module in diary_words().modules for s in module.skills]
        self.fields["skills"] = forms.MultipleChoiceField(
            label=_("Skills their diary lists"),
            help_text=_("With none ticked it lists all."),
            choices=skills,
            initial=list(diary.skills),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def _tick(self, name: str, label: Any, is_on: bool) -> None:
        self.fields[name] = forms.BooleanField(label=label, required=False, initial=is_on)

    def _add_own(self, number: int, one: Watched | None) -> None:
        self.fields[f"own-{number}-words"] = forms.CharField(
            label=_("In their words"), max_length=60, required=False, initial=one.own if one else ""
        )
        self.fields[f"own-{number}-kind"] = forms.ChoiceField(
            label=_("Kind"), choices=_KINDS, initial=one.kind if one else "urge", required=False
        )
        self.fields[f"own-{number}-danger"] = forms.ChoiceField(
            label=_("Who hears of it"), choices=_DANGERS, initial=one.danger if one else "", required=False
        )
        self._tick(f"own-{number}-first", _("Also in the check-in"), bool(one and one.on_check_in))
        self.fields[f"own-{number}-code"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=one.code if one else ""
        )

    # --- As the template walks through it ---

    def questions(self) -> list[forms.BoundField]:
        return [self[f"ask-{question}"] for question in QUESTIONS]

    def target_rows(self) -> dict[str, list[TargetRow]]:
        rows: dict[str, list[TargetRow]] = {"urge": [], "feeling": [], "action": []}
        for target in diary_words().targets:
            said = target.words.said(get_language() or "en")
            rows[target.kind].append(TargetRow(said, self[f"watch-{target.code}"], self[f"first-{target.code}"]))
        return rows

    def own_rows(self) -> list[OwnRow]:
        return [
            OwnRow(number, *(self[f"own-{number}-{part}"] for part in ("words", "kind", "danger", "first")))
            for number in self._own_numbers()
        ]

    def own_codes(self) -> list[forms.BoundField]:
        return [self[f"own-{number}-code"] for number in self._own_numbers()]

    def _own_numbers(self) -> range:
        return range(sum(name.startswith("own-") and name.endswith("-words") for name in self.fields))

    # --- What was said ---

    def clean(self) -> dict[str, Any]:
        """One check-in asks about the urge to use once: on its own scale of 0 to 10, or as the diary's targets."""
        said = super().clean() or {}
        if (
            not self.errors
            and said["ask-urge"]
            and any(one.danger == "use" and one.on_check_in for one in self.targets)
        ):
            self.add_error(
                "ask-urge", _("This would ask about the urge to use twice. Untick this, or it in the diary.")
            )
        return said

    @property
    def asks(self) -> dict[str, bool]:
        return {question: self.cleaned_data[f"ask-{question}"] for question in QUESTIONS}

    @property
    def targets(self) -> Sequence[Watched]:
        """The site's in the file's order, then those in own words; words that are new get a code that nobody had."""
        said = self.cleaned_data
        sites = [
            watched(target, on_check_in=said[f"first-{target.code}"])
            for target in diary_words().targets
            if said[f"watch-{target.code}"] or said[f"first-{target.code}"]
        ]
        return [*sites, *self._own_targets()]

    def _own_targets(self) -> list[Watched]:
        found, taken = [], {self._code(number) for number in self._own_numbers()}
        for number in self._own_numbers():
            said = {part: self.cleaned_data[f"own-{number}-{part}"] for part in ("words", "kind", "danger", "first")}
            if not said["words"].strip():
                continue
            code = self._code(number)
            if not code:
                code = next(free for count in range(1, 100) if (free := f"own-{self.next_own + count}") not in taken)
                taken.add(code)
            found.append(Watched(code, said["kind"] or "urge", said["words"].strip(), said["danger"], said["first"]))
        return found

    def _code(self, number: int) -> str:
        """The code a row had already; of a row whose words were rewritten, none: other words are another target."""
        code = self.cleaned_data[f"own-{number}-code"]
        known = self._known.get(code)
        is_same = known is not None and known.own == self.cleaned_data[f"own-{number}-words"].strip()
        return code if is_same else ""

    @property
    def next_own(self) -> int:
        """Codes of own words are numbered on and on, so that a dropped one is never given to other words."""
        return 10 * int(self.cleaned_data["based_on"])

"""What intake writes: a referral by phone, a call, a decision, an admission."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.intake import sentences
from daybridge.intake.actions import NewPerson
from daybridge.intake.rules import (
    AllergyFact,
    CallResult,
    CallWith,
    ContactFact,
    CoverageFact,
    DeclineReason,
    MedicineFact,
    PersonFacts,
    PersonName,
    PhoneFact,
    ProblemFact,
    ReferralFacts,
    Referrer,
    RequestFact,
    WaitingReason,
    When,
    WithdrawReason,
    clean,
    clean_line,
)

MOST_NOTE_CHARACTERS = 4_000
_OLDEST = timedelta(days=130 * 366)


class Line(forms.CharField):
    """One line, without what could deceive the eye."""

    def to_python(self, value: Any) -> str | None:
        return super().to_python(clean_line(value, most=2_000) if isinstance(value, str) else value)


class Lines(forms.CharField):
    """Several lines, one thing on each."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> tuple[str, ...]:
        text = clean(super().clean(value) or "")
        return tuple(line.strip() for line in text.split("\n") if line.strip())


class Day(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _note(label: Any, hint: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=hint, required=False, max_length=MOST_NOTE_CHARACTERS, widget=area)


def _choice(label: Any, words: Mapping[str, Promise], codes: Iterable[str], required: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[(str(code), words[code]) for code in codes],
        widget=forms.RadioSelect,
        error_messages={"required": required},
    )


def _check_birth_date(born_on: date | None) -> date | None:
    today = clock.today("UTC")
    if born_on and born_on > today + timedelta(days=1):
        raise forms.ValidationError(gettext("This day is still to come."))
    if born_on and born_on < today - _OLDEST:
        raise forms.ValidationError(gettext("This is too long ago."))
    return born_on


class PhoneReferralForm(forms.Form):
    """A referral taken down while someone is on the phone: little is required, so that nothing is lost."""

    referral_id = forms.UUIDField(widget=forms.HiddenInput)
    organization = Line(label=_("Hospital or practice"), max_length=120, required=False)
    practitioner = Line(label=_("Who is calling"), max_length=120, required=False)
    referrer_phone = Line(label=_("Their phone number"), max_length=40, required=False)
    given_name = Line(label=_("Given name"), max_length=80, error_messages={"required": _("Write their given name.")})
    family_name = Line(
        label=_("Family name"), max_length=80, error_messages={"required": _("Write their family name.")}
    )
    born_on = Day(label=_("Birth date"), required=False)
    phone = Line(label=_("Phone number"), max_length=32, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("Not asked yet")), *settings.LANGUAGES], required=False
    )
    request = Line(label=_("What do they ask for?"), max_length=300, required=False)
    problems = Lines(label=_("Diagnoses and problems"), help_text=_("One on each line."), required=False)
    medicines = Lines(label=_("Medicines"), help_text=_("One on each line, with the dose."), required=False)
    allergies = Lines(label=_("Allergies"), help_text=_("One on each line."), required=False)
    payer = Line(label=_("Who pays"), max_length=120, required=False)
    member_id = Line(label=_("Member number"), max_length=60, required=False)
    contact_name = Line(label=_("Someone to call in an emergency"), max_length=120, required=False)
    contact_phone = Line(label=_("Their phone number"), max_length=40, required=False)
    tells_of_substance_use = forms.BooleanField(
        label=_("It tells of alcohol or drug use"),
        help_text=_("Then federal law (42 CFR Part 2) protects it, and only those who may know can see it."),
        required=False,
    )
    note = _note(_("Note"), _("What else was said."))

    @classmethod
    def empty(cls) -> "PhoneReferralForm":
        """A form that makes one referral however often it is sent."""
        return cls(initial={"referral_id": new_id()})

    def clean_born_on(self) -> date | None:
        return _check_birth_date(self.cleaned_data["born_on"])

    def facts(self) -> ReferralFacts:
        """What was told, in the shape that every referral has."""
        told = self.cleaned_data
        referrer = Referrer(
            organization=told["organization"],
            practitioner=told["practitioner"],
            phones=_one(told["referrer_phone"]),
            known_by="phone",
        )
        return ReferralFacts(
            person=self._person(),
            referrer=referrer,
            problems=tuple(ProblemFact(text) for text in told["problems"]),
            medicines=tuple(MedicineFact(text) for text in told["medicines"]),
            allergies=tuple(AllergyFact(text) for text in told["allergies"]),
            coverage=tuple(CoverageFact(payer, told["member_id"]) for payer in _one(told["payer"])),
            requests=tuple(RequestFact(text) for text in _one(told["request"])),
            is_marked=told["tells_of_substance_use"],
        )

    def _person(self) -> PersonFacts:
        told = self.cleaned_data
        has_contact = told["contact_name"] or told["contact_phone"]
        contact = ContactFact(told["contact_name"], "", _one(told["contact_phone"]))
        return PersonFacts(
            names=(PersonName(told["given_name"], told["family_name"]),),
            born_on=When(told["born_on"].isoformat()) if told["born_on"] else None,
            language=told["language"],
            language_text=dict(settings.LANGUAGES).get(told["language"], ""),
            phones=tuple(PhoneFact(number) for number in _one(told["phone"])),
            emails=_one(told["email"]),
            contacts=(contact,) if has_contact else (),
        )


def _one(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


class CallForm(forms.Form):
    """A call, made or taken."""

    call_with = _choice(_("With whom?"), sentences.CALLS_WITH, CallWith, _("Choose whom the call was with."))
    result = _choice(_("What happened?"), sentences.CALL_RESULTS, CallResult, _("Choose what happened."))
    note = _note(_("Note"))


class AcceptForm(forms.Form):
    note = _note(_("Note"), _("Why this program fits, and what was agreed."))


class WaitForm(forms.Form):
    reason = _choice(_("What do they wait for?"), sentences.WAITING_REASONS, WaitingReason, _("Choose a reason."))
    note = _note(_("Note"), _("When to look at it again."))


class DeclineForm(forms.Form):
    reason = _choice(_("Why?"), sentences.DECLINE_REASONS, DeclineReason, _("Choose a reason."))
    note = _note(_("Note"), _("Where they can turn instead, and who told them."))


class WithdrawForm(forms.Form):
    reason = _choice(_("Why?"), sentences.WITHDRAW_REASONS, WithdrawReason, _("Choose a reason."))
    note = _note(_("Note"))


class PersonForm(forms.Form):
    """What a new record is opened with: as the referral told it, for intake to check."""

    given_name = Line(label=_("Given name"), max_length=80)
    family_name = Line(label=_("Family name"), max_length=80)
    chosen_name = Line(label=_("Chosen name"), max_length=80, required=False)
    pronouns = Line(label=_("Pronouns"), max_length=40, required=False)
    born_on = Day(label=_("Birth date"), help_text=_("The invitation to the app asks for it."))
    language = forms.ChoiceField(label=_("Language of the app"), choices=settings.LANGUAGES)
    phone = Line(label=_("Phone number"), max_length=32, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)

    def clean_born_on(self) -> date | None:
        return _check_birth_date(self.cleaned_data["born_on"])

    @classmethod
    def from_facts(cls, facts: ReferralFacts) -> dict[str, Any]:
        """What to fill in beforehand."""
        person = facts.person
        return {
            "given_name": person.name.given or person.name.text,
            "family_name": person.name.family,
            "chosen_name": person.chosen_name,
            "pronouns": person.pronouns,
            "born_on": person.born_on.day if person.born_on else None,
            "language": "es" if person.language.lower().startswith("es") else "en",
            "phone": person.phones[0].number if person.phones else "",
            "email": person.emails[0] if person.emails else "",
        }

    def new_person(self) -> NewPerson:
        return NewPerson(**self.cleaned_data)


class AdmitForm(forms.Form):
    """Into which program, with whom, from when."""

    program = forms.TypedChoiceField(
        label=_("Program"), coerce=UUID, error_messages={"required": _("Choose a program.")}
    )
    primary_therapist = forms.TypedChoiceField(
        label=_("Primary therapist"), coerce=UUID, error_messages={"required": _("Choose a therapist.")}
    )
    covering = forms.TypedChoiceField(
        label=_("Who covers"),
        help_text=_("Sees this person's alerts too, and answers when the therapist is away."),
        coerce=UUID,
        required=False,
        empty_value=None,
    )
    admitted_on = Day(label=_("First day"))
    substance_use_focus = forms.BooleanField(
        label=_("The check-in asks about urges and cravings"),
        help_text=_("In a dual diagnosis program it always does."),
        required=False,
    )

    def __init__(self, *args: Any, programs: Iterable[Any], therapists: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = [(str(one.id), str(one)) for one in therapists]
        offered = {
            "program": [("", _("Choose a program")), *((str(one.id), str(one)) for one in programs)],
            "primary_therapist": [("", _("Choose a therapist")), *staff],
            "covering": [("", _("Nobody yet")), *staff],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

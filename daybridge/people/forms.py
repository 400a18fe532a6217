from collections.abc import Iterable
from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from daybridge.people.rules import Role
from daybridge.people.sentences import ROLES


class BirthDateForm(forms.Form):
    """What only the invited participant knows."""

    born_on = forms.DateField(label=_("Your birth date"), widget=forms.DateInput(attrs={"type": "date"}))


class StaffAddressForm(forms.Form):
    """What the invited member of staff knows."""

    email = forms.EmailField(label=_("Your work e-mail address"))


class WordForm(forms.Form):
    """What the invited supporter and the participant have agreed on."""

    word = forms.CharField(
        label=_("The word you agreed on"),
        help_text=_("Whoever sent you the link knows it. Big and small letters are the same here."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class SetUpForm(forms.Form):
    """How someone will sign in: a passkey, or a password."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("You sign in with this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    how = forms.ChoiceField(
        label=_("How do you want to sign in?"),
        choices=[
            ("passkey", _("With this phone or computer: fingerprint, face or screen lock")),
            ("password", _("With a password")),
        ],
        widget=forms.RadioSelect,
        initial="passkey",
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 10 characters. Three or four words are easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        required=False,
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("how") == "password" and not cleaned.get("password"):
            self.add_error("password", _("Choose a password, or sign in with a passkey instead."))
        return cleaned


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """It is still them, by their password: the one thing that is asked, so one types at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].widget.attrs["autofocus"] = True


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey. Whoever has no password needs one that is enough by itself; nobody else is told to choose less."""

    name = forms.CharField(label=_("Name"), required=False, max_length=100)
    passwordless = forms.BooleanField(
        label=_("It is enough by itself, without a password"),
        help_text=_("Switch this off only for an old security key."),
        required=False,
        initial=True,
    )

    @property
    def leaves_no_choice(self) -> bool:
        return not self.user.has_usable_password()

    def clean_passwordless(self) -> bool:
        return self.leaves_no_choice or bool(self.cleaned_data["passwordless"])


class StaffForm(forms.Form):
    """A new member of staff."""

    name = forms.CharField(label=_("Name"), max_length=120)
    credentials = forms.CharField(
        label=_("Credentials"), max_length=60, required=False, help_text=_("For example LCSW or RN.")
    )
    email = forms.EmailField(label=_("Work e-mail address"))
    roles = forms.MultipleChoiceField(
        label=_("What they do here"),
        choices=[],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, gives: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [(role, ROLES[role]) for role in gives]  # type: ignore[attr-defined]

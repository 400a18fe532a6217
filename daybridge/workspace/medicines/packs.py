"""Pages about the packs of medicine rules: what they say, where it is from, and who has signed them off."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.medications.watching import actions, queries, rules
from daybridge.medications.watching.queries import PackState
from daybridge.medications.watching.sentences import interval_in_words, language, range_in_words, test_in_words
from daybridge.people.access import is_director
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.ui.forms import attempt
from daybridge.workspace.medicines.watching_form import PackForm


@dataclass(frozen=True)
class ShownPack:
    """A pack in a list, and whether it is of tests or of warnings."""

    state: PackState
    name: str
    is_monitoring: bool
    lines: Sequence[str]
    teach: str
    warnings: Sequence["ShownWarning"]

    @property
    def version(self) -> str:
        """The pack's own, and after the dot which of the site's edits."""
        number = self.state.number
        return f"{self.state.shipped.version}.{number}" if number else str(self.state.shipped.version)


@dataclass(frozen=True)
class ShownWarning:
    title: str
    what: str
    think: str
    source: str
    interrupts: bool


def _shown(state: PackState) -> ShownPack:
    pack, said = state.pack, language()
    if isinstance(pack, rules.Monitoring):
        teach = pack.teach.said(said) if pack.teach else ""
        return ShownPack(state, pack.said(said), True, [_line(pack.code, one) for one in pack.tests], teach, ())
    warnings = [
        ShownWarning(one.said(said), one.what.said(said), one.think.said(said), one.source, one.interrupts)
        for one in pack.warnings
    ]
    return ShownPack(state, pack.said(said), False, (), "", warnings)


def _line(code: str, one: rules.Watched) -> str:
    """One test of a pack in a line: when it is due, and which range is looked at."""
    parts = []
    if one.baseline_days is not None:
        parts.append(_("at the start (counts up to %(days)s days before)") % {"days": one.baseline_days})
    if one.after_days:
        parts.append(_("%(days)s days after the start") % {"days": ", ".join(map(str, one.after_days))})
    if one.after_change_days is not None:
        parts.append(_("%(days)s days after a change") % {"days": one.after_change_days})
    for step in one.every:
        said = interval_in_words(step.days)
        parts.append(
            _("%(every)s until day %(day)s") % {"every": said, "day": step.until_day} if step.until_day else said
        )
    if one.low is not None or one.high is not None:
        found = range_in_words(rules.Range(code, one.low, one.high), rules.tests()[one.test].unit)
        parts.append(_("range to look at %(range)s") % {"range": found})
    return f"{test_in_words(one.test)}: {'; '.join(parts)}"


@require_GET
@staff_page
def page(request: StaffRequest) -> HttpResponse:
    """Every pack, those that are off too."""
    shown = [_shown(one) for one in queries.pack_states()]
    packs = {
        "monitoring": [one for one in shown if one.is_monitoring],
        "warnings": [one for one in shown if not one.is_monitoring],
        "unsigned": sum(one.state.is_on and not one.state.signed for one in shown),
        "known": rules.ingredients(),
    }
    return render(request, "workspace/medicine_rules.html", packs)


@require_http_methods(["GET", "POST"])
@staff_page
def pack(request: StaffRequest, code: str) -> HttpResponse:
    """One pack: what it says, its sources and changes; a director changes it here."""
    state = queries.pack_state(code)
    form, status = PackForm(state=state), 200
    if request.method == "POST":
        form = PackForm(request.POST, state=state)
        failed = attempt(
            form,
            lambda said: actions.edit_pack(
                request.actor, request.organization, code=code, is_on=said["is_on"], intervals=form.intervals,
                why=said["why"],
            ),
        )  # fmt: skip
        if failed is None:
            messages.success(request, _("The pack is changed. It waits for a sign-off."))
            return redirect("workspace:medicine-pack", code)
        status = failed
    shown = {"one": _shown(state), "form": form, "may_edit": is_director(request.actor, None)}
    return render(request, "workspace/medicine_pack.html", shown, status=status)


@require_POST
@staff_page
def sign_off(request: StaffRequest, code: str, version: int, number: int) -> HttpResponse:
    """A director signs a pack off as it was read."""
    queries.pack_state(code)
    actions.sign_off_pack(request.actor, request.organization, code=code, version=version, number=number)
    messages.success(request, _("The pack is signed off."))
    return redirect("workspace:medicine-pack", code)

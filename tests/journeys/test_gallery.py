"""Every component in every tone on one page, in the real browser: contrast and sizes, light and dark, on a phone and on a desktop.

The page names each class of `components.css` and `forms.css`, or a test fails: a new component is shown here.
"""

import json
import re
from typing import Any

import pytest
from django import forms
from django.template import engines
from playwright.sync_api import Browser

from daybridge.installation.home import CHECKOUT
from tests.journeys.test_axe import AXE, RUN_AXE

pytestmark = pytest.mark.critical

STYLES = CHECKOUT / "daybridge" / "ui" / "styles"
BUILT = CHECKOUT / "daybridge" / "static" / "built"


class _Form(forms.Form):
    wrong = forms.CharField(label="Date of birth", help_text="Month, day and year")
    optional = forms.CharField(label="Middle name", required=False)
    choice = forms.ChoiceField(
        label="Language", choices=[("en", "English"), ("es", "Spanish")], widget=forms.RadioSelect
    )
    words = forms.CharField(label="Note", widget=forms.Textarea)
    file = forms.FileField(label="File")
    agreed = forms.BooleanField(label="I agree")
    disabled = forms.CharField(label="Record number", disabled=True, initial="Assigned at admission")


@pytest.fixture(scope="module")
def page_of_components() -> str:
    template = engines["django"].from_string((CHECKOUT / "tests" / "journeys" / "gallery.html").read_text())
    return str(template.render({
        "form": _Form({"choice": "en"}),
        "levels": ["urgent", "same_day", "next_day", "review"],
        "pill_tones": ["plain", "good", "next", "waiting", "trouble"],
        "due_tones": ["later", "soon", "late"],
        "notice_tones": ["plain", "good", "next", "trouble"],
        "timeline": [("note", ""), ("alert", ""), ("alert", "urgent"), ("request", ""), ("milestone", "")],
    }))  # fmt: skip


def test_every_component_is_on_the_page(page_of_components: str) -> None:
    styled = {name for file in ("components.css", "forms.css") for name in _classes((STYLES / file).read_text())}
    shown = {name for classes in re.findall(r'class="([^"]*)"', page_of_components) for name in classes.split()}
    assert styled - shown == set()
    tones = re.findall(r'\[(data-(?:tone|level|kind)="[^"]+")\]', (STYLES / "components.css").read_text())
    assert [tone for tone in tones if tone not in page_of_components] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_browser(browser: Browser, page_of_components: str, scheme: Any) -> None:
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.set_content(page_of_components)
    page.add_style_tag(path=BUILT / json.loads((BUILT / "manifest.json").read_text())["main.css"])
    page.add_script_tag(path=AXE)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(RUN_AXE, {"resultTypes": ["violations"]}) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def _classes(css: str) -> list[str]:
    return re.findall(r"\.([a-z][a-z-]+)", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))

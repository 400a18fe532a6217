"""What more than one journey does on its way: a referral, an admission, an invitation, joining on a phone."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from daybridge.interop.tests.bundles import ANA, NOOR, a_bundle, a_medicine, a_request, a_stay, as_file
from tests.journeys.conftest import SITE
from tests.shared import BUNDLES

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
#: What a participant of these journeys chooses.
THEIR_PASSWORD = "kettle birch marble 7"
_OWN_PATIENT = {
    **ANA,
    "name": [{"use": "official", "family": "Saltmarsh", "given": ["Curlew"]}],
    "birthDate": "1979-05-02",
}
#: Whether the service worker is in charge and keeps the companion's pages in this language.
_ARE_KEPT = """async (language) => {
  const kept = await Promise.all(["check-in", "support"].map((one) => caches.match(`/companion/${one}/`)));
  return !!navigator.serviceWorker.controller && kept.every((one) => one?.headers.get("Content-Language") === language);
}"""


@dataclass(frozen=True)
class Sent:
    """A hospital's file about one person."""

    name: str
    content: bytes
    given_name: str
    family_name: str
    born_on: str

    @property
    def person(self) -> str:
        return f"{self.given_name} {self.family_name}"


def a_hospitals_file() -> Sent:
    """The real bundle of someone with depression and opioid misuse; where it isn't at hand, one of our own."""
    found = sorted(BUNDLES.glob("Gilberto_*.json"))
    own = as_file(a_bundle(NOOR, a_stay(), a_medicine(), a_request(), patient=_OWN_PATIENT))
    content = found[0].read_bytes() if found else own
    patient = next(
        one["resource"] for one in json.loads(content)["entry"] if one["resource"]["resourceType"] == "Patient"
    )
    [name, *_] = patient["name"]
    return Sent(
        found[0].name if found else "referral.json", content, name["given"][0], name["family"], patient["birthDate"]
    )


def a_desk(browser: Browser) -> Page:
    return browser.new_context(viewport=DESK).new_page()  # type: ignore[arg-type]


def a_phone(browser: Browser) -> Page:
    return browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True).new_page()  # type: ignore[arg-type]


#: The narrowest phones, on which journeys are walked, and most phones, on which they must fit as well.
NARROW_PHONE = {"width": 360, "height": 780}
_WIDTHS = (390, 360)


def fits_phones(page: Page) -> None:
    """Where a journey ends nothing is wider than the phone, on most phones and on the narrowest."""
    for width in _WIDTHS:
        page.set_viewport_size({"width": width, "height": 780})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{page.url} is {wide} px wide on a phone of {width}"


# --- Intake ----------------------------------------------------------------------------------------------------------


def take_in(ines: Page, sent: Sent) -> None:
    """A hospital's file becomes a referral; ends on its page."""
    ines.get_by_role("link", name="Referrals", exact=True).click()
    ines.get_by_role("link", name="Upload a file").click()
    file = {"name": sent.name, "mimeType": "application/json", "buffer": sent.content}
    ines.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    ines.get_by_role("button", name="Take it in").click()
    expect(ines.get_by_role("heading", level=1)).to_contain_text(sent.family_name)
    expect(ines.get_by_text(re.compile("Taken in"))).to_be_visible()


def take_down_a_call(ines: Page, given_name: str, family_name: str, born_on: str) -> None:
    """A referral by phone, screened and accepted; ends on its page."""
    ines.goto(f"{SITE}/referrals/new/")
    ines.get_by_label("Given name").fill(given_name)
    ines.get_by_label("Family name").fill(family_name)
    ines.get_by_label("Birth date").fill(born_on)
    ines.get_by_role("button", name="Save the referral").click()
    ines.get_by_role("button", name="Begin screening").click()
    accept(ines)


def accept(ines: Page, note: str = "") -> None:
    fold = ines.locator("details", has=ines.locator("summary", has_text="Accept"))
    fold.locator("summary").click()
    fold.get_by_label("Note").fill(note)
    fold.get_by_role("button", name="Accept").click()
    expect(ines.get_by_text("Accepted. Admit them when they start.")).to_be_visible()


def admit(ines: Page, email: str, *, program: str = "Dual diagnosis", therapist: str = "Ben Okafor") -> None:
    """From an accepted referral's page to the page that makes the invitation."""
    ines.get_by_role("link", name="Admit").click()
    ines.get_by_label("E-mail address").fill(email)
    ines.get_by_label("Language of the app").select_option(label="English")
    ines.get_by_label("Program", exact=True).select_option(label=program)
    therapists = ines.get_by_label("Primary therapist")
    therapists.select_option(label=therapists.locator("option", has_text=therapist).inner_text())
    ines.get_by_role("button", name="Admit").click()
    expect(ines.get_by_text("Admitted. Now invite them to the app.")).to_be_visible()


def make_the_link(ines: Page) -> str:
    """The invitation's address, as it stands on the screen beside its code."""
    ines.get_by_role("button", name=re.compile("Make (the|a new) link")).click()
    expect(ines.get_by_role("img", name="QR code with the invitation link").locator("svg path")).to_be_visible()
    link = ines.locator("a", has_text=f"{SITE}/join/")
    expect(link).to_be_visible()
    return link.inner_text()


# --- Joining ---------------------------------------------------------------------------------------------------------


def say_birth_date(phone: Page, born_on: str) -> None:
    phone.get_by_label("Your birth date").fill(born_on)
    phone.get_by_role("button", name="Go on").click()


def choose_a_password(phone: Page) -> None:
    phone.get_by_text("With a password").click()
    phone.get_by_label("Password", exact=True).fill(THEIR_PASSWORD)
    phone.get_by_role("button", name="Go on").click()
    phone.wait_for_url(f"{SITE}/companion/")


def keep_the_pages(phone: Page, language: str = "en") -> None:
    """Wait until the companion opens without a network."""
    until(phone, lambda: phone.evaluate(_ARE_KEPT, language))


class PasskeyHolder:
    """A device that makes passkeys and says yes by itself, as with a finger that is there."""

    ABILITIES = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip

    def __init__(self, page: Page) -> None:
        self._device = page.context.new_cdp_session(page)
        self._device.send("WebAuthn.enable")
        made = self._device.send("WebAuthn.addVirtualAuthenticator", {"options": self.ABILITIES})
        self._which = {"authenticatorId": made["authenticatorId"]}

    def passkeys(self) -> list[dict[str, Any]]:
        return list(self._device.send("WebAuthn.getCredentials", self._which)["credentials"])

    def take_over(self, other: "PasskeyHolder") -> None:
        """The same device as another page sees it: a browser's pages each have their own."""
        for one in other.passkeys():
            self._device.send("WebAuthn.addCredential", {**self._which, "credential": one})


# --- On a page -------------------------------------------------------------------------------------------------------


def until(page: Page, holds: Callable[[], object]) -> None:
    """Look again until it holds: for what no page shows. A busy machine has a minute; nothing is waited for without an end."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        page.wait_for_timeout(50)


def press_until(button: Locator, holds: Callable[[], bool]) -> None:
    """Press it as often as it takes, as a person who looks for something would."""
    for _ in range(40):
        if holds():
            return
        button.click()
    raise AssertionError(f"It never came: {button}")


def mark(page: Page) -> None:
    """Leave a mark that a navigation or a reload would wipe away."""
    page.evaluate("window.isStillHere = true")


def is_still_here(page: Page) -> bool:
    return bool(page.evaluate("window.isStillHere === true"))


_SEES_FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return true;
  const box = at.getBoundingClientRect();
  const isOnScreen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const isDrawn = (one, part) => {
    const looks = getComputedStyle(one, part);
    return looks.outlineStyle !== "none" && parseFloat(looks.outlineWidth) >= 2;
  };
  const lookedAt = [at, ...at.querySelectorAll("*"), at.closest("label")].filter(Boolean);
  return isOnScreen && lookedAt.some((one) => [null, "::before", "::after"].some((part) => isDrawn(one, part)));
}"""


def tab_to(page: Page, place: Locator) -> None:
    """Press Tab until this place has the focus; wherever the focus goes on its way, it can be seen."""
    expect(place).to_be_visible()
    for _ in range(80):
        assert page.evaluate(_SEES_FOCUS), page.evaluate("document.activeElement.outerHTML")
        if place.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {place}")

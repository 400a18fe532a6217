"""How the companion shows itself where others may look: a few neutral names and pictures, one of them chosen."""

from dataclasses import dataclass
from typing import Any

from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from daybridge.people.rules import HomeScreen
from daybridge.ui.templatetags.ui import built_url


@dataclass(frozen=True)
class Look:
    """A name, a drawing, and what the pictures that the build made of it begin with."""

    code: HomeScreen
    name: str | Promise
    drawing: str
    pictures: str

    @property
    def icon(self) -> str:
        return static("ui/mark.svg") if self.code == HomeScreen.DAYBRIDGE else built_url(self.drawing)

    @property
    def touch_icon(self) -> str:
        return built_url(f"{self.pictures}-180.png")

    def picture(self, pixels: int, *, purpose: str = "any") -> dict[str, str]:
        name = f"{self.pictures}-maskable-{pixels}.png" if purpose == "maskable" else f"{self.pictures}-{pixels}.png"
        return {"src": built_url(name), "sizes": f"{pixels}x{pixels}", "type": "image/png", "purpose": purpose}


LOOKS = {
    look.code: look
    for look in (
        Look(HomeScreen.DAYBRIDGE, "Daybridge", "", "home"),
        Look(HomeScreen.NOTES, _("Notes"), "home-notes.svg", "home-notes"),
        Look(HomeScreen.JOURNAL, _("Journal"), "home-journal.svg", "home-journal"),
    )
}


def look_of(person: Any) -> Look:
    """What this participant chose; the house's own for anybody else."""
    return LOOKS[HomeScreen(getattr(person, "home_screen", HomeScreen.DAYBRIDGE))]

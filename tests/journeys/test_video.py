"""Three people meet on video: real browsers, Janus and coturn in a network of their own."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Page, Playwright, expect

from daybridge.attendance.models import Attendance, PresenceMark
from daybridge.privacy.actions import stop_sharing
from daybridge.telehealth.tests.deeds import Live, knock
from tests.journeys.video_net import MEDIA, SITE, Site, frames, until_colour, until_more_frames, until_true, video_site

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def live(really_commits: None) -> Live:
    with transaction.atomic():
        made = Live()
        made.furnish()
    return made


@pytest.fixture
def site(live: Live, tmp_path: Path, playwright: Playwright) -> Iterator[Site]:
    with video_site(live, tmp_path, playwright) as running:
        yield running


def _knock(site: Site, name: str, called: str) -> None:
    with site.live.within():
        knock(site.live.house, site.live.session, name, called)


def _host(site: Site) -> Page:
    ben = site.browser("two", "green", "Ben")
    ben.goto(site.room, wait_until="domcontentloaded")
    expect(ben.locator("#call-room")).to_be_visible()
    return ben


def _at_the_door(site: Site, link: str, colour: str, name: str, called: str, query: str = "") -> Page:
    _knock(site, name, called)
    page = site.browser(link, colour, name)
    page.goto(site.room + query, wait_until="domcontentloaded")
    expect(page.locator("#call-state")).to_have_text("Connected")
    return page


def _admit(host: Page, called: str) -> None:
    host.locator("#waiting li", has_text=called).get_by_role("button").click()


def _tool(host: Page, called: str, word: str) -> None:
    tile = host.locator(".tile", has_text=called)
    tile.locator(".tile-tools > summary").click()
    tile.get_by_role("button", name=f"{word}: {called}").click()


def _ask_to_leave(host: Page, called: str) -> None:
    """It takes two presses, for it can't be taken back unseen."""
    tile = host.locator(".tile", has_text=called)
    tile.locator(".tile-tools > summary").click()
    tile.get_by_text("Ask to leave, and keep out").click()
    expect(tile).to_have_count(1)
    tile.get_by_role("button", name=f"Ask to leave: {called}").click()


def test_people_see_each_other_once_they_are_let_in_and_not_before(site: Site) -> None:
    ben = _host(site)
    ana = _at_the_door(site, "one", "red", "Ana", "Kestrel")
    bo = _at_the_door(site, "two", "blue", "Bo", "Wren")
    assert ana.evaluate("window.connections.length") == 0 and frames(ana) == 0
    _admit(ben, "Kestrel")
    _admit(ben, "Wren")
    expect(ben.locator("#callers-part")).to_be_hidden()  # who is here by video has no need to call
    for page, others in ((ben, {"Kestrel": "red", "Wren": "blue"}), (ana, {"Ben Okafor": "green", "Wren": "blue"})):
        for called, colour in others.items():
            until_colour(page, called, colour)
    until_colour(bo, "Kestrel", "red")
    until_more_frames(ana, frames(ana) + 20)
    _janus_is_out_of_reach(site)

    _tool(ben, "Kestrel", "Camera off")
    expect(ana.locator("#own-state")).to_contain_text("Your facilitator turned your camera off.")
    expect(ana.locator("#do-camera")).to_have_attribute("aria-disabled", "true")
    expect(ana.locator("#do-camera")).to_have_text("Camera off")
    _nothing_more_of(bo, "Kestrel", beside="Ben Okafor")
    ana.reload(wait_until="domcontentloaded")  # whoever publishes anew is as silent as before
    expect(ana.locator("#own-state")).to_contain_text("Your facilitator turned your camera off.")
    until_colour(ana, "Wren", "blue")
    until_true(bo, f"async (called) => (await ({_PICTURES_OF})(called)) === 0", "Kestrel")  # their new way has come
    _nothing_more_of(bo, "Kestrel", beside="Ben Okafor")
    _tool(ben, "Kestrel", "Let them show their picture")
    until_colour(bo, "Kestrel", "red")
    expect(ana.locator("#do-camera")).to_have_text("Stop camera")

    _ask_to_leave(ben, "Kestrel")
    expect(ana.locator("#closed-words")).to_contain_text("asked you to leave")
    expect(bo.locator(".tile")).to_have_count(2)
    ana.reload(wait_until="domcontentloaded")
    expect(ana.locator("#closed-words")).to_contain_text("asked you to leave")
    until_colour(bo, "Ben Okafor", "green")


def _janus_is_out_of_reach(site: Site) -> None:
    """Nobody but this server's own processes can give Janus orders."""
    from daybridge.installation import home

    port = json.loads((home.home() / "video.json").read_text())["janus_url"].rpartition(":")[2]
    reached = subprocess.run(
        ["ip", "netns", "exec", site.net.of("one"), "bash", "-c", f"timeout 20 bash -c '</dev/tcp/{MEDIA}/{port}'"],
        capture_output=True, check=False,
    )  # fmt: skip
    assert reached.returncode != 0 and b"refused" in reached.stderr


_PICTURES_OF = """async (called) => {
  const tile = [...document.querySelectorAll(".tile")].find((one) => one.querySelector(".tile-name").textContent.startsWith(called));
  const track = tile?.querySelector("video").srcObject?.getVideoTracks()[0];
  if (!track) return 0;
  for (const one of window.connections)
    for (const receiver of one.getReceivers())
      if (receiver.track === track)
        for (const [, row] of await receiver.getStats())
          if (row.type === "inbound-rtp") return row.framesDecoded ?? 0;
  return 0;
}"""

_STILL = f"""async (called) => {{
  const before = await ({_PICTURES_OF})(called);
  await new Promise((go) => setTimeout(go, 700));
  return (await ({_PICTURES_OF})(called)) === before;
}}"""


def _pictures_of(page: Page, called: str) -> int:
    return int(page.evaluate(_PICTURES_OF, called))


def _until_more_of(page: Page, called: str, than: int) -> None:
    until_true(page, f"async ([called, than]) => (await ({_PICTURES_OF})(called)) > than", [called, than])


def _nothing_more_of(page: Page, called: str, *, beside: str) -> None:
    """Their pictures stand still while somebody else's go on."""
    until_true(page, _STILL, called)
    still = _pictures_of(page, called)
    _until_more_of(page, beside, _pictures_of(page, beside) + 15)
    assert _pictures_of(page, called) == still


def _selected(page: Page) -> list[dict[str, Any]]:
    """By what kind of address each open connection of a page goes."""
    found: list[dict[str, Any]] = page.evaluate("""async () => {
      const found = [];
      for (const one of window.connections) {
        if (one.connectionState !== "connected") continue;
        const rows = new Map(await one.getStats());
        for (const [, row] of rows)
          if (row.type === "candidate-pair" && row.state === "succeeded" && row.nominated)
            found.push({kind: rows.get(row.localCandidateId).candidateType, protocol: rows.get(row.localCandidateId).relayProtocol ?? ""});
      }
      return found;
    }""")
    return found


def test_through_the_relay_alone_and_back_within_seconds_after_the_network_changed(site: Site) -> None:
    ben = _host(site)
    ana = _at_the_door(site, "one", "red", "Ana", "Kestrel", "?relay")
    _admit(ben, "Kestrel")
    until_colour(ana, "Ben Okafor", "green")
    until_colour(ben, "Kestrel", "red")
    ana.wait_for_function("() => window.connections.filter((one) => one.connectionState === 'connected').length === 2")
    assert {one["kind"] for one in _selected(ana)} == {"relay"}

    site.net.link("one", 1, "down")
    expect(ana.locator("#call-state")).to_have_text("Connection lost. Trying again.", timeout=30_000)
    site.net.link("one", 1, "up")
    until_colour(ana, "Ben Okafor", "green", seconds=5)
    until_colour(ben, "Kestrel", "red", seconds=5)

    (janus,) = site.children("janus")
    subprocess.run(["kill", "-9", str(janus)], check=True)
    before = frames(ana)
    until_more_frames(ana, before + 10, seconds=10)
    until_colour(ben, "Kestrel", "red", seconds=10)


_MOVES = """(than) => {
  const video = document.querySelector("#screen video");
  return !document.querySelector("#screen").hidden && video.videoWidth > 640 && video.getVideoPlaybackQuality().totalVideoFrames > than;
}"""


def _until_screen_moves(page: Page) -> None:
    until_true(page, _MOVES, 0)
    seen = int(page.evaluate("document.querySelector('#screen video').getVideoPlaybackQuality().totalVideoFrames"))
    until_true(page, _MOVES, seen + 5)


def _share(page: Page) -> None:
    page.locator("[popovertarget=call-more]").click()
    page.locator("#do-share").click()
    expect(page.locator("#own-screen")).to_be_visible()


def test_a_screen_is_seen_large_by_all_and_ends_with_the_right_to_share_it(site: Site) -> None:
    ben = _host(site)
    ana = _at_the_door(site, "one", "red", "Ana", "Kestrel")
    bo = _at_the_door(site, "two", "blue", "Bo", "Wren")
    _admit(ben, "Kestrel")
    _admit(ben, "Wren")
    until_colour(ana, "Ben Okafor", "green")
    assert ana.locator("#do-share").is_hidden()
    _share(ben)
    for page in (ana, bo):
        _until_screen_moves(page)
        expect(page.locator("#screen")).to_contain_text("Ben Okafor shares a screen")
    until_colour(ana, "Ben Okafor", "green")  # whose picture goes on beside it
    wide = ana.locator("#screen video").bounding_box()
    small = ana.locator(".tile").first.bounding_box()
    assert wide and small and wide["width"] > 1.5 * small["width"]

    _tool(ben, "Kestrel", "Let them share their screen")
    expect(ana.locator("#do-share")).to_be_attached()
    ben.locator("#do-share-stop").click()
    expect(ana.locator("#screen")).to_be_hidden()
    _share(ana)
    _until_screen_moves(ben)
    expect(bo.locator("#screen")).to_contain_text("Kestrel shares a screen")
    _tool(ben, "Kestrel", "No longer let them share")
    expect(ana.locator("#own-screen")).to_be_hidden()
    expect(ben.locator("#screen")).to_be_hidden()
    assert ana.locator("#do-share").is_hidden()
    _share(ben)
    _until_screen_moves(bo)
    ben.close()
    expect(bo.locator("#screen")).to_be_hidden()


def test_who_is_pinned_is_large_the_choice_stays_and_pictures_nobody_looks_at_are_not_sent(site: Site) -> None:
    ben = _host(site)
    ana = _at_the_door(site, "one", "red", "Ana", "Kestrel")
    _admit(ben, "Kestrel")
    until_colour(ana, "Ben Okafor", "green")
    picture = ana.get_by_role("button", name="Show large: Ben Okafor")
    picture.focus()
    ana.keyboard.press("Enter")
    expect(picture).to_have_attribute("aria-pressed", "true")
    expect(ana.locator(".tile[data-large=true]")).to_contain_text("Ben Okafor")
    ana.keyboard.press("Enter")
    expect(ana.locator(".tile[data-large=true]")).to_have_count(0)

    ana.locator("[popovertarget=call-more]").focus()
    ana.keyboard.press("Enter")
    ana.locator("#do-view").focus()
    ana.keyboard.press("Enter")
    expect(ana.locator(".tile[data-large=true]")).to_contain_text("Ben Okafor")
    ana.reload(wait_until="domcontentloaded")
    expect(ana.locator(".tile[data-large=true]")).to_contain_text("Ben Okafor")
    until_colour(ana, "Ben Okafor", "green")

    ana.evaluate("document.querySelector('#tiles').style.marginTop = '3000px'")  # as a long page on a small phone
    until_true(ana, _STILL, "Ben Okafor")
    still = _pictures_of(ana, "Ben Okafor")
    ana.evaluate("document.querySelector('#tiles').style.marginTop = ''")
    _until_more_of(ana, "Ben Okafor", still + 5)


# --- When the link is bad ------------------------------------------------------------------------------------------------


def test_from_pictures_to_sound_to_the_telephone_and_back(site: Site) -> None:
    ben = _host(site)
    ana = _at_the_door(site, "one", "red", "Ana", "Kestrel")
    _admit(ben, "Kestrel")
    until_colour(ana, "Ben Okafor", "green")
    until_colour(ben, "Kestrel", "red")
    ana.locator("[popovertarget=call-more]").click()
    ana.locator("#do-sound-only").click()
    for page, called in ((ana, "Ben Okafor"), (ben, "Kestrel")):
        until_true(page, _STILL, called)
    expect(ben.locator(".tile", has_text="Kestrel")).to_have_attribute("data-dark", "true")
    ana.locator("#do-advice").click()
    until_colour(ana, "Ben Okafor", "green")
    until_colour(ben, "Kestrel", "red")

    site.net.link("one", 1, "down")  # and for so long that the number to call is shown
    expect(ana.locator("#by-phone")).to_be_visible(timeout=60_000)
    code = ana.locator("#by-phone strong").inner_text()
    row = ben.locator("#callers li", has_text=f"Kestrel (Ana R.) · {code}")
    row.get_by_role("button", name="On the phone: Kestrel").click()
    expect(row).to_contain_text("on the phone")
    site.net.link("one", 1, "up")
    expect(ana.locator("#call-state")).to_have_text("Connected", timeout=30_000)
    expect(row).to_have_count(0)
    until_colour(ben, "Kestrel", "red")
    expect(ana.locator("#by-phone")).to_be_hidden()
    with site.live.within():
        attendance = Attendance.objects.get(participant=site.live.house.participants["Ana"])
        marks = PresenceMark.objects.filter(participant_id=attendance.participant_id).order_by("at", "id")
        assert [(one.source, one.way) for one in marks] == [
            ("video", "in"), ("video", "out"), ("phone", "in"), ("video", "in"), ("phone", "out"),
        ]  # fmt: skip
        assert attendance.is_here


# --- Pairs, the timer, and who comes beside somebody -------------------------------------------------------------------


def test_a_pair_sees_itself_alone_calls_and_is_called_back(site: Site) -> None:
    ben = _host(site)
    ana = _at_the_door(site, "one", "red", "Ana", "Kestrel")
    bo = _at_the_door(site, "two", "blue", "Bo", "Wren")
    _admit(ben, "Kestrel")
    _admit(ben, "Wren")
    until_colour(ben, "Kestrel", "red")
    until_colour(bo, "Ben Okafor", "green")
    whole = _code_of(ben, ana, bo)

    ben.locator("#timer-minutes").fill("3")
    ben.locator("#do-timer").click()
    expect(ana.locator("#timer")).to_contain_text("left")
    expect(ana.locator("#timer-voice")).to_contain_text("Timer: 3:00")
    ben.locator("#do-timer-stop").click()
    expect(ana.locator("#timer")).to_be_hidden()

    ben.locator("#do-split").click()
    for page, called, colour in ((ana, "Wren", "blue"), (bo, "Kestrel", "red")):
        expect(page.locator("#own-pair-words")).to_contain_text("You are in pair 1")
        expect(page.locator(".tile")).to_have_count(2)
        until_colour(page, called, colour)
    expect(ana.locator("#timer")).to_contain_text("Back to the room in")
    expect(ben.locator(".tile")).to_have_count(1)
    theirs = _code_of(ana, bo)
    assert theirs != whole
    expect(ben.locator("#secrecy")).not_to_have_text(theirs)
    still = frames(ben)
    until_more_frames(ana, frames(ana) + 15)
    assert frames(ben) == still, "nothing of a pair reaches who is not in it"

    ana.locator("#do-call").click()
    expect(ana.locator("#call-heard")).to_contain_text("It rings at your facilitator now.")
    expect(ana.locator("#call-heard")).to_contain_text("988")
    expect(ben.locator("#pair-calls")).to_contain_text("Pair 1 calls you: Kestrel")
    ben.locator("#pairs").get_by_role("button", name="Go to pair 1").click()
    until_colour(ben, "Kestrel", "red")
    until_colour(bo, "Ben Okafor", "green")
    expect(ben.locator("#pair-calls")).to_be_hidden()
    ben.locator("#do-room").click()
    expect(ana.locator(".tile")).to_have_count(2)

    ana.reload(wait_until="domcontentloaded")  # who loses the connection comes back to their own pair
    expect(ana.locator("#own-pair-words")).to_contain_text("You are in pair 1")
    until_colour(ana, "Wren", "blue")
    ben.locator("#do-call-back").click()
    ben.locator(".tile", has_text="Wren").scroll_into_view_if_needed()  # what nobody looks at is not sent
    until_colour(ben, "Wren", "blue")
    until_colour(ana, "Ben Okafor", "green")
    until_colour(bo, "Kestrel", "red")
    expect(ana.locator("#own-pair")).to_be_hidden()
    assert _code_of(ben, ana, bo) not in (whole, theirs)


def test_somebody_close_to_a_participant_comes_beside_them_until_it_is_taken_back(site: Site) -> None:
    with site.live.within(), transaction.atomic():
        row = site.live.asks_families()
    ben = _host(site)
    sam = site.browser("one", "red", "Sam")
    sam.goto(f"{SITE}/supporter/{row.id}/family-groups/", wait_until="domcontentloaded")
    sam.get_by_role("link", name="Join by video").first.click()
    sam.get_by_label("What should others call you?").fill("Heron")
    sam.get_by_label("I keep to myself").check()
    sam.get_by_role("button", name="I am here, join now").click()
    expect(sam.locator("#call-wait")).to_be_visible()
    expect(ben.locator("#waiting")).to_contain_text("Heron (Sam Ortiz, close to Ana R.)")
    _admit(ben, "Heron")
    until_colour(sam, "Ben Okafor", "green")
    until_colour(ben, "Heron", "red")
    with site.live.within(), transaction.atomic():
        stop_sharing(site.live.house.actors["Ana"], row)
    expect(sam.locator("#closed-words")).to_contain_text("You can't be in this room now", timeout=10_000)
    expect(ben.locator(".tile")).to_have_count(1)


# --- Sealed from end to end ------------------------------------------------------------------------------------------

#: What somebody at the media server would have: every frame, and no key to open it with.
_TAPPED = "Object.defineProperty(RTCRtpReceiver.prototype, 'transform', {set() {}, get() { return {}; }});"
_CAME = """async () => {
  const rows = [];
  for (const one of window.connections)
    for (const [, row] of await one.getStats())
      if (row.type === "inbound-rtp" && row.kind === "video") rows.push([row.framesReceived ?? 0, row.framesDecoded ?? 0, row.bytesReceived ?? 0]);
  return rows;
}"""


def test_who_holds_the_key_sees_and_who_taps_the_wire_does_not(site: Site) -> None:
    ben = _host(site)
    ana = _at_the_door(site, "one", "red", "Ana", "Kestrel")
    _knock(site, "Bo", "Wren")
    bo = site.browser("two", "blue", "Bo")
    bo.add_init_script(_TAPPED)
    bo.goto(site.room, wait_until="domcontentloaded")
    _admit(ben, "Kestrel")
    until_colour(ana, "Ben Okafor", "green")
    code = _code_of(ben, ana)

    _admit(ben, "Wren")
    until_colour(ana, "Wren", "blue")  # what the tapped browser sends is closed as everybody's is
    expect(ben.locator("#secrecy")).not_to_have_text(code)
    assert _code_of(ben, ana) != code  # a new key for a room with somebody new in it
    until_true(bo, f"async () => (await ({_CAME})()).some(([, , bytes]) => bytes > 2_000)")
    assert all(decoded == 0 for _, decoded, _ in bo.evaluate(_CAME))
    assert frames(ana) > 0

    with_wren = _code_of(ben, ana)
    bo.close()
    expect(ben.locator(".tile")).to_have_count(2)
    expect(ben.locator("#secrecy")).not_to_have_text(with_wren)
    assert _code_of(ben, ana) != with_wren  # and another when somebody leaves
    until_more_frames(ana, frames(ana) + 10)


def _code_of(*pages: Page) -> str:
    """The code that all of these show alike, which those who compare it read out."""
    expect(pages[0].locator("#secrecy")).to_contain_text("Sealed · ")
    for _ in range(10):
        code = pages[0].locator("#secrecy").inner_text()
        try:
            for page in pages:
                expect(page.locator("#secrecy")).to_have_text(code, timeout=2_000)
        except AssertionError:  # a key was renewed meanwhile
            continue
        return code
    raise AssertionError([page.locator("#secrecy").inner_text() for page in pages])


def test_a_browser_that_cannot_seal_is_told_so_and_sends_nothing(site: Site) -> None:
    ben = _host(site)
    _knock(site, "Ana", "Kestrel")
    ana = site.browser("one", "red", "Ana")
    ana.add_init_script("delete window.RTCRtpScriptTransform;")
    ana.goto(site.room, wait_until="domcontentloaded")
    _admit(ben, "Kestrel")
    expect(ana.locator("#no-secrecy")).to_contain_text("This browser can't seal picture and sound")
    assert ana.evaluate("window.connections.length") == 0
    ana.locator("#chat summary").click()
    ana.get_by_label("Your words").fill("I can still write")
    ana.get_by_role("button", name="Send").click()
    expect(ben.locator("#chat-list")).to_contain_text("I can still write")


def test_without_a_media_server_two_browsers_speak_to_each_other_and_the_page_says_what_is_missing(
    live: Live, tmp_path: Path, playwright: Playwright
) -> None:
    with video_site(live, tmp_path, playwright, DAYBRIDGE_VIDEO="off") as site:
        assert not site.children("janus") and not site.children("turnserver")
        ben = _host(site)
        ana = _at_the_door(site, "one", "red", "Ana", "Kestrel")
        assert ana.evaluate("window.connections.length") == 0
        _admit(ben, "Kestrel")
        until_colour(ana, "Ben Okafor", "green")
        until_colour(ben, "Kestrel", "red")
        ana.reload(wait_until="domcontentloaded")
        until_colour(ana, "Ben Okafor", "green")
        until_colour(ben, "Kestrel", "red")
        expect(ana.locator("#no-media")).to_contain_text("call your program")

"""What opening the companion for the first time costs a phone: bytes over the network, time until it answers, Lighthouse's marks.

Bytes are what came over the wire, as compressed as the web process sends it, counted by the browser itself (CDP). Time is
measured in fresh browsers slowed down to a mid-range phone on a slow network: a quarter of the processor, 1.6 Mbit/s, 150 ms
for every round trip. Lighthouse lives in an environment of its own: `npm ci --prefix bench/lighthouse` once; without it its
part is left out, and that is said.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from bench import ground

ROUNDS = int(os.environ.get("ROUNDS", "5"))
MOST_BYTES, LONGEST_SECONDS, LEAST_MARK = 120_000, 2.0, 95
CHROMIUM = os.environ.get("DAYBRIDGE_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
LIGHTHOUSE = Path(__file__).parent / "lighthouse" / "node_modules" / ".bin" / "lighthouse"
FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-dev-shm-usage
 --disable-background-networking --disable-component-update --disable-sync""".split()
PHONE: Any = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 3}
#: Lighthouse's own "slow 4G" as it really slows a connection down (`devtools` throttling), and its mid-range phone.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
SLOWER_PROCESSOR = 4
#: Runs before the page: remembers when something kept the page from answering a finger.
WATCH = """window.longTasks = [];
new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((one) => [one.startTime, one.duration])))
  .observe({ type: "longtask", buffered: true });"""
#: Resolves when what is the phone's own stands there, to when the page could be used: shown, and no long task any more.
USABLE = """async (place) => {
  const settled = () => document.readyState === "complete" && document.querySelector(place)?.checkVisibility();
  while (!settled()) await new Promise((done) => requestAnimationFrame(done));
  const shown = performance.now();
  const ends = longTasks.filter(([start]) => start < shown).map(([start, lasts]) => start + lasts);
  const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
  const blocked = longTasks.reduce((sum, [, lasts]) => sum + Math.max(0, lasts - 50), 0);
  return { paint, usable: Math.max(shown, ...ends), blocked };
}"""
#: The first control of each page that a person came for.
PLACES = {"/companion/": "#to-check-in", "/companion/check-in/": "#check-in .mood", "/accounts/login/": "[type=submit]"}


def cookies_of(phone: ground.Phone) -> Any:
    pairs = [one.split("=", 1) for one in phone.cookies.split("; ")]
    return [{"name": name, "value": value, "url": f"http://localhost:{ground.PORT}"} for name, value in pairs]


class Counted:
    """Bytes that came over the wire for one page, by kind, as the browser counts them."""

    def __init__(self, page: Page, *, is_slow: bool) -> None:
        self.kinds: dict[str, str] = {}
        self.bytes: dict[str, int] = {}
        told = page.context.new_cdp_session(page)
        told.send("Network.enable")
        told.on("Network.responseReceived", self._answered)
        told.on("Network.loadingFinished", self._finished)
        if is_slow:
            told.send("Network.emulateNetworkConditions", SLOW)
            told.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})

    def _answered(self, said: dict[str, Any]) -> None:
        path = urlsplit(said["response"]["url"]).path
        ending = Path(path).suffix.removeprefix(".")
        kind = said["type"].lower() if said["type"] in ("Document", "Fetch", "XHR", "EventSource") else ending
        self.kinds[said["requestId"]] = kind or said["type"].lower()

    def _finished(self, said: dict[str, Any]) -> None:
        kind = self.kinds.get(said["requestId"], "other")
        self.bytes[kind] = self.bytes.get(kind, 0) + int(said["encodedDataLength"])


def opened(
    playwright: Playwright, path: str, cookies: Any, *, is_slow: bool
) -> tuple[dict[str, int], dict[str, float]]:
    """One page in a browser that has never seen it: bytes by kind, and milliseconds."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    try:
        context = browser.new_context(**PHONE)
        if cookies and not path.startswith("/accounts/"):
            context.add_cookies(cookies)
        context.add_init_script(WATCH)
        page = context.new_page()
        counted = Counted(page, is_slow=is_slow)
        page.goto(f"http://localhost:{ground.PORT}{path}")
        times = page.evaluate(USABLE, PLACES[path])
        if not is_slow:
            _wait_for_the_worker(page)
        return counted.bytes, times
    finally:
        browser.close()


def _wait_for_the_worker(page: Page) -> None:
    """Until the icons are drawn and the phone keeps the companion's pages, so that everything of a first load is counted."""
    if "/companion/" in page.url:
        page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.wait_for_load_state("networkidle")


# --- Lighthouse -------------------------------------------------------------------------------------------------------


@contextmanager
def a_signed_in_browser(playwright: Playwright, cookies: Any) -> Iterator[tuple[BrowserContext, int]]:
    """A browser with nothing but the cookies of a session, and the port by which Lighthouse drives it."""
    port = ground.free_port()
    with tempfile.TemporaryDirectory() as profile:
        flags = [*FLAGS, f"--remote-debugging-port={port}"]
        context = playwright.chromium.launch_persistent_context(profile, executable_path=CHROMIUM, args=flags)
        context.add_cookies(cookies)
        yield context, port
        context.close()


def judged(port: int, path: str) -> dict[str, Any]:
    """What Lighthouse says of one page, on its own slow phone."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        command = [str(LIGHTHOUSE), f"http://localhost:{ground.PORT}{path}", f"--port={port}", "--quiet"]
        command += ["--output=json", f"--output-path={report.name}", "--disable-storage-reset"]
        subprocess.run(command, check=True, timeout=240)
        return dict(json.loads(Path(report.name).read_text()))


def _tell_marks(path: str, report: dict[str, Any]) -> bool:
    marks = {name: round(one["score"] * 100) for name, one in report["categories"].items()}
    audits = report["audits"]
    seen = {name: audits[name].get("displayValue", "") for name in ("interactive", "total-blocking-time")}
    print(f"{path:24} {marks}  interactive {seen['interactive']}, blocked {seen['total-blocking-time']}")
    faults = [
        f"    {category}: {audits[one['id']]['title']}"
        for category, told in report["categories"].items()
        for one in told["auditRefs"]
        if one["weight"] and audits[one["id"]]["score"] is not None and audits[one["id"]]["score"] < 0.9
    ]
    print("\n".join(faults) + "\n" if faults else "", end="")
    return min(marks.values()) >= LEAST_MARK


def main() -> int:
    with ground.database():
        [phone] = ground.phones(1)
        with ground.web(), sync_playwright() as playwright:
            cookies = cookies_of(phone)
            loads = [
                _tell_load(playwright, path, cookies) for path in PLACES
            ]  # all of them, also after one that missed
            is_met = all(loads)
            if not LIGHTHOUSE.exists():
                print("Lighthouse is not installed here: npm ci --prefix bench/lighthouse")
                return 1
            for path in PLACES:
                is_in = not path.startswith("/accounts/")
                with a_signed_in_browser(playwright, cookies if is_in else []) as (_, port):
                    is_met &= _tell_marks(path, judged(port, path))
    print(f"Targets: {MOST_BYTES:,} bytes, {LONGEST_SECONDS} s, {LEAST_MARK} each: {'met' if is_met else 'MISSED'}")
    return 0 if is_met else 1


def _tell_load(playwright: Playwright, path: str, cookies: Any) -> bool:
    sizes, _ = opened(playwright, path, cookies, is_slow=False)
    total = sum(sizes.values())
    parts = ", ".join(f"{kind} {size:,}" for kind, size in sorted(sizes.items(), key=lambda one: -one[1]))
    print(f"{path:24} {total:,} bytes ({parts})")
    rounds = [opened(playwright, path, cookies, is_slow=True)[1] for _ in range(ROUNDS)]
    paint, usable, blocked = (ground.median([one[name] for one in rounds]) for name in ("paint", "usable", "blocked"))
    worst = max(one["usable"] for one in rounds)
    print(
        f"{'':24} first paint {paint:.0f} ms, usable {usable:.0f} ms (worst of {ROUNDS}: {worst:.0f}), blocked {blocked:.0f} ms"
    )
    return total <= MOST_BYTES and usable <= LONGEST_SECONDS * 1000


if __name__ == "__main__":
    sys.exit(main())

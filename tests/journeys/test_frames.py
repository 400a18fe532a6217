"""The worker that seals frames, in a real browser: two connections of one page, with nobody between them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from daybridge.ui.templatetags.ui import built_url
from tests.journeys.conftest import FLAGS, program
from tests.journeys.video_net import frames, until_more_frames

_PACKAGE = Path(__file__).parents[2] / "daybridge"
_MEDIA = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", "--js-flags=--expose-gc"]
_WORKER = """async () => {
  window.worker = new Worker("/worker.js", {type: "module"});
  const secret = crypto.getRandomValues(new Uint8Array(32));
  worker.postMessage({do: "own", id: "ben"});
  worker.postMessage({do: "key", epoch: 1, secret: secret.buffer});
  worker.postMessage({do: "carries", receiver: 0, id: "ben"});
}"""
#: A page that is busy for a second after each transform it gives out, and then lets the connection come about.
_SENT = """async () => {
  const busy = () => { for (const end = performance.now() + 1000; performance.now() < end;); };
  const stream = await navigator.mediaDevices.getUserMedia({video: true});
  const [from, to] = [new RTCPeerConnection(), new RTCPeerConnection()];
  from.onicecandidate = ({candidate}) => to.addIceCandidate(candidate);
  to.onicecandidate = ({candidate}) => from.addIceCandidate(candidate);
  to.ontrack = ({receiver}) => {
    receiver.transform = new RTCRtpScriptTransform(worker, {way: "open", receiver: 0, kind: "video"});
    busy();
  };
  window.sender = from.addTransceiver(stream.getVideoTracks()[0], {direction: "sendonly"}).sender;
  sender.transform = new RTCRtpScriptTransform(worker, {way: "close", as: "", kind: "video"});
  busy();
  const codecs = RTCRtpSender.getCapabilities("video").codecs.filter(({mimeType}) => /vp8/i.test(mimeType));
  from.getTransceivers()[0].setCodecPreferences(codecs);
  await from.setLocalDescription();
  await to.setRemoteDescription(from.localDescription);
  await to.setLocalDescription();
  await from.setRemoteDescription(to.localDescription);
  window.connections = [to];
}"""
_SENDS = """async (on) => {
  const parameters = sender.getParameters();
  parameters.encodings[0].active = on;
  await sender.setParameters(parameters);
}"""


@pytest.fixture
def page(playwright: Playwright) -> Iterator[Page]:
    opened = playwright.chromium.launch(executable_path=program("DAYBRIDGE_HEADLESS"), args=[*FLAGS, *_MEDIA])
    page = opened.new_page()
    page.route("**/*", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    worker = (_PACKAGE / built_url("frames.js").removeprefix("/")).read_text()
    page.route("**/worker.js", lambda route: route.fulfill(body=worker, content_type="text/javascript"))
    page.goto("http://localhost/")
    yield page
    opened.close()


def test_frames_go_on_where_a_page_is_busy_and_its_worker_tidies_up(page: Page) -> None:
    with page.expect_event("worker") as begun:
        page.evaluate(_WORKER)
    begun.value.evaluate("setInterval(gc, 50)")
    page.evaluate(_SENT)
    until_more_frames(page, 10)
    page.evaluate(_SENDS, False)
    begun.value.evaluate("gc()")
    still = frames(page)
    page.evaluate(_SENDS, True)
    until_more_frames(page, still + 10)

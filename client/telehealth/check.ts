/** The page on which one tries camera, microphone, speaker and network: each says what it found and what to do. */
import { wordsOf } from "../companion/words";
import { listenTo, openDevices } from "./devices";

const HEARD_ABOVE = 0.04;

export function tryDevices(page: Document): void {
  const say = wordsOf(page);
  const result = (name: string, tone: "good" | "trouble" | "next", word: string): void => {
    const place = page.querySelector<HTMLElement>(`#found-${name}`);
    if (!place) return;
    place.dataset["tone"] = tone;
    place.querySelector("span")!.textContent = say(word);
    place.hidden = false;
  };
  page.querySelector<HTMLButtonElement>("#begin-check")!.onclick = async () => {
    if (!navigator.mediaDevices) {
      for (const name of ["camera", "microphone"]) result(name, "trouble", "check-no-browser");
      return;
    }
    const { stream, trouble } = await openDevices();
    const hasCamera = stream.getVideoTracks().length > 0;
    const preview = page.querySelector<HTMLVideoElement>("#preview")!;
    preview.srcObject = stream;
    preview.hidden = !hasCamera;
    result("camera", hasCamera ? "good" : "trouble", hasCamera ? "check-camera-good" : `check-camera-${trouble || "none"}`);
    if (stream.getAudioTracks().length === 0) result("microphone", "trouble", `check-microphone-${trouble || "none"}`);
    else {
      result("microphone", "next", "check-microphone-speak");
      const meter = page.querySelector<HTMLMeterElement>("#own-level")!;
      listenTo(stream, (level) => {
        meter.value = level;
        if (level > HEARD_ABOVE) result("microphone", "good", "check-microphone-good");
      });
    }
    page.querySelector<HTMLElement>("#check-more")!.hidden = false;
    await tryNetwork(page).then((works) => result("network", works ? "good" : "trouble", works ? "check-network-good" : "check-network-trouble"));
  };
  page.querySelector<HTMLButtonElement>("#play-sound")!.onclick = () => {
    playTone();
    result("speaker", "next", "check-speaker-heard");
  };
}

function playTone(): void {
  const context = new AudioContext();
  const tone = context.createOscillator();
  const volume = context.createGain();
  volume.gain.value = 0.15;
  tone.frequency.value = 523;
  tone.connect(volume).connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + 0.8);
  tone.onended = () => void context.close();
}

/** Whether this browser can open a connection for pictures at all: two of its own speak to each other. */
async function tryNetwork(page: Document): Promise<boolean> {
  if (page.defaultView?.RTCPeerConnection === undefined) return false;
  const [one, other] = [new RTCPeerConnection(), new RTCPeerConnection()];
  one.onicecandidate = ({ candidate }) => candidate && void other.addIceCandidate(candidate);
  other.onicecandidate = ({ candidate }) => candidate && void one.addIceCandidate(candidate);
  const channel = one.createDataChannel("check");
  const opened = new Promise<boolean>((answer) => {
    channel.onopen = () => answer(true);
    setTimeout(() => answer(false), 6_000);
  });
  await one.setLocalDescription();
  await other.setRemoteDescription(one.localDescription!);
  await other.setLocalDescription();
  await one.setRemoteDescription(other.localDescription!);
  const works = await opened;
  one.close();
  other.close();
  return works;
}

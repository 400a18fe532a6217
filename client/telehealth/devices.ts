/** Camera and microphone of this device; where one is missing or refused, the other alone. */

export interface Local {
  stream: MediaStream;
  trouble: "" | "refused" | "none" | "busy";
}

const WANTED: MediaStreamConstraints = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 20, max: 24 }, facingMode: "user" },
};

export async function openDevices(): Promise<Local> {
  let trouble: Local["trouble"] = "";
  for (const wanted of [WANTED, { audio: WANTED.audio ?? true }, { video: WANTED.video ?? true }]) {
    try {
      return { stream: await navigator.mediaDevices.getUserMedia(wanted), trouble };
    } catch (error) {
      trouble = troubleOf(error);
    }
  }
  return { stream: new MediaStream(), trouble };
}

export function troubleOf(error: unknown): Local["trouble"] {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  return name === "NotReadableError" || name === "AbortError" ? "busy" : "none";
}

/** How loud a microphone is, 0 to 1, told a few times a second until stopped. */
export function listenTo(stream: MediaStream, told: (level: number) => void): () => void {
  const context = new AudioContext();
  const listening = context.createAnalyser();
  listening.fftSize = 512;
  context.createMediaStreamSource(stream).connect(listening);
  const heard = new Uint8Array(listening.fftSize);
  const timer = setInterval(() => {
    listening.getByteTimeDomainData(heard);
    told(Math.min(1, (Math.max(...heard) - 128) / 64));
  }, 120);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

/** What goes along with a message: a picture made smaller here (which leaves behind where it was taken), a PDF, a voice note. */

export interface Attached {
  kind: "picture" | "voice" | "document";
  name: string;
  /** Base64, as it is sent. */
  content: string;
}

/** A phone sends so many bytes at the most, so that they get through a weak network and lie in its sealed store. */
export const MOST_BYTES = 700_000;
export const LONGEST_NOTE_MS = 150_000;
const EDGES = [1600, 1200, 900, 600];
const QUALITIES = [0.85, 0.7, 0.5];
const SOUNDS = ["audio/webm;codecs=opus", "audio/mp4"];

/** Why something can't go along: the code of a sentence on the page. */
export class NotAttached extends Error {
  constructor(readonly why: "unknown" | "too-large" | "no-microphone") {
    super(why);
  }
}

/** A file that somebody chose. Rejects with NotAttached. */
export async function attach(file: File): Promise<Attached> {
  if (file.type.startsWith("image/")) return { kind: "picture", name: "", content: await base64(await smaller(file)) };
  if (file.type !== "application/pdf") throw new NotAttached("unknown");
  if (file.size > MOST_BYTES) throw new NotAttached("too-large");
  return { kind: "document", name: file.name.slice(0, 200), content: await base64(file) };
}

/** Drawn anew, turned as it was held: what a camera writes beside a picture does not come along. */
async function smaller(file: File): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => {
    throw new NotAttached("unknown");
  });
  for (const edge of EDGES)
    for (const quality of QUALITIES) {
      const drawn = await draw(picture, edge, quality);
      if (drawn.size <= MOST_BYTES) return drawn;
    }
  throw new NotAttached("too-large");
}

async function draw(picture: ImageBitmap, edge: number, quality: number): Promise<Blob> {
  const { width, height } = sizeWithin(picture.width, picture.height, edge);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  canvas.getContext("2d")?.drawImage(picture, 0, 0, width, height);
  return new Promise((done, fail) => canvas.toBlob((made) => (made ? done(made) : fail(new NotAttached("unknown"))), "image/jpeg", quality));
}

/** Never larger than it is. */
export function sizeWithin(width: number, height: number, edge: number): { width: number; height: number } {
  const share = Math.min(1, edge / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) };
}

async function base64(content: Blob): Promise<string> {
  const bytes = new Uint8Array(await content.arrayBuffer());
  const signs: string[] = [];
  for (let start = 0; start < bytes.length; start += 0x8000) signs.push(String.fromCharCode(...bytes.subarray(start, start + 0x8000)));
  return btoa(signs.join(""));
}

/** A voice note that is being spoken; `stop` ends it, and it ends by itself when it is long enough. */
export interface Recording {
  stop: () => void;
  spoken: Promise<Attached>;
}

export async function record(): Promise<Recording> {
  const type = typeof MediaRecorder === "undefined" ? undefined : SOUNDS.find((one) => MediaRecorder.isTypeSupported(one));
  if (!type || !navigator.mediaDevices) throw new NotAttached("no-microphone");
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => {
    throw new NotAttached("no-microphone");
  });
  const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: 24_000 });
  const parts: Blob[] = [];
  recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
  const ended = new Promise<void>((done) => recorder.addEventListener("stop", () => done()));
  const stop = (): void => {
    if (recorder.state !== "inactive") recorder.stop();
    for (const track of stream.getTracks()) track.stop(); // the sign that the microphone is on goes out
  };
  recorder.start();
  const timer = setTimeout(stop, LONGEST_NOTE_MS);
  const spoken = ended.then(async (): Promise<Attached> => {
    clearTimeout(timer);
    const note = new Blob(parts, { type });
    if (note.size > MOST_BYTES) throw new NotAttached("too-large");
    return { kind: "voice", name: "", content: await base64(note) };
  });
  return { stop, spoken };
}

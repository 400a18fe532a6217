/** The worker that closes and opens frames between camera and network: RTCRtpScriptTransform hands them through here. */
import { Frames, type Told } from "./telehealth/frames";

interface Transformer {
  readable: ReadableStream<RTCEncodedVideoFrame | RTCEncodedAudioFrame>;
  writable: WritableStream<RTCEncodedVideoFrame | RTCEncodedAudioFrame>;
  options: { way: "close"; as: string; kind: "audio" | "video" } | { way: "open"; receiver: number; kind: "audio" | "video" };
}

const frames = new Frames();
/**
 * Transformers whose first frame has not come. Nothing else holds them until the page has taken them up, and where the page is busy Chromium
 * (156) lets them go: by that sender or receiver nothing ever comes then (tests/journeys/test_frames.py).
 */
const awaited = new Set<Transformer>();
const scope = self as unknown as {
  onmessage: (event: MessageEvent<Told>) => void;
  onrtctransform: (event: Event & { transformer: Transformer }) => void;
};

scope.onmessage = ({ data }) => void frames.learn(data);
scope.onrtctransform = ({ transformer }) => {
  const { options } = transformer;
  awaited.add(transformer);
  const passing = new TransformStream<RTCEncodedVideoFrame | RTCEncodedAudioFrame>({
    async transform(frame, onward) {
      awaited.delete(transformer);
      const { data } = frame;
      const done = options.way === "close" ? await frames.close(data, options.kind, options.as) : await frames.received(data, options.receiver, options.kind);
      if (!done) return; // without the key nothing is sent, and nothing is shown
      frame.data = done;
      onward.enqueue(frame);
    },
  });
  void transformer.readable.pipeThrough(passing).pipeTo(transformer.writable);
};

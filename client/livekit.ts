/**
 * Pictures and sound through a LiveKit server, in place of Janus. Loaded by the room's page only where the site has one (media.ts).
 *
 * Frames are closed and opened by our own transform and with our own keys, which LiveKit never holds: its own encryption is left off.
 */
import { ParticipantEvent, Room, RoomEvent, Track, type LocalTrack, type RemoteParticipant, type RemoteTrack, type RemoteTrackPublication } from "livekit-client";
import { letPicturesGo, LOST_AFTER_MS, MOST_VIDEO_BITS, type Ground, type Way } from "./telehealth/way";

/** One picture in one size, as our frames know how to close it: VP8 and Opus, no second layer, no sound packed twice. */
const PLAIN = { videoCodec: "vp8", simulcast: false, red: false, dtx: false, videoEncoding: { maxBitrate: MOST_VIDEO_BITS, maxFramerate: 24 } } as const;

export async function join(ground: Ground): Promise<Way> {
  const { info, hooks } = ground;
  const room = new Room({ adaptiveStream: false, dynacast: false, stopLocalTrackOnUnpublish: false, publishDefaults: PLAIN });
  const way = new ThroughLiveKit(room, ground);
  await room.connect(info.server ?? "", info.token ?? "", { autoSubscribe: true, rtcConfig: { iceTransportPolicy: hooks.relayOnly ? "relay" : "all" } });
  await way.publish();
  return way;
}

class ThroughLiveKit implements Way {
  private isLeaving = false;
  private pictures = true;
  private wanted: ReadonlySet<string> | undefined;
  /** Of whom something came: the room itself has forgotten them by the time it says that it is gone. */
  private readonly there = new Set<string>();
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly room: Room,
    private readonly ground: Ground,
  ) {
    const { hooks } = ground;
    // Before the first frame leaves: livekit-client tells of a sender as soon as there is one, and negotiates afterwards.
    room.localParticipant.on(ParticipantEvent.LocalSenderCreated, (sender: RTCRtpSender) => hooks.protection?.sending(sender));
    room.on(RoomEvent.TrackSubscribed, (track: RemoteTrack, publication: RemoteTrackPublication, { identity }: RemoteParticipant) => {
      if (track.receiver) hooks.protection?.receiving(track.receiver, identity);
      this.there.add(identity);
      ground.take(identity, track.mediaStreamTrack);
      this.want(publication, identity);
    });
    room.on(RoomEvent.TrackUnsubscribed, (track: RemoteTrack, _: unknown, { identity }: RemoteParticipant) => ground.drop(identity, track.mediaStreamTrack));
    room.on(RoomEvent.ParticipantDisconnected, ({ identity }: RemoteParticipant) => {
      if (this.there.delete(identity)) ground.forget(identity);
    });
    room.on(RoomEvent.Disconnected, () => {
      if (this.isLeaving) return;
      for (const identity of this.there) ground.forget(identity);
      // Who is moved to another room is put out of this one first: our own word of it is on its way.
      setTimeout(() => this.isLeaving || hooks.lost(), LOST_AFTER_MS);
    });
    // Whoever was muted by a facilitator has had their track taken away, and gives it again once they may.
    room.localParticipant.on(ParticipantEvent.ParticipantPermissionsChanged, () => void this.publish());
  }

  received(): Promise<RTCStatsReport[]> {
    const theirs = [...this.room.remoteParticipants.values()].flatMap((one) => [...one.trackPublications.values()]);
    return reportsOf(theirs.map(({ track }) => track?.receiver));
  }

  sent(): Promise<RTCStatsReport[]> {
    return reportsOf(this.senders());
  }

  sendPictures(on: boolean): void {
    this.pictures = on;
    letPicturesGo(this.senders(), on);
  }

  wantPictures(ids: readonly string[]): void {
    this.wanted = new Set(ids);
    for (const { identity, trackPublications } of this.room.remoteParticipants.values()) for (const one of trackPublications.values()) this.want(one, identity);
  }

  leave(): void {
    this.isLeaving = true;
    void this.room.disconnect(false);
  }

  publish(): Promise<void> {
    this.turn = this.turn.then(() => this.publishMissing()).catch((error: unknown) => console.warn("video", error));
    return this.turn;
  }

  private async publishMissing(): Promise<void> {
    const { localParticipant } = this.room;
    const may = localParticipant.permissions;
    for (const track of this.ground.local.getTracks()) {
      const source = track.kind === "video" ? Track.Source.Camera : Track.Source.Microphone;
      const isThere = this.own().some(({ mediaStreamTrack }) => mediaStreamTrack === track);
      const isLetThrough = may?.canPublish !== false && (!may?.canPublishSources.length || may.canPublishSources.includes(Track.sourceToProto(source)));
      if (!isThere && isLetThrough) await localParticipant.publishTrack(track, { ...PLAIN, source });
    }
    if (!this.pictures) this.sendPictures(false);
  }

  /** Hold a picture back that nobody looks at. */
  private want(publication: RemoteTrackPublication, identity: string): void {
    if (this.wanted && publication.kind === Track.Kind.Video) publication.setEnabled(this.wanted.has(identity));
  }

  private own(): LocalTrack[] {
    return [...this.room.localParticipant.trackPublications.values()].flatMap(({ track }) => (track ? [track as LocalTrack] : []));
  }

  private senders(): (RTCRtpSender | undefined)[] {
    return this.own().map(({ sender }) => sender);
  }
}

function reportsOf(parts: readonly (RTCRtpReceiver | RTCRtpSender | undefined)[]): Promise<RTCStatsReport[]> {
  return Promise.all(parts.flatMap((one) => (one ? [one.getStats()] : [])));
}

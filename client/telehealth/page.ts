/** The page of a room: what is drawn, and what its buttons do. */
import { wordsOf, type Say } from "../companion/words";
import { offerBlur } from "./blur";
import { Captions } from "./captions";
import { ChatBox, type Chat } from "./chat";
import { Fallback } from "./fallback";
import { listenTo, openDevices, type Local } from "./devices";
import { Link, type Message } from "./link";
import { Media } from "./media";
import { Pairs } from "./pairs";
import { drawScreen, OwnScreen } from "./screen";
import { Places, Views } from "./views";
import { inOrder, keepRows, type Caller, type Person, type RoomShown, type Waiting } from "./room";
import { Timer } from "./timer";
import type { MediaInfo, Protection } from "./way";

const STILL_HERE_MS = 4 * 60_000;
/** A media server that was away is asked for again. */
const AWAY_MS = 10_000;
const SIGN_SHOWN_MS = 4_000;

/** What end-to-end encryption adds to the page; absent where the browser can't. */
export interface Secrecy {
  protection: Protection;
  /** Our public key of this connection, told to all. */
  publicKey: () => Promise<JsonWebKey>;
  room: (shown: RoomShown, send: (message: Message) => void) => void;
  wrapped: (message: Message) => Promise<void>;
  begin: () => void;
  /** Words that only who is in the room can read. */
  seal: (words: string) => Promise<object | undefined>;
  open: (message: Message) => Promise<string | undefined>;
}

export class RoomPage {
  private readonly root: HTMLElement;
  private readonly say: Say;
  private readonly link: Link;
  private media: Media | undefined;
  private readonly screen: OwnScreen;
  private readonly views: Views;
  private readonly fallback: Fallback;
  private readonly captions: Captions;
  private callersOf = "";
  private readonly places = new Places();
  private settling: ReturnType<typeof setTimeout> | undefined;
  private local: Local = { stream: new MediaStream(), trouble: "" };
  private shown: RoomShown | undefined;
  private keptOut: { guest: string; called: string }[] = [];
  private micOn = true;
  /** While the room is open the sign-in lasts; a page that is closed keeps nobody signed in. */
  private staying: ReturnType<typeof setInterval> | undefined;
  private cameraOn = true;
  private readonly chat: ChatBox;
  private info: MediaInfo | undefined;
  private readonly pairs: Pairs;
  private readonly timer: Timer;

  constructor(
    private readonly page: Document,
    private readonly secrecy: Secrecy | undefined,
  ) {
    this.root = this.need("#call");
    this.say = wordsOf(page);
    const address = this.root.dataset["live"] ?? "";
    this.link = new Link({
      ticket: () => this.ticket(),
      open: () => new WebSocket(new URL(address, location.href.replace(/^http/, "ws"))),
      heard: (message) => void this.heard(message),
      changed: (state) => this.connection(state),
      closed: (why, words) => this.closed(why, words),
    });
    this.views = new Views(page, this.need("#tiles"), {
      say: this.say,
      levels: async () => (await this.media?.levels()) ?? new Map(),
      watch: (ids) => this.media?.wantPictures(ids),
    });
    this.fallback = new Fallback(page, {
      say: this.say,
      look: async () => ({ ...((await this.media?.look()) ?? { lost: 0, roundTripMs: 0 }), isAway: ["away", "connecting"].includes(this.root.dataset["state"] ?? "") }),
      withoutPictures: (holds) => this.withoutPictures(holds),
    });
    this.captions = new Captions(page, {
      say: this.say,
      seal: async (words) => (await this.secrecy?.seal(words)) as Message | undefined,
      open: async (message) => this.secrecy?.open(message),
      send: (message) => this.link.send(message),
      nameOf: (id) => this.shown?.people?.find((one) => one.id === id)?.called ?? "",
      isHeard: () => this.hasMic() && !this.shown?.you.muted,
    });
    this.screen = new OwnScreen({
      send: (message) => this.link.send(message),
      info: () => this.info,
      instead: async (track) => this.media?.showInstead(track),
      changed: (stream) => this.sharing(stream !== undefined),
      failed: () => this.tell(this.say("share-failed")),
      protection: secrecy?.protection,
      relayOnly: isRelayOnly(),
    });
    this.chat = new ChatBox(page, {
      say: this.say,
      send: (message) => this.link.send(message),
      own: () => this.shown?.you.id ?? "",
      isConnected: () => this.root.dataset["state"] === "open",
      tell: (words) => this.tell(words),
    });
    this.pairs = new Pairs(page, this.say, (message) => this.link.send(message));
    this.timer = new Timer(this.need("#timer"), this.need("#timer-voice"), this.say);
  }

  async start(): Promise<void> {
    this.wire();
    this.local = await openDevices();
    this.showOwn();
    offerBlur(this.page, this.say, this.local.stream.getVideoTracks()[0]);
    if (this.secrecy) this.captions.offer();
    this.media = new Media(this.local.stream, {
      send: (message) => this.link.send(message),
      shown: (from, stream) => this.play(from, stream),
      gone: (from) => this.play(from, undefined),
      lost: () => this.link.again(),
      still: () => this.link.ask(),
      protection: this.secrecy?.protection,
      livekit: this.root.dataset["livekit"],
      relayOnly: isRelayOnly(),
    });
    await this.link.connect();
    addEventListener("online", () => this.link.ask());
    (navigator as unknown as { connection?: EventTarget }).connection?.addEventListener("change", () => this.link.ask());
    addEventListener("pagehide", () => this.link.leave());
    this.staying = setInterval(() => void this.post("stillHere").catch(() => undefined), STILL_HERE_MS);
  }

  // --- From and to the server ----------------------------------------------------------------------------------------------

  private post(address: "ticket" | "stillHere"): Promise<Response> {
    const token = this.need<HTMLInputElement>("[name=csrfmiddlewaretoken]").value;
    return fetch(this.root.dataset[address] ?? "", { method: "POST", headers: { "X-CSRFToken": token, Accept: "application/json" } });
  }

  private async ticket(): Promise<string | { why: string; words: string }> {
    const answer = await this.post("ticket");
    if (answer.ok) return ((await answer.json()) as { ticket: string }).ticket;
    if (answer.status >= 500 || answer.status === 408) throw new Error(String(answer.status));
    const told = (await answer.json().catch(() => ({}))) as { detail?: string; title?: string };
    return { why: answer.status === 401 ? "signed-out" : "refused", words: told.detail ?? told.title ?? "" };
  }

  /** A key holds from now on; the code is for people to compare. */
  sealed(code: string): void {
    if (this.info?.kind === "peer") return; // two browsers speak to each other: there is no server between them
    const pill = this.need("#secrecy");
    pill.textContent = this.say("secrecy-on", { code });
    pill.dataset["tone"] = "good";
    pill.hidden = false;
  }

  private async heard(message: Message): Promise<void> {
    if (this.pairs.heard(message)) return;
    if (message.type === "room") this.draw(message as unknown as RoomShown);
    else if (message.type === "media") await this.takeMedia(message as unknown as MediaInfo);
    else if (message.type === "signal" && message["of"] === "screen") this.screen.heard(message);
    else if (message.type === "signal") this.media?.heard(message);
    else if (message.type === "screen") this.screen.told(message);
    else if (message.type === "peer") this.media?.heardFromPeer(this.shown?.you.id ?? "", message);
    else if (message.type === "wrapped") await this.secrecy?.wrapped(message);
    else if (message.type === "chat") this.chat.take(message as unknown as Chat);
    else if (message.type === "unsent") this.chat.unsent(String(message["said"]), String(message["words"]));
    else if (message.type === "reaction") this.drawSign(String(message["from"]), String(message["sign"]));
    else if (message.type === "kept-out") this.drawKeptOut(message["guests"] as { guest: string; called: string }[]);
    else if (message.type === "caption") await this.captions.heard(message);
    else if (message.type === "callers") this.drawCallers(message["guests"] as Caller[]);
    else if (message.type === "refused") this.tell(String(message["words"]));
  }

  private async takeMedia(info: MediaInfo): Promise<void> {
    this.info = info;
    this.screen.end();
    this.captions.anew();
    this.secrecy?.begin();
    const key = await this.secrecy?.publicKey();
    if (info !== this.info) return; // they are elsewhere by now
    if (info.kind === "away") setTimeout(() => info === this.info && this.link.again(), AWAY_MS);
    this.link.send({ type: "me", mic_on: this.hasMic(), camera_on: this.hasCamera(), can_encrypt: this.secrecy !== undefined, ...(key ? { key } : {}) });
    this.need("#no-media").hidden = info.kind !== "away" && !(info.kind === "peer" && this.root.dataset["visit"] === undefined);
    const mayJoin = this.secrecy !== undefined || this.root.dataset["unsealed"] !== undefined || info.kind !== "sfu";
    this.showSecrecy(mayJoin, info.kind);
    if (mayJoin) await this.media?.join(info);
    this.views.anew();
    this.media?.sendPictures(!this.fallback.soundOnly);
    this.meet();
  }

  private showSecrecy(mayJoin: boolean, kind: MediaInfo["kind"]): void {
    const isOpen = this.root.dataset["unsealed"] !== undefined && kind === "sfu";
    const notice = this.need("#no-secrecy");
    notice.hidden = mayJoin && !isOpen;
    notice.querySelector("span")!.textContent = this.say(mayJoin ? "secrecy-open" : "secrecy-cannot");
    const pill = this.need("#secrecy");
    pill.hidden = kind !== "sfu";
    pill.dataset["tone"] = "waiting";
    pill.textContent = this.say(isOpen || !mayJoin ? "secrecy-off" : "secrecy-waits");
  }

  private meet(): void {
    const you = this.shown?.you;
    if (this.info?.kind !== "peer" || !you) return;
    const others = (this.shown?.people ?? []).filter(({ id }) => id !== you.id);
    this.media?.meet(you.id, others.length === 1 ? others[0]?.id : undefined);
  }

  private connection(state: "connecting" | "open" | "away"): void {
    this.root.dataset["state"] = state;
    if (state !== "open") this.chat.lost();
    this.need("#call-state").textContent = this.say(state === "open" ? "state-open" : state === "away" ? "state-away" : "state-connecting");
  }

  private closed(why: string, words: string): void {
    clearInterval(this.staying);
    this.timer.draw(null);
    this.captions.stop();
    this.screen.end();
    this.media?.end();
    for (const track of this.local.stream.getTracks()) track.stop();
    this.root.dataset["state"] = "closed";
    for (const part of ["#call-wait", "#call-room"]) this.need(part).hidden = true;
    this.need("#call-state").textContent = "";
    this.need("#secrecy").hidden = true;
    this.need("#closed-words").textContent = words || this.say(`closed-${why}`) || this.say("closed-ended");
    this.need("#call-closed").hidden = false;
    this.need("#call-closed h2").focus();
    this.need("#join-again").hidden = why === "removed";
  }

  // --- What is drawn -------------------------------------------------------------------------------------------------------

  private draw(shown: RoomShown): void {
    const wasIn = this.shown?.you.is_in ?? false;
    if (this.shown && this.shown.you.muted !== shown.you.muted) this.captions.anew();
    this.shown = shown;
    const { you } = shown;
    this.need("#call-wait").hidden = you.is_in;
    this.need("#call-room").hidden = !you.is_in;
    if (you.is_in && !wasIn) {
      this.need("#call-room h2").focus();
      if (you.leads) this.link.send({ type: "kept-out" });
    }
    if (!you.is_in) {
      this.need("#own-name").textContent = you.called;
      return;
    }
    const { rows: people, again } = this.places.settle(inOrder(shown.people ?? []), ({ id }) => id, Date.now());
    clearTimeout(this.settling);
    if (again) this.settling = setTimeout(() => this.shown && this.draw(this.shown), again);
    keepRows(this.need("#tiles"), people, ({ id }) => id, (one, row) => this.drawTile(one, row));
    this.need("#tiles").dataset["many"] = String(people.length);
    this.need("#people-count").textContent = this.say("people-count", { count: people.length });
    this.drawOwnState(shown);
    this.drawShared();
    this.views.draw(you.id, shown.screen?.id ?? "");
    this.drawLead(shown);
    this.pairs.draw(shown);
    this.timer.draw(shown.timer);
    this.secrecy?.room(shown, (message) => this.link.send(message));
    this.meet();
  }

  /** The chosen name, and for who leads whose it is: two may choose alike. */
  private calledAs(one: { called: string; name?: string; of?: string }): string {
    const known = one.name && one.of ? this.say("supporter-of", { name: one.name, of: one.of }) : one.name;
    return !known || known === one.called ? one.called : `${one.called} (${known})`;
  }

  private drawTile(one: Person, row: HTMLElement): void {
    const isOwn = one.id === this.shown?.you.id;
    if (!row.firstChild) {
      row.className = "tile";
      row.append(this.need<HTMLTemplateElement>("#tile").content.cloneNode(true));
      const video = row.querySelector("video");
      if (video) video.muted = isOwn;
      if (video && isOwn) video.srcObject = this.local.stream;
    }
    row.dataset["own"] = String(isOwn);
    row.dataset["dark"] = String(one.camera_on === false || one.camera_off);
    const facts = [one.leads ? this.say("leads") : "", one.hand ? this.say("hand-up") : "", one.mic_on === false || one.muted ? this.say("mic-off") : ""];
    row.dataset["silent"] = String(one.mic_on === false || one.muted);
    const name = row.querySelector(".tile-name span");
    const words = [isOwn ? this.say("you", { name: one.called }) : this.calledAs(one), ...facts].filter(Boolean).join(" · ");
    if (name && name.textContent !== words) name.textContent = words;
    row.dataset["hand"] = String(one.hand);
    this.drawTools(one, row, isOwn);
  }

  /** What a facilitator can do to one person, in a menu on their tile. */
  private drawTools(one: Person, row: HTMLElement, isOwn: boolean): void {
    const you = this.shown?.you;
    let tools = row.querySelector<HTMLDetailsElement>(".tile-tools");
    if (!you?.leads || isOwn) {
      tools?.remove();
      return;
    }
    if (!tools) {
      tools = this.page.createElement("details");
      tools.className = "tile-tools";
      tools.append(this.need<HTMLTemplateElement>("#tile-tools").content.cloneNode(true));
      tools.querySelector("summary")?.setAttribute("aria-label", this.say("do-more-of", { name: one.called }));
      const made = tools;
      made.ontoggle = () => made.open || made.querySelector("details")?.removeAttribute("open");
      row.append(made);
    }
    const list = tools.querySelector("div");
    const state = [one.staff, one.muted, one.camera_off, one.may_share].join();
    if (!list || list.dataset["state"] === state) return;
    list.dataset["state"] = state;
    const limit = (muted: boolean, camera_off: boolean): Message => ({ type: "limit", who: one.id, muted, camera_off });
    const wanted: [string, Message][] = one.staff
      ? [["do-hand-over", { type: "hand-over", who: one.id }]]
      : [
          [one.muted ? "do-unmute" : "do-mute", limit(!one.muted, one.camera_off)],
          [one.camera_off ? "do-camera-on" : "do-camera-off", limit(one.muted, !one.camera_off)],
          [one.may_share ? "do-share-no-more" : "do-let-share", { type: "let-share", who: one.id, holds: !one.may_share }],
          ["do-write", { type: "write", who: one.id }],
        ];
    list.replaceChildren(...wanted.map(([word, message]) => this.button(word, one.called, message)), ...(one.staff ? [] : [this.removal(one)]));
  }

  /** To ask somebody to leave takes two presses: they are out at once, in front of the others. */
  private removal(one: Person): HTMLElement {
    const fold = this.page.createElement("details");
    fold.className = "fold";
    fold.append(this.need<HTMLTemplateElement>("#tile-removal").content.cloneNode(true));
    fold.append(this.button("do-remove", one.called, { type: "remove", who: one.id }, true));
    return fold;
  }

  private button(word: string, name: string, message: Message, isGrave = false): HTMLButtonElement {
    const made = this.page.createElement("button");
    made.type = "button";
    made.className = isGrave ? "button small danger" : "button small";
    made.textContent = this.say(word);
    made.setAttribute("aria-label", `${this.say(word)}: ${name}`);
    made.dataset["do"] = word;
    made.onclick = () => {
      made.closest(".tile-tools")?.removeAttribute("open");
      if (message.type === "write") this.chat.writeTo(String(message["who"]), name);
      else this.link.send(message);
    };
    return made;
  }

  /** What this browser sends: what the person wants, and the facilitator lets through. */
  private letThrough(): void {
    const you = this.shown?.you;
    this.media?.setMic(this.micOn && !you?.muted);
    this.media?.setCamera(this.cameraOn && !you?.camera_off);
  }

  private drawOwnState({ you }: RoomShown): void {
    this.letThrough();
    this.drawSwitches();
    const own = this.need("#own-state");
    own.hidden = !(you.muted || you.camera_off);
    own.querySelector("span")!.textContent = [you.muted ? this.say("you-are-muted") : "", you.camera_off ? this.say("your-camera-is-off") : ""].filter(Boolean).join(" ");
    this.press("#do-hand", you.hand, you.hand ? "do-hand-down" : "do-hand");
  }

  private drawLead({ you, waiting = [], locked }: RoomShown): void {
    const lead = this.page.querySelector<HTMLElement>("#lead");
    if (!lead) return;
    lead.hidden = !you.leads;
    this.need("#waiting-none").hidden = waiting.length > 0;
    this.need("#do-admit-all").hidden = waiting.length < 2;
    this.need("#waiting-count").textContent = String(waiting.length);
    keepRows<Waiting>(this.need("#waiting"), waiting, ({ id }) => id, (one, row) => {
      if (row.firstChild) return;
      const name = this.page.createElement("span");
      name.textContent = this.calledAs(one);
      row.append(name, this.button("do-admit", one.called, { type: "admit", who: one.id }));
      row.lastElementChild?.classList.add("primary");
    });
    this.press("#do-lock", locked, locked ? "do-unlock" : "do-lock");
    // Whoever is let in, or drops out of a pair, is asked about anew: who is here calls on no telephone.
    const { people = [], pairs = [] } = this.shown ?? {};
    const here = JSON.stringify([people.map(({ id }) => id), waiting.map(({ id }) => id), pairs.map((one) => one.people)]);
    if (you.leads && here !== this.callersOf) this.link.send({ type: "callers" });
    this.callersOf = you.leads ? here : "";
  }

  /** Who is on the telephone, and who could call: their code beside their name, and one tap. */
  private drawCallers(guests: Caller[]): void {
    this.need("#callers-part").hidden = guests.length === 0;
    keepRows(this.need("#callers"), guests, ({ guest }) => guest, (one, row) => {
      const words = `${one.name === one.called ? one.called : `${one.called} (${one.name})`} · ${one.code}`;
      if (row.dataset["said"] === `${words} ${one.on_phone}`) return;
      row.dataset["said"] = `${words} ${one.on_phone}`;
      const name = this.page.createElement("span");
      name.textContent = one.on_phone ? `${words} · ${this.say("on-phone")}` : words;
      row.replaceChildren(name, this.button(one.on_phone ? "do-off-phone" : "do-on-phone", one.called, { type: "on-phone", guest: one.guest, holds: !one.on_phone }));
    });
  }

  private withoutPictures(holds: boolean): void {
    this.media?.sendPictures(!holds);
    this.views.withoutPictures(holds);
    this.root.dataset["pictures"] = holds ? "none" : "all";
    this.link.send({ type: "me", camera_on: this.hasCamera() });
  }

  private drawKeptOut(guests: { guest: string; called: string }[]): void {
    this.keptOut = guests;
    this.need("#kept-out-part").hidden = guests.length === 0;
    keepRows(this.need("#kept-out"), this.keptOut, ({ guest }) => guest, (one, row) => {
      if (row.firstChild) return;
      const name = this.page.createElement("span");
      name.textContent = one.called;
      row.append(name, this.button("do-let-back", one.called, { type: "let-back", guest: one.guest }));
    });
  }

  private drawSign(from: string, sign: string): void {
    const tile = this.page.querySelector<HTMLElement>(`.tile[data-key="${CSS.escape(from)}"]`);
    if (!tile) return;
    const shown = this.page.createElement("p");
    shown.className = "tile-sign";
    shown.textContent = this.say(`sign-${sign}`);
    tile.append(shown);
    setTimeout(() => shown.remove(), SIGN_SHOWN_MS);
  }

  /** The screen that is shared, and whether we may share ours. */
  private drawShared(): void {
    const { screen, you, people = [] } = this.shown ?? {};
    const of = people.find(({ id }) => id === screen?.of);
    const isOwn = of !== undefined && of.id === you?.id;
    drawScreen(this.page, screen && !isOwn ? this.media?.streamOf(screen.id) : undefined, of && !isOwn ? this.say("shares-screen", { name: of.called }) : "");
    this.need("#do-share").hidden = !(OwnScreen.isThere() && (you?.leads || you?.may_share || this.screen.isShared));
  }

  private sharing(on: boolean): void {
    this.press("#do-share", on, on ? "do-share-stop" : "do-share");
    this.need("#own-screen").hidden = !on;
    if (on) this.need("#call-words").hidden = true; // that it was not shared holds no more
    this.drawShared();
  }

  private play(from: string, stream: MediaStream | undefined): void {
    if (from === this.shown?.screen?.id) {
      this.drawShared();
      if (from !== this.shown.screen.of) return;
    }
    const tile = this.page.querySelector<HTMLElement>(`.tile[data-key="${CSS.escape(from)}"]`);
    if (!tile && stream && this.media?.streamOf(from) === stream) {
      requestAnimationFrame(() => this.play(from, stream));
      return;
    }
    const video = tile?.querySelector("video");
    if (!video || video.srcObject === (stream ?? null)) return;
    video.srcObject = stream ?? null;
    if (stream) void video.play().catch(() => (this.need("#turn-on-sound").hidden = false));
  }

  private showOwn(): void {
    const preview = this.need<HTMLVideoElement>("#preview");
    preview.srcObject = this.local.stream;
    const trouble = this.need("#device-trouble");
    trouble.hidden = this.local.trouble === "";
    trouble.querySelector("span")!.textContent = this.local.trouble ? this.say(`device-${this.local.trouble}`) : "";
    this.micOn = this.local.stream.getAudioTracks().length > 0;
    this.cameraOn = this.local.stream.getVideoTracks().length > 0;
    this.drawSwitches();
    if (this.micOn) listenTo(this.local.stream, (level) => (this.need<HTMLMeterElement>("#own-level").value = level));
  }

  private drawSwitches(): void {
    const { muted = false, camera_off = false } = this.shown?.you ?? {};
    this.press("#do-mic", this.micOn && !muted, muted ? "do-mic-held" : this.micOn ? "do-mic-off" : "do-mic-on", muted);
    this.press("#do-camera", this.cameraOn && !camera_off, camera_off ? "do-picture-held" : this.cameraOn ? "do-picture-off" : "do-picture-on", camera_off);
  }

  /** `isHeld`: whoever leads keeps it as it is, and pressing it does nothing. */
  private press(selector: string, on: boolean, word: string, isHeld = false): void {
    const button = this.need<HTMLButtonElement>(selector);
    button.setAttribute("aria-pressed", String(on));
    button.setAttribute("aria-disabled", String(isHeld));
    const label = button.querySelector("span");
    if (label) label.textContent = this.say(word);
  }

  private hasMic(): boolean {
    return this.micOn && this.local.stream.getAudioTracks().length > 0;
  }

  private hasCamera(): boolean {
    return !this.fallback.soundOnly && this.cameraOn && this.local.stream.getVideoTracks().length > 0;
  }

  private tell(words: string): void {
    const place = this.need("#call-words");
    place.hidden = false;
    place.querySelector("span")!.textContent = words;
  }

  // --- Buttons -------------------------------------------------------------------------------------------------------------

  private wire(): void {
    const on = (selector: string, deed: () => void): void => {
      const found = this.page.querySelector<HTMLElement>(selector);
      if (found) found.onclick = deed;
    };
    on("#do-mic", () => {
      if (this.shown?.you.muted) return;
      this.micOn = !this.micOn;
      this.letThrough();
      this.captions.anew();
      this.drawSwitches();
      this.link.send({ type: "me", mic_on: this.hasMic() });
    });
    on("#do-camera", () => {
      if (this.shown?.you.camera_off) return;
      this.cameraOn = !this.cameraOn;
      this.letThrough();
      this.drawSwitches();
      this.link.send({ type: "me", camera_on: this.hasCamera() });
    });
    on("#do-hand", () => this.link.send({ type: "hand", up: !this.shown?.you.hand }));
    on("#do-admit-all", () => this.link.send({ type: "admit", who: "all" }));
    on("#do-lock", () => this.link.send({ type: "lock", holds: !this.shown?.locked }));
    on("#do-share", () => (this.screen.isShared ? this.screen.stop() : void this.screen.choose()));
    on("#do-share-stop", () => this.screen.stop());
    on("#do-view", () => this.views.turn());
    on("#do-full", () => void this.need("#screen video").requestFullscreen());
    on("#do-end", () => this.link.send({ type: "end" }));
    on("#turn-on-sound", () => {
      for (const video of this.page.querySelectorAll<HTMLVideoElement>("#tiles video")) void video.play();
      this.need("#turn-on-sound").hidden = true;
    });
    const more = this.need("#call-more");
    more.addEventListener("click", ({ target }) => {
      if ((target as Element).closest("button[data-sign], #do-share, #do-view, #do-sound-only, #do-by-phone, #do-blur")) more.hidePopover();
    });
    for (const sign of this.page.querySelectorAll<HTMLElement>("[data-sign]")) sign.onclick = () => this.link.send({ type: "reaction", sign: sign.dataset["sign"] ?? "" });
    for (const leave of this.page.querySelectorAll<HTMLElement>("[data-leave]")) leave.onclick = () => this.link.leave();
  }

  private need<T extends HTMLElement = HTMLElement>(selector: string): T {
    const found = this.page.querySelector<T>(selector);
    if (!found) throw new Error(`${selector} is missing`);
    return found;
  }
}

function isRelayOnly(): boolean {
  return new URLSearchParams(location.search).has("relay");
}

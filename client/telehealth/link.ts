/** The signalling socket: a fresh ticket for each connection, a beat every ten seconds, and back again by itself. */

export type Message = { type: string } & Record<string, unknown>;

export interface Timing {
  beatMs: number;
  answerWithinMs: number;
  /** The same when there is reason to think that the network has changed. */
  suspectedWithinMs: number;
  firstPauseMs: number;
  longestPauseMs: number;
  /** A connection that lasted so long has held: whatever comes next is a new trouble. */
  heldAfterMs: number;
}

export const TIMING: Timing = { beatMs: 10_000, answerWithinMs: 4_000, suspectedWithinMs: 1_500, firstPauseMs: 300, longestPauseMs: 4_000, heldAfterMs: 15_000 };

export interface Hooks {
  ticket: () => Promise<string | { why: string; words: string }>;
  open: () => WebSocket;
  heard: (message: Message) => void;
  /** `away` while it is being tried again, `closed` with the reason when it is over. */
  changed: (state: "connecting" | "open" | "away") => void;
  closed: (why: string, words: string) => void;
}

export class Link {
  private socket: WebSocket | undefined;
  private beat: ReturnType<typeof setInterval> | undefined;
  private overdue: ReturnType<typeof setTimeout> | undefined;
  private overdueAt = Infinity;
  private pause: number;
  private openedAt = Infinity;
  private isOver = false;
  private attempt = 0;

  constructor(
    private readonly hooks: Hooks,
    private readonly timing: Timing = TIMING,
  ) {
    this.pause = timing.firstPauseMs;
  }

  async connect(): Promise<void> {
    if (this.isOver) return;
    this.drop(); // one that is still being opened would else come in beside it, and be told to go
    const attempt = ++this.attempt;
    this.hooks.changed("connecting");
    let ticket: Awaited<ReturnType<Hooks["ticket"]>>;
    try {
      ticket = await this.hooks.ticket();
    } catch {
      this.tryAgain(attempt);
      return;
    }
    if (attempt !== this.attempt || this.isOver) return;
    if (typeof ticket !== "string") {
      this.finish(ticket.why, ticket.words);
      return;
    }
    const socket = this.hooks.open();
    this.socket = socket;
    socket.onopen = () => {
      socket.send(JSON.stringify({ type: "ticket", ticket }));
      this.openedAt = Date.now();
      this.beat = setInterval(() => this.sendBeat(), this.timing.beatMs);
      this.hooks.changed("open");
    };
    socket.onmessage = ({ data }) => this.take(JSON.parse(String(data)) as Message);
    socket.onclose = () => this.tryAgain(attempt);
  }

  send(message: Message): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  /** The network has changed or a picture stands still: don't wait for the next beat. */
  ask(): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.sendBeat(this.timing.suspectedWithinMs);
    else if (!this.isOver) void this.connect();
  }

  /** Come anew, with another ticket and new pictures. */
  again(): void {
    if (this.isOver) return;
    this.drop();
    void this.connect();
  }

  leave(): void {
    this.isOver = true;
    this.drop();
  }

  private sendBeat(within = this.timing.answerWithinMs): void {
    this.send({ type: "beat" });
    if (Date.now() + within >= this.overdueAt) return; // an answer is waited for already, and no longer than that
    this.waitNoMore();
    this.overdueAt = Date.now() + within;
    this.overdue = setTimeout(() => this.again(), within);
  }

  private waitNoMore(): void {
    clearTimeout(this.overdue);
    this.overdueAt = Infinity;
  }

  private take(message: Message): void {
    this.waitNoMore();
    if (message.type === "beat") return;
    if (message.type === "closed") this.finish(String(message["why"]), String(message["words"]));
    else this.hooks.heard(message);
  }

  private finish(why: string, words: string): void {
    this.leave();
    this.hooks.closed(why, words);
  }

  private drop(): void {
    clearInterval(this.beat);
    this.waitNoMore();
    this.attempt++;
    if (Date.now() - this.openedAt >= this.timing.heldAfterMs) this.pause = this.timing.firstPauseMs;
    this.openedAt = Infinity;
    if (this.socket) {
      this.socket.onclose = null;
      this.socket.onmessage = null;
      this.socket.close();
      this.socket = undefined;
    }
  }

  private tryAgain(attempt: number): void {
    if (this.isOver || attempt !== this.attempt) return;
    this.drop();
    this.hooks.changed("away");
    const next = this.attempt;
    setTimeout(() => {
      if (next === this.attempt) void this.connect();
    }, this.pause);
    this.pause = Math.min(this.pause * 2, this.timing.longestPauseMs);
  }
}

/**
 * A workspace that nobody touches for the site's idle time locks itself: signed out on the server, covered on the screen.
 *
 * What was typed stays under the cover. Signing in again (in a second window) lifts it for the same person; for anyone
 * else the page is loaded anew, so nothing of the first person's work shows.
 */

const TOUCHED = "daybridge-touched-at";
const LOOK_EVERY_MS = 5_000;
const QUIET = { "X-Daybridge-Quiet": "1" };

/** Whether a workspace last touched at `touchedAt` has been left alone too long (times in milliseconds). */
export function isIdle(touchedAt: number, now: number, idleMinutes: number): boolean {
  return idleMinutes > 0 && now - touchedAt >= idleMinutes * 60_000;
}

/** What the server's answer means for a covered page. */
export type Verdict = "still signed out" | "same person" | "someone else";

export function verdict(answer: Document | null, person: string): Verdict {
  const frame = answer?.querySelector<HTMLElement>(".workspace");
  if (!frame) return "still signed out";
  return frame.dataset["person"] === person ? "same person" : "someone else";
}

export function lockWhenIdle(frame: HTMLElement): void {
  const minutes = Number(frame.dataset["lock"] ?? 0);
  const cover = document.getElementById("lock");
  if (!minutes || !(cover instanceof HTMLDialogElement)) return;
  const touch = (): void => {
    if (!cover.open) localStorage.setItem(TOUCHED, String(Date.now()));
  };
  touch();
  for (const sign of ["pointerdown", "keydown", "wheel"]) window.addEventListener(sign, throttled(touch), { passive: true });
  window.setInterval(() => {
    const touchedAt = Number(localStorage.getItem(TOUCHED) ?? Date.now());
    if (!cover.open && isIdle(touchedAt, Date.now(), minutes)) void lock(cover);
  }, LOOK_EVERY_MS);
  cover.addEventListener("cancel", (escape) => escape.preventDefault());
  cover.addEventListener("click", (click) => {
    if (click.target instanceof Element && click.target.closest("[data-look-again]")) void lift(cover, frame);
  });
  window.addEventListener("focus", () => {
    if (cover.open) void lift(cover, frame);
  });
}

function throttled(deed: () => void): () => void {
  let lastAt = 0;
  return () => {
    if (Date.now() - lastAt < 1_000) return;
    lastAt = Date.now();
    deed();
  };
}

/** The title stands in the window's frame, over any cover, and may name a person. */
let coveredTitle = "";

async function lock(cover: HTMLDialogElement): Promise<void> {
  cover.showModal();
  coveredTitle = document.title;
  document.title = `${document.getElementById("lock-title")?.textContent ?? ""} · Daybridge`;
  const token = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
  await fetch("/accounts/logout/", { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" }).catch(() => undefined);
}

async function lift(cover: HTMLDialogElement, frame: HTMLElement): Promise<void> {
  const answer = await signedInPage().catch(() => null);
  switch (verdict(answer, frame.dataset["person"] ?? "")) {
    case "still signed out":
      return;
    case "someone else":
      return location.reload();
    case "same person":
      renewTokens(answer);
      document.title = coveredTitle;
      localStorage.setItem(TOUCHED, String(Date.now()));
      cover.close();
  }
}

async function signedInPage(): Promise<Document> {
  const response = await fetch("/workspace/", { headers: QUIET });
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/** Signing in gave a new secret: forms that were open before it would be refused without the new token. */
function renewTokens(answer: Document | null): void {
  const token = answer?.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value;
  if (!token) return;
  for (const field of document.querySelectorAll<HTMLInputElement>("input[name=csrfmiddlewaretoken]")) field.value = token;
  document.querySelector(".workspace")?.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
}

// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepNotes } from "./keeping";

interface Sent {
  readonly said: string;
  readonly revision: number;
  readonly answer: (status: number, body: unknown) => Promise<void>;
}

const KEPT = "daybridge-note ben n1 ana/response";
const THEIRS = { said: "Hers", revision: 2, by: "Cora" };
let sent: Sent[];
let stands: unknown[];
let gone: string[];

/** A server that answers when a test says so; what stands there is told at once. */
function serve(_address: string, init: RequestInit): Promise<Response> {
  if (init.method !== "POST") return Promise.resolve(new Response(JSON.stringify({ cells: stands })));
  return new Promise((resolve) => {
    const answer = async (status: number, body: unknown): Promise<void> => {
      resolve(new Response(JSON.stringify(body), { status }));
      await vi.advanceTimersByTimeAsync(0);
    };
    sent.push({ ...(JSON.parse(String(init.body)) as { said: string; revision: number }), answer });
  });
}

function open(then = "/sign/"): void {
  document.body.innerHTML = `<form data-note="n1" data-cells="/cells/" ${then && `data-then="${then}"`}
      data-words-saving="saving" data-words-saved="saved" data-words-kept="kept" data-words-refused="refused:"
      data-words-theirs="wrote:" data-words-mine="Mine" data-words-take="Theirs" data-words-both="Both">
    <p id="note-state"></p>
    <input id="topic" name="topic" data-cell="topic" data-who="" data-revision="0">
    <textarea id="response" name="response" data-cell="response" data-who="ana" data-revision="0"></textarea>
    <input type="hidden" name="response-revision" value="0">
    <button>Sign</button></form>`;
}

function field(id = "response"): HTMLInputElement {
  return document.getElementById(id) as HTMLInputElement;
}

async function type(said: string, id = "response"): Promise<void> {
  field(id).value = said;
  field(id).dispatchEvent(new Event("input", { bubbles: true }));
  await vi.advanceTimersByTimeAsync(700);
}

async function press(label: string): Promise<void> {
  [...document.querySelectorAll("button")].find((one) => one.textContent === label)?.click();
  await vi.advanceTimersByTimeAsync(0);
}

const last = (): Sent => sent.at(-1) as Sent;
const state = (): string | undefined => document.getElementById("note-state")?.dataset["state"];
const trouble = (): string => document.querySelector(".cell-trouble")?.textContent ?? "";

beforeEach(() => {
  [sent, stands, gone] = [[], [], []];
  localStorage.clear();
  vi.useFakeTimers();
  vi.stubGlobal("fetch", serve);
  vi.spyOn(location, "assign").mockImplementation((address) => void gone.push(String(address)));
  open();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("what is typed is saved on a pause, and taken out of this browser then", async () => {
  keepNotes(document, "ben");
  await type("She spoke");
  expect([last().said, last().revision, state()]).toEqual(["She spoke", 0, "saving"]);
  expect(localStorage.getItem(KEPT)).toContain("She spoke");
  await last().answer(200, { revision: 1 });
  expect([field().dataset["revision"], state(), localStorage.getItem(KEPT)]).toEqual(["1", "saved", null]);
});

test("what is typed while an answer is awaited goes after it, one at a time, from its revision", async () => {
  keepNotes(document, "ben");
  for (const said of ["She", "She spoke", "She spoke up"]) await type(said);
  expect(sent.map(({ said }) => said)).toEqual(["She"]);
  await last().answer(200, { revision: 1 });
  expect(sent.map(({ said, revision }) => [said, revision])).toEqual([["She", 0], ["She spoke up", 1]]);
  expect(state()).toBe("saving");
});

test("while somebody chooses between mine and theirs nothing is put over mine, and the note is not saved", async () => {
  keepNotes(document, "ben");
  await type("Mine");
  await last().answer(409, { changed: THEIRS });
  expect(trouble()).toContain("Cora wrote: Hers");
  stands = [{ who: "ana", code: "response", said: "Hers, longer", revision: 3, by: "Cora" }];
  document.body.dispatchEvent(new Event("note"));
  await type("Sleep", "topic");
  await last().answer(200, { revision: 1 });
  expect([field().value, state()]).toEqual(["Mine", "kept"]);
  await press("Both");
  expect([last().said, last().revision]).toEqual(["Hers\nMine", 2]);
  await last().answer(200, { revision: 3 });
  expect([trouble(), state()]).toEqual(["", "saved"]);
});

test("a cell in which nobody types is brought up to date", async () => {
  keepNotes(document, "ben");
  stands = [{ who: "ana", code: "response", said: "Hers", revision: 2, by: "Cora" }];
  document.body.dispatchEvent(new Event("note"));
  await vi.advanceTimersByTimeAsync(0);
  expect([field().value, field().dataset["revision"]]).toEqual(["Hers", "2"]);
});

test("one goes on to sign only when everything has been answered", async () => {
  keepNotes(document, "ben");
  await type("She");
  await type("She spoke");
  await press("Sign");
  await type("Sleep", "topic");
  for (let number = 0; number < sent.length; number += 1) {
    expect(gone).toEqual([]);
    await sent[number]?.answer(200, { revision: number + 1 });
  }
  expect(sent.map(({ said }) => said)).toContain("She spoke");
  expect(gone).toEqual(["/sign/"]);
});

test.each([
  [409, { changed: THEIRS }, "Mine"],
  [422, { why: "Too long." }, "response"],
])("what comes back as %i is seen instead of going on to sign", async (status, body, focused) => {
  keepNotes(document, "ben");
  await type("She spoke");
  await press("Sign");
  await last().answer(status, body);
  expect([gone, state()]).toEqual([[], "kept"]);
  expect([document.activeElement?.textContent, document.activeElement?.id]).toContain(focused);
});

test("a form that is sent whole waits for the revision that an answer gives", async () => {
  open("");
  const whole: string[] = [];
  keepNotes(document, "ben");
  document.querySelector("form")?.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) whole.push(document.querySelector<HTMLInputElement>("[name=response-revision]")?.value ?? "");
    event.preventDefault();
  });
  await type("She spoke");
  await press("Sign");
  expect(whole).toEqual([]);
  await last().answer(200, { revision: 1 });
  expect(whole).toEqual(["1"]);
});

test("what was typed before the script was there is sent", async () => {
  field().value = "Early";
  keepNotes(document, "ben");
  await vi.advanceTimersByTimeAsync(0);
  expect(sent.map(({ said }) => said)).toEqual(["Early"]);
});

test("what a crash left in this browser is put back and sent", async () => {
  localStorage.setItem(KEPT, JSON.stringify({ said: "Before the crash", revision: 0 }));
  keepNotes(document, "ben");
  await vi.advanceTimersByTimeAsync(0);
  expect([field().value, last().said]).toEqual(["Before the crash", "Before the crash"]);
});

test("without a server it says that it is kept, and tries again", async () => {
  keepNotes(document, "ben");
  await type("She spoke");
  await last().answer(503, null);
  expect([state(), sent.length]).toEqual(["kept", 1]);
  await press("Sign");
  await last().answer(503, null);
  expect(gone).toEqual([]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sent.length).toBe(3);
});

test("words that reached the server before the window closed are told as saved when it opens again", async () => {
  open();
  field().value = "She spoke";
  field().defaultValue = "She spoke";
  field().dataset["revision"] = "1";
  localStorage.setItem(KEPT, JSON.stringify({ said: "She spoke", revision: 0 }));
  keepNotes(document, "ben");
  await vi.advanceTimersByTimeAsync(1_000);
  expect([sent.length, state(), localStorage.getItem(KEPT)]).toEqual([0, "saved", null]);
});

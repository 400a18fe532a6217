/** Me: my people, my team, my language, and a way out that leaves nothing of mine on this phone. */
import { SECOND_THOUGHTS_MS } from "../offline/entries";
import { forgetUnsent } from "../notes/cells";
import { forgetThisDevice } from "../notifications/device";
import { uuid7 } from "../offline/uuid7";
import type { Phone, Seen } from "./phone";
import { contactsOf, type ShownContact } from "./picture";
import { button, callLink, explain, paragraph, personWords, rowOf, setHidden, setWords, showRows } from "./shown";
import { startSharing } from "./shared_phone";
import type { Say } from "./words";

const SIGN_IN = "/accounts/login/";
const PHONE = /^\+?[0-9 ()./-]{3,30}$/;

export function startMe(page: Document, phone: Phone, say: Say): void {
  const form = page.querySelector<HTMLFormElement>("#contact-form");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    void addContact(page, form, phone, say);
  });
  startSigningOut(page, phone, say);
  startSharing(page, phone, say);
  for (const place of ["#language", "#home-screen"])
    page.querySelector(`${place} form`)?.addEventListener("submit", (event) => {
      if (!navigator.onLine) event.preventDefault();
      setHidden(page, `${place}-offline`, navigator.onLine);
    });
}

async function addContact(page: Document, form: HTMLFormElement, phone: Phone, say: Say): Promise<void> {
  const said = new FormData(form);
  const [name = "", relation = "", number = ""] = ["name", "relation", "phone"].map((field) => String(said.get(field) ?? "").trim());
  const faults = [name ? "" : "name-missing", PHONE.test(number) ? "" : "phone-wrong"];
  ["name", "phone"].forEach((field, index) => {
    setHidden(page, `#contact-${field}-error`, !faults[index]);
    setWords(page, `#contact-${field}-error`, faults[index] ? say(faults[index]) : "");
    page.querySelector(`#contact-${field}`)?.setAttribute("aria-invalid", String(Boolean(faults[index])));
  });
  const wrong = faults[0] ? "name" : faults[1] ? "phone" : undefined;
  if (wrong) return page.querySelector<HTMLElement>(`#contact-${wrong}`)?.focus();
  try {
    await phone.send({ kind: "contact", id: uuid7(), made_at: new Date().toISOString(), name, relation, phone: number });
    explain(page);
    form.reset();
    page.querySelector("#new-contact")?.removeAttribute("open");
    page.querySelector<HTMLElement>("#new-contact summary")?.focus();
  } catch (trouble) {
    explain(page, trouble);
  }
}

/** Without a signal the phone is emptied all the same, and the server is told as soon as it can be. */
function startSigningOut(page: Document, phone: Phone, say: Say): void {
  const dialog = page.querySelector<HTMLDialogElement>("#unsent");
  const leave = async (): Promise<void> => {
    dialog?.close();
    forgetWhatWasTyped();
    await forgetThisDevice().catch(() => undefined); // a browser that can't be asked has its push service say so
    if (await phone.signOut()) location.assign(SIGN_IN);
    else page.querySelector<HTMLElement>("#leaving")?.focus();
  };
  page.querySelector("#sign-out")?.addEventListener("submit", (event) => {
    event.preventDefault();
    void phone.unsent().then((n) => {
      if (n === 0 || !dialog) return leave();
      setWords(page, "#unsent-words", say("unsent", { n }));
      return dialog.showModal();
    });
  });
  page.querySelector("#stay")?.addEventListener("click", () => dialog?.close());
  page.querySelector("#leave")?.addEventListener("click", () => void leave());
}

/** Answers that were typed and did not reach the server; a browser that keeps nothing has none. */
function forgetWhatWasTyped(): void {
  try {
    for (const store of [localStorage, sessionStorage]) forgetUnsent(store);
  } catch {
    // Storage is forbidden here.
  }
}

/** A page kept for offline use may hold an older token than the cookie; the cookie's is the one that counts. */
export function refreshToken(page: Document): void {
  const token = /(?:^|; )csrftoken=([^;]+)/.exec(page.cookie)?.[1];
  if (!token) return;
  for (const field of page.querySelectorAll<HTMLInputElement>("input[name=csrfmiddlewaretoken]")) field.value = token;
}

export function showMe(page: Document, seen: Seen, say: Say, phone: Phone): void {
  setHidden(page, "#plan-stays", !seen.openCopy);
  setWords(page, "#program", seen.today?.program.name ?? "");
  const team = seen.today?.team ?? [];
  setHidden(page, "#team", team.length === 0);
  const members = team.map(({ name, role }) => {
    const row = page.createElement("li");
    row.append(personWords(page, name, say(role)));
    return row;
  });
  showRows(page.querySelector("#team ul"), members);
  const contacts = contactsOf(seen.today, seen.items).map((contact) => contactRow(page, contact, say, phone));
  showRows(page.querySelector("#contacts"), contacts);
}

function contactRow(page: Document, contact: ShownContact, say: Say, phone: Phone): HTMLElement {
  const row = rowOf(page, contact.is === "leaving" ? contact.removalId : contact.id);
  const { name, relation, phone: number } = contact;
  row.append(personWords(page, name, relation));
  switch (contact.is) {
    case "waiting":
      row.append(callLink(page, name, number, say), paragraph(page, say("is-waiting"), "pill"));
      break;
    case "kept":
      row.append(callLink(page, name, number, say), removal(page, contact, say, phone));
      break;
    case "leaving":
      row.append(paragraph(page, say("removed"), "pill"), undo(page, contact.removalId, say, phone));
  }
  return row;
}

function removal(page: Document, { id, name }: ShownContact, say: Say, phone: Phone): HTMLButtonElement {
  const remove = async (): Promise<void> => {
    const entry = { kind: "contact-removal", id: uuid7(), made_at: new Date().toISOString(), contact_id: id } as const;
    await phone.send(entry, { holdMs: SECOND_THOUGHTS_MS }).catch((trouble: unknown) => explain(page, trouble));
  };
  return button(page, say("remove-contact", { name }), "button quiet", () => void remove());
}

function undo(page: Document, id: string, say: Say, phone: Phone): HTMLButtonElement {
  return button(page, say("undo"), "button quiet", () => void phone.takeBack(id));
}

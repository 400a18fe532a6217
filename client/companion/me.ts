/** Me: my people, my team, my language, and a way out that leaves nothing of mine on this phone. */
import { uuid7 } from "../offline/uuid7";
import type { Phone, Seen } from "./phone";
import { contactsOf } from "./picture";
import { callLink, paragraph, personWords, setHidden, setWords } from "./shown";
import type { Say } from "./words";

const PHONE = /^\+?[0-9 ()./-]{3,30}$/;

export function startMe(page: Document, phone: Phone, say: Say): void {
  const form = page.querySelector<HTMLFormElement>("#contact-form");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    void addContact(page, form, phone, say);
  });
  startSigningOut(page, phone, say);
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
    form.reset();
    page.querySelector("#new-contact")?.removeAttribute("open");
    page.querySelector<HTMLElement>("#new-contact summary")?.focus();
  } catch {
    setHidden(page, "#no-room", false);
  }
}

function startSigningOut(page: Document, phone: Phone, say: Say): void {
  const form = page.querySelector<HTMLFormElement>("#sign-out");
  const dialog = page.querySelector<HTMLDialogElement>("#unsent");
  const leave = async (): Promise<void> => {
    await phone.clear();
    refreshToken(page);
    form?.submit();
  };
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    void phone.catchUp({ atOnce: true }).then(() => {
      if (phone.unsent() === 0 || !dialog) return leave();
      setWords(page, "#unsent-words", say("unsent", { n: phone.unsent() }));
      return dialog.showModal();
    });
  });
  page.querySelector("#stay")?.addEventListener("click", () => dialog?.close());
  page.querySelector("#leave")?.addEventListener("click", () => void leave());
}

/** A page kept for offline use may hold an older token than the cookie; the cookie's is the one that counts. */
export function refreshToken(page: Document): void {
  const token = /(?:^|; )csrftoken=([^;]+)/.exec(page.cookie)?.[1];
  if (!token) return;
  for (const field of page.querySelectorAll<HTMLInputElement>("input[name=csrfmiddlewaretoken]")) field.value = token;
}

export function showMe(page: Document, seen: Seen, say: Say, phone: Phone): void {
  setWords(page, "#program", seen.today?.program.name ?? "");
  const team = seen.today?.team ?? [];
  setHidden(page, "#team", team.length === 0);
  const members = team.map(({ name, role }) => {
    const row = page.createElement("li");
    row.append(personWords(page, name, say(role)));
    return row;
  });
  page.querySelector("#team ul")?.replaceChildren(...members);
  const contacts = contactsOf(seen.today, seen.items).map((contact) => {
    const row = page.createElement("li");
    row.append(personWords(page, contact.name, contact.relation), callLink(page, contact.name, contact.phone, say));
    if (contact.isWaiting) row.append(paragraph(page, say("is-waiting"), "pill"));
    else row.append(removal(page, contact.id, say("remove-contact", { name: contact.name }), phone));
    return row;
  });
  page.querySelector("#contacts")?.replaceChildren(...contacts);
}

function removal(page: Document, contactId: string, words: string, phone: Phone): HTMLButtonElement {
  const button = page.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  button.textContent = words;
  button.addEventListener("click", () => {
    button.disabled = true;
    void phone.send({ kind: "contact-removal", id: uuid7(), made_at: new Date().toISOString(), contact_id: contactId });
  });
  return button;
}

/** Dialogs open from the button that names them; menus close on Escape, on a click elsewhere and when left. */
export function openMenusAndDialogs(page: Document): void {
  page.addEventListener("click", (click) => {
    if (!(click.target instanceof Element)) return;
    closeMenus(page, click.target);
    const opener = click.target.closest<HTMLElement>("[data-opens]");
    const dialog = opener && page.getElementById(opener.dataset["opens"] ?? "");
    if (dialog instanceof HTMLDialogElement) {
      click.preventDefault();
      dialog.showModal();
    }
    if (click.target.closest("[data-closes]")) {
      click.preventDefault();
      click.target.closest("dialog")?.close();
    }
    if (click.target.closest("[data-back]")) history.back();
    if (click.target.closest("[data-print]")) window.print();
  });
  page.addEventListener("keydown", (press) => {
    if (press.key !== "Escape") return;
    for (const menu of openMenus(page)) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
  for (const back of page.querySelectorAll<HTMLElement>("[data-back], [data-print]")) {
    back.hidden = "back" in back.dataset && history.length < 2;
  }
  page.addEventListener("change", (change) => {
    if (change.target instanceof HTMLSelectElement && "submits" in change.target.dataset) change.target.form?.requestSubmit();
  });
}

/** A form marked so is sent once from a page, however often its button is pressed; its answer brings a page of its own. */
export function sendOnce(page: Document): void {
  page.addEventListener("submit", (submit) => {
    const form = submit.target;
    if (!(form instanceof HTMLFormElement) || !("once" in form.dataset)) return;
    if (form.dataset["once"] === "sent") submit.preventDefault();
    form.dataset["once"] = "sent";
  });
  // Whoever comes back finds the page as they left it.
  window.addEventListener("pageshow", () => {
    for (const form of page.querySelectorAll<HTMLFormElement>("form[data-once=sent]")) form.dataset["once"] = "";
  });
}

function openMenus(page: Document): HTMLDetailsElement[] {
  return [...page.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]")];
}

function closeMenus(page: Document, except: Element): void {
  for (const menu of openMenus(page)) if (!menu.contains(except)) menu.open = false;
}

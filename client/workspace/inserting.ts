/** A quick reply is put where one writes, at the cursor; nothing that was typed is lost, and nothing is sent. */
export function insertOnTap(page: Document): void {
  for (const row of page.querySelectorAll<HTMLElement>("[data-inserts-into]")) {
    row.addEventListener("click", (tap) => {
      const said = (tap.target as HTMLElement).closest<HTMLElement>("[data-insert]")?.dataset["insert"];
      const field = page.getElementById(row.dataset["insertsInto"] ?? "");
      if (!said || !(field instanceof HTMLTextAreaElement)) return;
      const isAfterWords = /\S$/.test(field.value.slice(0, field.selectionStart));
      field.setRangeText(isAfterWords ? ` ${said}` : said, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }
}

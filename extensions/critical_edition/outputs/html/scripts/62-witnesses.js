// @ts-check

/** The reader's choice of a witness: what it has instead stands in the text, on this page. */

/** What stays beside words that are replaced. */
const BESIDE = ".emendation-sign, .lemma-sign, .note-marker";

/** @param {string} name the witness's siglum; nothing: the text as the edition has it */
function showWitness(name) {
  for (const made of document.querySelectorAll(".witness-reading")) made.remove();
  for (const held of document.querySelectorAll(".base-words")) held.replaceWith(...held.childNodes);
  if (!name) return;
  for (const entry of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-readings]"))) {
    const reading = JSON.parse(entry.dataset.readings ?? "{}")[name];
    if (reading === undefined) continue;
    const parts = document.querySelectorAll(`.emendation[data-entry="${CSS.escape(entry.dataset.entry ?? "")}"]`);
    parts.forEach((part, index) => {
      if (nearest(part, ".base-words")) return; // it is within words that are replaced already
      const held = make("span", "base-words");
      held.hidden = true;
      held.append(...[...part.childNodes].filter((n) => !(n instanceof Element && n.matches(BESIDE))));
      part.prepend(held);
      if (index === 0 && reading) part.prepend(make("span", "witness-reading", reading));
    });
  }
}

/** Answer the choice. */
function startWitnesses() {
  for (const choice of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[name=witness]"))) {
    choice.addEventListener("change", () => {
      showWitness(choice.value);
      layOut(true);
    });
  }
}

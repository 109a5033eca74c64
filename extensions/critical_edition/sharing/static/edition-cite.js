// @ts-check
"use strict";

/**
 * Citing a passage, or words selected in it: as a link, a Chicago note, plain text, BibTeX and
 * CSL-JSON. The passages' data stand in the page's head; nothing is fetched.
 */
(() => {
  /**
   * @typedef {object} Citing
   * @property {string} edition
   * @property {string} contributors persons' names, as they are read; may be empty
   * @property {string} version
   * @property {string} address
   * @property {string} key
   * @property {Record<string, any>} csl
   * @property {string} lead a note up to the pages that end it
   * @property {string} bare a note without pages
   * @property {Record<string, string>} pages of the passages, by anchor
   * @property {Record<string, string>} notes that do not end so, by anchor
   */
  const LEMMA = 8;

  const holder = document.getElementById("edition-citing");
  if (!holder) return;
  /** @type {Citing} */
  const data = JSON.parse(holder.textContent ?? "{}");

  /**
   * @param {string} words
   * @returns {string} the words as a lemma: whole where they are few, else the first … the last
   */
  function lemmaOf(words) {
    const all = words.trim().replace(/\s+/g, " ").split(" ").filter(Boolean);
    if (all.length <= LEMMA) return all.join(" ");
    return `${all.slice(0, LEMMA / 2).join(" ")} … ${all.slice(-LEMMA / 2).join(" ")}`;
  }

  /**
   * @param {string} anchor
   * @returns {string} the passage's number
   */
  function numberOf(anchor) {
    return anchor.slice(1);
  }

  /**
   * @param {string} anchor
   * @returns {string} the passage's permalink
   */
  function permalink(anchor) {
    return `${(data.address || location.href).split("#")[0]}#${anchor}`;
  }

  /**
   * @param {string} text
   * @returns {string} with TeX's special characters escaped
   */
  function tex(text) {
    return text.replace(/[&%$#_{}]/g, "\\$&");
  }

  /**
   * @param {string} anchor
   * @param {string} lemma may be empty
   * @returns {[name: string, text: string, prose: boolean][]}
   */
  function forms(anchor, lemma) {
    const pages = data.pages[anchor];
    const note = data.notes[anchor] ?? (pages ? data.lead + pages : data.bare);
    const url = permalink(anchor);
    const at = numberOf(anchor) + (lemma && ` “${lemma}”`);
    const by = data.contributors && `, with contributions by ${data.contributors}`;
    const edition = `${data.edition}${by}, version ${data.version}`;
    const csl = { ...data.csl, page: pages.replace("–", "-"), URL: url,
      note: `Cited as ${at} from ${edition}` };
    const issued = data.csl.issued?.["date-parts"]?.[0] ?? [];
    const names = (data.csl.author ?? [])
      .map((/** @type {any} */ n) => n.literal ?? `${n.family}, ${n.given}`).join(" and ");
    const fields = {
      author: names, title: data.csl.title, journal: data.csl["container-title"],
      volume: data.csl.volume, number: data.csl.issue, year: issued[0],
      pages: pages.replace("–", "--"), url, note: csl.note,
    };
    const lines = Object.entries(fields).filter(([, value]) => value)
      .map(([name, value]) => `  ${name} = {${name === "url" ? value : tex(String(value))}},`);
    return [
      ["Link", url, true],
      ["Chicago", `${note} (${at}), ${edition}, ${url}.`, true],
      ["Short", `${shortName()}, ${at}${pages && ` (${pages})`}.`, true],
      ["BibTeX", `@article{${data.key},\n${lines.join("\n")}\n}`, false],
      ["CSL-JSON", JSON.stringify([csl], null, 2), false],
    ];
  }

  /** @returns {string} */
  function shortName() {
    const first = (data.csl.author ?? [])[0];
    return first ? first.literal ?? first.family : data.csl.title;
  }

  /**
   * @param {string} text
   * @param {HTMLElement} shown where it stands, to be selected if it cannot be copied
   * @returns {Promise<boolean>} whether it was copied
   */
  async function copy(text, shown) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      getSelection()?.selectAllChildren(shown);
      return document.execCommand("copy");
    }
  }

  /**
   * @param {string} anchor
   * @param {string} lemma
   */
  function open(anchor, lemma) {
    const dialog = document.createElement("dialog");
    dialog.className = "cite-dialog";
    dialog.setAttribute("aria-labelledby", "cite-heading");
    const heading = document.createElement("h2");
    heading.id = "cite-heading";
    heading.textContent = `Cite ${numberOf(anchor)}${lemma && ` “${lemma}”`}`;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "cite-close";
    close.textContent = "Close";
    close.addEventListener("click", () => dialog.close());
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    status.className = "visually-hidden";
    dialog.append(heading, close);
    for (const [name, text, prose] of forms(anchor, lemma)) {
      const title = document.createElement("h3");
      title.textContent = name;
      const shown = document.createElement("pre");
      shown.textContent = text;
      shown.tabIndex = 0;
      shown.setAttribute("role", "group");
      shown.setAttribute("aria-label", name);
      if (prose) shown.className = "cite-prose";
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `Copy ${name}`;
      button.addEventListener("click", async () => {
        const done = await copy(text, shown);
        status.textContent = done ? `${name} copied.` : "Copy the selected words.";
        button.textContent = done ? "Copied" : "Selected: copy it";
      });
      dialog.append(title, shown, button);
    }
    dialog.append(status);
    dialog.addEventListener("close", () => dialog.remove());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    document.body.append(dialog);
    dialog.showModal();
  }

  for (const anchor of Object.keys(data.pages)) {
    const number = document.querySelector(`[id="${anchor}"] .passage-number`);
    if (!number) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "cite-button";
    button.textContent = "cite";
    button.setAttribute("aria-label", `Cite ${numberOf(anchor)}`);
    button.addEventListener("click", () => open(anchor, ""));
    let tools = number.closest(".passage")?.querySelector(":scope > .passage-tools");
    if (!tools) {
      tools = document.createElement("div");
      tools.className = "passage-tools";
      (number.closest("p") ?? number).after(tools);
    }
    tools.append(button);
  }

  /** @type {HTMLButtonElement | null} */
  let offer = null;

  function withdraw() {
    offer?.remove();
    offer = null;
  }

  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) {
      withdraw();
      return;
    }
    const range = selection.getRangeAt(0);
    const within = (/** @type {Node} */ node) =>
      (node instanceof Element ? node : node.parentElement)?.closest(".essay-text");
    const text = within(range.startContainer);
    const anchor = text?.closest(".passage")?.id;
    if (!anchor || within(range.endContainer) !== text || !(anchor in data.pages)) {
      withdraw();
      return;
    }
    const lemma = lemmaOf(selection.toString());
    if (!lemma) return;
    if (!offer) {
      offer = document.createElement("button");
      offer.type = "button";
      offer.className = "cite-button cite-selection";
      offer.textContent = "Cite these words";
      // The press must not end the selection before the click is heard.
      offer.addEventListener("pointerdown", (event) => event.preventDefault());
      document.body.append(offer);
    }
    offer.onclick = () => {
      withdraw();
      open(anchor, lemma);
    };
    const box = range.getBoundingClientRect();
    offer.style.top = `${box.bottom + scrollY + 6}px`;
    offer.style.left = `${Math.max(8, Math.min(box.left + scrollX, innerWidth - 160))}px`;
  });
})();

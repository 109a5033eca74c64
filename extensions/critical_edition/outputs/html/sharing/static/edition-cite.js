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
   * @property {Record<string, string>} ranges of pages as they are written, by first and last page
   * @property {Record<string, string>} notes that do not end so, by their pages
   *
   * @typedef {{lemma: string, pages: string}} Words that are selected, and the pages they stand on
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

  /** Nobody else finds a file on the reader's disk: it is no address to cite. */
  const published = data.address || location.protocol !== "file:";

  /**
   * @param {string} words of ours, as a reader of English has them
   * @param {Record<string, unknown>} values for what stands in braces
   * @returns {string} the words in the edition's language
   */
  function t(words, values = {}) {
    const said = /** @type {any} */ (window).editionWords?.[words] ?? words;
    return said.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) => String(values[name]));
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
   * @param {Words | null} words
   * @returns {[name: string, text: string, prose: boolean][]}
   */
  function forms(anchor, words) {
    const pages = words?.pages || data.pages[anchor];
    const note = data.notes[pages] ?? (pages ? data.lead + pages : data.bare);
    const url = published ? permalink(anchor) : "";
    const at = `¶ ${numberOf(anchor)}${words ? ` “${words.lemma}”` : ""}`;
    const by = data.contributors && t(", with contributions by {names}", { names: data.contributors });
    const edition = t("{edition}{by}, version {version}", { edition: data.edition, by, version: data.version });
    const csl = { ...data.csl, page: pages.replace("–", "-"), ...(url && { URL: url }),
      note: t("Cited as {place} from {edition}", { place: at, edition }) };
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
      [t("Link"), permalink(anchor), true],
      ["Chicago", `${note} (${at}), ${edition}${url && `, ${url}`}.`, true],
      [t("Short"), `${shortName()}, ${at}${pages && ` (${pages})`}.`, true],
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
   * Lead back to a passage whose words were cited: what offered that is gone with the selection.
   *
   * @param {string} anchor
   */
  function comeBack(anchor) {
    const passage = document.getElementById(anchor);
    const button = /** @type {HTMLElement | null | undefined} */ (passage?.querySelector(".cite-button"));
    const back = button?.getClientRects().length ? button : passage;
    if (back && back === passage) back.tabIndex = -1;
    back?.focus({ preventScroll: true });
  }

  /**
   * @param {string} anchor
   * @param {Words | null} words
   */
  function open(anchor, words) {
    const dialog = document.createElement("dialog");
    dialog.className = "cite-dialog";
    dialog.setAttribute("aria-labelledby", "cite-heading");
    const heading = document.createElement("h2");
    heading.id = "cite-heading";
    heading.textContent = t("Cite {what}", { what: `${numberOf(anchor)}${words ? ` “${words.lemma}”` : ""}` });
    const close = document.createElement("button");
    close.type = "button";
    close.className = "cite-close";
    close.textContent = t("Close");
    close.addEventListener("click", () => dialog.close());
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    status.className = "visually-hidden";
    dialog.append(heading, close);
    for (const [name, text, prose] of forms(anchor, words)) {
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
      button.textContent = t("Copy {what}", { what: name });
      button.addEventListener("click", async () => {
        const done = await copy(text, shown);
        status.textContent = done ? t("{what} copied.", { what: name }) : t("Copy the selected words.");
        button.textContent = done ? t("Copied") : t("Selected: copy it");
      });
      dialog.append(title, shown, button);
    }
    dialog.append(status);
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (document.activeElement === document.body) comeBack(anchor);
    });
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
    button.textContent = t("cite");
    button.setAttribute("aria-label", t("Cite {what}", { what: numberOf(anchor) }));
    button.addEventListener("click", () => open(anchor, null));
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
  const OUTSIDE = ".passage-number, .note-marker, .page-break, .lemma-sign, .in-place";

  /**
   * @param {HTMLElement} text a paragraph of the text
   * @param {Range} range within it
   * @param {string} anchor
   * @returns {Words} the words of the range, those whole that it cuts
   */
  function wordsOf(text, range, anchor) {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const point = document.createRange();
    let all = "";
    let [from, to] = [0, 0];
    while (walker.nextNode()) {
      const node = /** @type {Text} */ (walker.currentNode);
      if (node.parentElement?.closest(OUTSIDE)) continue;
      /** @param {Node} holder @param {number} offset @returns {number} how much of the node is before */
      const before = (holder, offset) => {
        if (holder === node) return offset;
        point.setStart(holder, offset);
        point.collapse(true);
        return point.comparePoint(node, 0) < 0 ? node.data.length : 0;
      };
      from += before(range.startContainer, range.startOffset);
      to += before(range.endContainer, range.endOffset);
      all += node.data;
    }
    const LETTER = /[\p{L}\p{N}\p{M}'’ʹ-]/u;
    while (from < to && /\s/.test(all[from])) from += 1;
    while (to > from && /\s/.test(all[to - 1])) to -= 1;
    if (from === to) return { lemma: "", pages: "" };
    if (LETTER.test(all[from])) while (from > 0 && LETTER.test(all[from - 1])) from -= 1;
    if (LETTER.test(all[to - 1])) while (to < all.length && LETTER.test(all[to])) to += 1;
    return { lemma: lemmaOf(all.slice(from, to)), pages: pagesOf(text, range, anchor) };
  }

  /**
   * @param {HTMLElement} text
   * @param {Range} range
   * @param {string} anchor
   * @returns {string} the pages on which the words of the range stand
   */
  function pagesOf(text, range, anchor) {
    let [first, last] = [parseInt(data.pages[anchor]), parseInt(data.pages[anchor])];
    for (const turn of /** @type {NodeListOf<HTMLElement>} */ (text.querySelectorAll(".page-break"))) {
      const at = range.comparePoint(turn, 0);
      const page = Number(turn.dataset.page);
      if (at < 0) first = page;
      if (at <= 0) last = page;
    }
    if (Number.isNaN(first)) return "";
    return first === last ? String(first) : data.ranges[`${first}-${last}`] ?? data.pages[anchor];
  }

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
    const words = wordsOf(/** @type {HTMLElement} */ (text), range, anchor);
    if (!words.lemma) return;
    if (!offer) {
      offer = document.createElement("button");
      offer.type = "button";
      offer.className = "cite-button cite-selection";
      offer.textContent = t("Cite these words");
      // The press must not end the selection before the click is heard.
      offer.addEventListener("pointerdown", (event) => event.preventDefault());
      document.body.append(offer);
    }
    offer.onclick = () => {
      withdraw();
      open(anchor, words);
    };
    const box = range.getBoundingClientRect();
    offer.style.top = `${box.bottom + scrollY + 6}px`;
    offer.style.left = `${Math.max(8, Math.min(box.left + scrollX, innerWidth - 160))}px`;
  });
})();

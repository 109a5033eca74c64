// @ts-check
"use strict";

/**
 * The bibliography in the reader's order, and its records copied at once. Without this script the
 * order is the edition's and each record can be selected. Nothing is fetched or kept.
 */
(() => {
  /**
   * @param {string} words of ours, as a reader of English has them
   * @param {Record<string, unknown>} values for what stands in braces
   * @returns {string} the words in the edition's language
   */
  function t(words, values = {}) {
    const said = /** @type {any} */ (window).editionWords?.[words] ?? words;
    return said.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) => String(values[name]));
  }

  const PARTS = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("section.works-part")]);

  /**
   * @typedef {object} Entry
   * @property {HTMLElement} node
   * @property {HTMLElement} home where it stands in the edition's order
   * @property {number} rank
   * @property {string} year empty where there is none
   * @property {string} kind
   * @property {number} kindRank
   */

  const status = document.createElement("p");
  status.setAttribute("role", "status");
  status.className = "visually-hidden";

  /**
   * @param {HTMLElement} part
   * @returns {Entry[]} the part's entries as the page has them
   */
  function entriesOf(part) {
    const nodes = /** @type {HTMLElement[]} */ ([...part.querySelectorAll("li[data-rank]")]);
    return nodes.map((node) => ({
      node,
      home: /** @type {HTMLElement} */ (node.parentElement),
      rank: Number(node.dataset.rank),
      year: node.dataset.year ?? "",
      kind: node.dataset.kind ?? "",
      kindRank: Number(node.dataset.kindRank),
    }));
  }

  const entries = new Map(PARTS.map((part) => [part, entriesOf(part)]));

  /**
   * @param {string} order
   * @param {Entry[]} found
   * @returns {[heading: string, entries: Entry[]][]} the entries in order, parted by headings
   */
  function arranged(order, found) {
    const inOrder = [...found].sort((a, b) => a.rank - b.rank);
    if (order === "author") return [["", inOrder]];
    if (order === "kind") {
      const kinds = new Map(inOrder.map((entry) => [entry.kindRank, entry.kind]));
      return [...kinds].sort(([a], [b]) => a - b)
        .map(([rank, kind]) => [kind, inOrder.filter((entry) => entry.kindRank === rank)]);
    }
    const dated = inOrder.filter((entry) => entry.year)
      .sort((a, b) => Number(a.year) - Number(b.year) || a.rank - b.rank);
    const decades = [...new Set(dated.map((entry) => entry.year.slice(0, 3)))];
    return [
      ...decades.map((decade) => /** @type {[string, Entry[]]} */ (
        [`${decade}0–${decade.slice(-1)}9`, dated.filter((e) => e.year.startsWith(decade))])),
      [t("Without a year"), inOrder.filter((entry) => !entry.year)],
    ];
  }

  /**
   * @param {HTMLElement} part
   * @param {string} order
   */
  function arrange(part, order) {
    const found = entries.get(part) ?? [];
    if (found.length < 2) return;
    part.querySelector(":scope > .works-ordered")?.remove();
    for (const { node, home } of found) home.append(node);
    const others = /** @type {HTMLElement[]} */ ([...part.children])
      .filter((child) => !/^H\d$/.test(child.tagName) && child.tagName !== "SPAN");
    for (const child of others) child.hidden = order !== "group";
    if (order === "group") return;
    const holder = document.createElement("div");
    holder.className = "works-ordered";
    for (const [heading, members] of arranged(order, found)) {
      if (!members.length) continue;
      if (heading) {
        const title = document.createElement("h3");
        title.textContent = heading;
        holder.append(title);
      }
      const list = document.createElement("ul");
      list.className = "citation-list";
      list.append(...members.map((member) => member.node));
      holder.append(list);
    }
    part.append(holder);
  }

  /** @param {string} order */
  function arrangeAll(order) {
    for (const part of PARTS) arrange(part, order);
    // The contents of the page list the headings that are to be seen.
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (
      document.querySelectorAll(".toc-tree a[href^='#']"))) {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      const line = link.closest("li");
      if (line) line.hidden = heading?.closest("[hidden]") != null;
    }
  }

  function offerOrders() {
    const bar = /** @type {HTMLElement | null} */ (document.querySelector(".works-order"));
    if (!bar) return;
    for (const radio of bar.querySelectorAll("input")) {
      radio.addEventListener("change", () => {
        arrangeAll(radio.value);
        status.textContent = t("The works are in order {order}.", { order: (radio.labels?.[0]?.textContent ?? radio.value).trim() });
      });
      // A browser may have kept what was chosen before the page was left.
      if (radio.checked) arrangeAll(radio.value);
    }
    bar.hidden = false;
  }

  /**
   * @param {HTMLElement} shown
   * @returns {Promise<boolean>} whether its words, with their italics, were copied
   */
  async function copy(shown) {
    const text = shown.textContent ?? "";
    try {
      const kinds = { "text/plain": new Blob([text], { type: "text/plain" }) };
      if (shown.tagName === "P") {
        Object.assign(kinds, { "text/html": new Blob([shown.innerHTML], { type: "text/html" }) });
      }
      await navigator.clipboard.write([new ClipboardItem(kinds)]);
      return true;
    } catch {
      // A page that is no secure context, such as a file, has no clipboard but this one.
      getSelection()?.selectAllChildren(shown);
      return document.execCommand("copy");
    }
  }

  /** @param {HTMLDetailsElement} folded */
  function offerCopies(folded) {
    const title = folded.querySelector("summary .visually-hidden")?.textContent ?? "";
    for (const name of /** @type {NodeListOf<HTMLElement>} */ (folded.querySelectorAll(".copy-format"))) {
      const shown = name.nextElementSibling;
      if (!(shown instanceof HTMLElement)) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy-button";
      const word = document.createTextNode(t("Copy"));
      const what = document.createElement("span");
      what.className = "visually-hidden";
      const format = name.textContent ?? "";
      what.textContent = ` ${format}${title}`;
      button.append(word, what);
      button.addEventListener("click", async () => {
        const done = await copy(shown);
        word.data = done ? t("Copied") : t("Selected: copy it");
        status.textContent = done ? t("{what} copied.", { what: format }) : t("Copy the selected words.");
      });
      name.append(" ", button);
    }
  }

  document.body.append(status);
  offerOrders();
  for (const folded of /** @type {NodeListOf<HTMLDetailsElement>} */ (
    document.querySelectorAll(".copy-citation"))) {
    folded.addEventListener("toggle", () => offerCopies(folded), { once: true });
  }
})();

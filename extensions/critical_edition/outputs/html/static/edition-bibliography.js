// @ts-check
"use strict";

/**
 * The bibliography in the reader's order, and its records copied at once. Without this script the
 * order is the edition's, and the records can be had as files. Nothing is fetched from elsewhere or kept.
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

  const BAR = /** @type {HTMLElement | null} */ (document.querySelector(".works-order"));
  const KINDS = /** @type {string[]} */ (JSON.parse(BAR?.dataset.kinds ?? "[]"));

  const LETTERS = BAR?.dataset.letters ?? "";
  /** How many works are to be parted by letters. */
  const MANY = 20;

  /**
   * @typedef {object} Entry
   * @property {HTMLElement} node
   * @property {HTMLElement} home where it stands in the edition's order
   * @property {number} rank
   * @property {string} year empty where there is none
   * @property {number} kind
   * @property {string} words its own, to be searched
   */

  const status = document.createElement("p");
  status.setAttribute("role", "status");
  status.className = "visually-hidden";

  /**
   * @param {string} words
   * @returns {string} without accents and capitals, to be compared
   */
  function folded(words) {
    return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  }

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
      kind: Number(node.dataset.kind),
      words: folded(node.querySelector(".bibliography-entry")?.textContent ?? ""),
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
    if (order === "author") {
      if (found.length < MANY) return [["", inOrder]];
      const letters = [...new Set(inOrder.map(({ rank }) => LETTERS[rank]))];
      return letters.map((letter) => [letter, inOrder.filter(({ rank }) => LETTERS[rank] === letter)]);
    }
    if (order === "kind") {
      return KINDS.map((name, kind) => [name, inOrder.filter((entry) => entry.kind === kind)]);
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

  /** Show what of the lists has works, and a dash for names that the work before has too. */
  function tidy() {
    for (const list of document.querySelectorAll(".works-part .citation-list")) {
      const shown = /** @type {HTMLElement[]} */ ([...list.children]).filter((node) => !node.hidden);
      let before = "";
      for (const node of shown) {
        const lead = node.querySelector(".works-lead")?.textContent ?? "";
        node.classList.toggle("same-lead", lead !== "" && lead === before);
        before = lead;
      }
      const heading = list.previousElementSibling;
      if (heading?.tagName === "H3") heading.classList.toggle("works-none", !shown.length);
    }
    for (const way of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".works-letters a"))) {
      const heading = document.getElementById(decodeURIComponent(way.hash.slice(1)));
      way.classList.toggle("works-none", heading?.classList.contains("works-none") ?? true);
    }
    for (const section of document.querySelectorAll(".works-part, .works-part section")) {
      section.classList.toggle("works-none", !section.querySelector("li[data-rank]:not([hidden])"));
    }
  }

  /**
   * @param {string} words all of which a work must have
   */
  function choose(words) {
    const wanted = folded(words).split(/\s+/).filter(Boolean);
    const all = [...entries.values()].flat();
    for (const entry of all) entry.node.hidden = !wanted.every((word) => entry.words.includes(word));
    tidy();
    const count = all.filter(({ node }) => !node.hidden).length;
    status.textContent = t("{count} of {all} works.", { count, all: all.length });
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
    const ways = document.createElement("p");
    ways.className = "works-letters";
    holder.append(ways);
    for (const [heading, members] of arranged(order, found)) {
      if (!members.length) continue;
      if (heading) {
        const title = document.createElement("h3");
        title.textContent = heading;
        title.id = `${part.id}-${order}-${heading}`;
        const way = document.createElement("a");
        way.href = `#${encodeURIComponent(title.id)}`;
        way.textContent = heading;
        ways.append(way, " ");
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
    tidy();
    // The contents of the page list the headings that are to be seen.
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (
      document.querySelectorAll(".toc-tree a[href^='#']"))) {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      const line = link.closest("li");
      if (line) line.hidden = heading?.closest("[hidden]") != null;
    }
  }

  function offerOrders() {
    if (!BAR) return;
    for (const radio of /** @type {NodeListOf<HTMLInputElement>} */ (BAR.querySelectorAll("input[type=radio]"))) {
      radio.addEventListener("change", () => {
        arrangeAll(radio.value);
        status.textContent = t("The works are in order {order}.", { order: (radio.labels?.[0]?.textContent ?? radio.value).trim() });
      });
      // A browser may have kept what was chosen before the page was left.
      if (radio.checked) arrangeAll(radio.value);
    }
    const field = BAR.querySelector("input[type=search]");
    if (field instanceof HTMLInputElement) {
      field.addEventListener("input", () => choose(field.value));
      if (field.value) choose(field.value);
    }
    BAR.hidden = false;
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

  /** @type {Promise<Record<string, [html: string, bibtex: string, csl: string]>> | undefined} */
  let records;

  /** @returns {Promise<Record<string, [html: string, bibtex: string, csl: string]>>} by the works' IDs */
  function recordsOf() {
    records ??= new Promise((resolve, reject) => {
      // A script, for a page that is read from disk may fetch nothing else.
      const script = document.createElement("script");
      const line = /** @type {HTMLElement | null} */ (document.querySelector(".works-records"));
      script.src = line?.dataset.records ?? "";
      script.onload = () => resolve(/** @type {any} */ (window).editionWorks);
      script.onerror = () => {
        records = undefined;
        reject(new Error(script.src));
      };
      document.head.append(script);
    });
    return records;
  }

  /** @param {HTMLDetailsElement} folded */
  async function show(folded) {
    if (!folded.open || folded.querySelector(".copy-format")) return;
    const title = folded.querySelector("summary .visually-hidden")?.textContent ?? "";
    const [html, bibtex, csl] = (await recordsOf())[folded.closest("li")?.id.replace(/^work-/, "") ?? ""];
    for (const [format, content] of [["Chicago", html], ["BibTeX", bibtex], ["CSL-JSON", csl]]) {
      const name = document.createElement("p");
      name.className = "copy-format";
      const shown = document.createElement(format === "Chicago" ? "p" : "pre");
      shown.className = "copy-text";
      if (format === "Chicago") shown.innerHTML = content;
      else shown.textContent = content;
      name.append(format, " ", copier(format, title, shown));
      folded.append(name, shown);
    }
  }

  /**
   * @param {string} format
   * @param {string} title
   * @param {HTMLElement} shown
   * @returns {HTMLButtonElement} which copies what is shown
   */
  function copier(format, title, shown) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy-button";
    const word = document.createTextNode(t("Copy"));
    const what = document.createElement("span");
    what.className = "visually-hidden";
    what.textContent = ` ${format}${title}`;
    button.append(word, what);
    button.addEventListener("click", async () => {
      const done = await copy(shown);
      word.data = done ? t("Copied") : t("Selected: copy it");
      status.textContent = done ? t("{what} copied.", { what: format }) : t("Copy the selected words.");
    });
    return button;
  }

  document.documentElement.classList.add("works-answered");
  document.body.append(status);
  offerOrders();
  for (const folded of /** @type {NodeListOf<HTMLDetailsElement>} */ (
    document.querySelectorAll(".copy-citation"))) {
    folded.addEventListener("toggle", () => void show(folded));
  }
})();

// @ts-check
"use strict";

/**
 * The search page: all words of the query, or whole phrases in quotation marks, in any kind of
 * record; results as passages with their context.
 */
(() => {
  /** @typedef {[kind: string, title: string, href: string, words: string]} Entry */
  /** @typedef {{folds: string[], exact: boolean}} Term */
  /** @typedef {{start: number, end: number}} Span */

  /**
   * @param {string} words of ours, as a reader of English has them
   * @param {Record<string, unknown>} values for what stands in braces
   * @returns {string} the words in the edition's language
   */
  function t(words, values = {}) {
    const said = /** @type {any} */ (window).editionWords?.[words] ?? words;
    return said.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) => String(values[name]));
  }

  const SHOWN = 40;
  const CONTEXT = 90;

  const form = /** @type {HTMLFormElement} */ (document.querySelector("form.edition-search"));
  const input = /** @type {HTMLInputElement} */ (document.getElementById("edition-q"));
  /** @type {Record<string, string>} */
  const headings = {};
  for (const box of form.querySelectorAll("input[type=checkbox]")) {
    const { value, dataset } = /** @type {HTMLInputElement} */ (box);
    headings[value] = dataset.heading ?? value;
  }
  const status = /** @type {HTMLElement} */ (document.getElementById("edition-search-status"));
  const results = /** @type {HTMLElement} */ (document.getElementById("edition-search-results"));
  /** @type {Entry[]} */
  const entries = /** @type {any} */ (window).editionSearchIndex ?? [];
  /** Where passages, notes and pages are, by anchor. @type {Record<string, string>} */
  const numbered = /** @type {any} */ (window).editionSearchPlaces ?? {};
  const root = document.documentElement.dataset.content_root ?? "";
  /** @type {(ReturnType<typeof editionFold.words> | undefined)[]} */
  const folded = [];

  /**
   * @param {string} query
   * @returns {Term[]} its phrases and words
   */
  function parse(query) {
    /** @type {Term[]} */
    const terms = [];
    const rest = query.replace(/["“”„«»]([^"“”„«»]*)["“”«»]/g, (_, phrase) => {
      terms.push({ folds: editionFold.words(phrase).map((w) => w.fold), exact: true });
      return " ";
    });
    for (const word of editionFold.words(rest)) terms.push({ folds: [word.fold], exact: false });
    return terms.filter((term) => term.folds.some(Boolean));
  }

  /**
   * @param {number} index of an entry
   * @param {Term[]} terms
   * @returns {Span[] | null} where the terms stand in its words, or null where one is missing
   */
  function match(index, terms) {
    const entry = entries[index];
    // The title is searched too; what is found there has no place in the words.
    const titled = `${entry[1]}\u0000`;
    const words = (folded[index] ??= editionFold.words(titled + entry[3]));
    /** @type {Span[]} */
    const found = [];
    for (const { folds, exact } of terms) {
      let any = false;
      for (let at = 0; at + folds.length <= words.length; at++) {
        const fits = folds.every((fold, n) =>
          exact ? words[at + n].fold === fold : words[at + n].fold.startsWith(fold));
        if (!fits) continue;
        any = true;
        const start = words[at].start - titled.length;
        if (start >= 0) found.push({ start, end: words[at + folds.length - 1].end - titled.length });
      }
      if (!any) return null;
    }
    return found.sort((a, b) => a.start - b.start || b.end - a.end);
  }

  /**
   * @param {string} words
   * @param {Span[]} spans
   * @returns {HTMLElement} the words about the first spans, the spans marked
   */
  function context(words, spans) {
    const paragraph = document.createElement("p");
    const from = spans.length ? Math.max(0, spans[0].start - CONTEXT) : 0;
    const begin = from && words.indexOf(" ", from) + 1;
    const until = (spans.length ? spans[0].end : 0) + 2 * CONTEXT;
    const end = until >= words.length ? words.length : words.lastIndexOf(" ", until);
    let at = begin;
    if (begin) paragraph.append("… ");
    for (const span of spans) {
      if (span.start < at || span.end > end) continue;
      paragraph.append(words.slice(at, span.start));
      const mark = document.createElement("mark");
      mark.textContent = words.slice(span.start, span.end);
      paragraph.append(mark);
      at = span.end;
    }
    paragraph.append(words.slice(at, Math.max(at, end)));
    if (end < words.length) paragraph.append(" …");
    return paragraph;
  }

  /**
   * @param {string} kind
   * @param {{index: number, spans: Span[]}[]} found
   * @returns {HTMLElement} a section with the results of one kind
   */
  function section(kind, found) {
    const part = document.createElement("section");
    const heading = document.createElement("h2");
    heading.textContent = `${headings[kind] ?? kind} (${found.length})`;
    const list = document.createElement("ul");
    list.className = "edition-search-list";
    const show = (/** @type {number} */ from, /** @type {number} */ to) => {
      for (const { index, spans } of found.slice(from, to)) {
        const [, title, href, words] = entries[index];
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = root + href;
        link.textContent = title;
        item.append(link, context(words, spans));
        list.append(item);
      }
    };
    show(0, SHOWN);
    part.append(heading, list);
    if (found.length > SHOWN) {
      const more = document.createElement("button");
      more.type = "button";
      more.textContent = t("Show the other {count}", { count: found.length - SHOWN });
      more.addEventListener("click", () => {
        more.remove();
        const first = list.children.length;
        show(SHOWN, found.length);
        /** @type {HTMLElement | null} */ (list.children[first]?.querySelector("a"))?.focus();
      });
      part.append(more);
    }
    return part;
  }

  /**
   * @param {string} query
   * @returns {[name: string, href: string][]} the places that it is the number of
   */
  function placesOf(query) {
    const asked = query.trim().replace(/\s+/g, " ");
    const passage = /^(?:¶ ?|passage )?(\d+\.\d+)$/i.exec(asked);
    const note = /^(?:n|nn|note)\.? ?(\d+)$/i.exec(asked);
    const page = /^(?:pp?\.? ?|page )?(\d+)$/i.exec(asked);
    /** @type {[string, string][]} */
    const meant = [];
    if (passage) meant.push([t("Passage {number}", { number: passage[1] }), `p${passage[1]}`]);
    if (note) meant.push([t("Note {number}", { number: note[1] }), `n${note[1]}`]);
    if (page) meant.push([(form.dataset.page ?? "").replace("{page}", page[1]), `page${page[1]}`]);
    return meant.filter(([, anchor]) => anchor in numbered).map(([name, anchor]) => [name, numbered[anchor]]);
  }

  /** @param {[name: string, href: string][]} places */
  function lead(places) {
    const line = document.createElement("p");
    line.className = "edition-search-places";
    for (const [name, href] of places) {
      const link = document.createElement("a");
      link.href = root + href;
      link.textContent = name;
      line.append(link);
    }
    results.append(line);
  }

  function search() {
    const terms = parse(input.value);
    results.replaceChildren();
    if (!terms.length) {
      status.textContent = "";
      return;
    }
    const places = placesOf(input.value);
    if (places.length) lead(places);
    const kinds = new Set(new FormData(form).getAll("in"));
    /** @type {Map<string, {index: number, spans: Span[]}[]>} */
    const found = new Map();
    let count = 0;
    entries.forEach((entry, index) => {
      const spans = kinds.has(entry[0]) ? match(index, terms) : null;
      if (spans === null) return;
      count += 1;
      found.set(entry[0], [...(found.get(entry[0]) ?? []), { index, spans }]);
    });
    const also = places.map(([name]) => name).join(", ");
    status.textContent = also
      ? count
        ? t("{place} is one press away; the words are found in {count} other places.", { place: also, count })
        : t("{place} is one press away.", { place: also })
      : count === 0
      ? t("Nothing was found. Fewer or shorter words find more; quotation marks find whole phrases.")
      : count === 1 ? t("1 place found.") : t("{count} places found.", { count });
    for (const [kind, places] of found) results.append(section(kind, places));
  }

  const asked = new URLSearchParams(location.search);
  input.value = asked.get("q") ?? "";
  const chosen = asked.getAll("in");
  for (const box of form.querySelectorAll("input[type=checkbox]")) {
    const input = /** @type {HTMLInputElement} */ (box);
    input.checked = !chosen.length || chosen.includes(input.value);
    input.addEventListener("change", search);
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const query = new URLSearchParams({ q: input.value });
    try {
      history.replaceState(null, "", `?${query}`);
    } catch {
      // From disk, some browsers forbid it: the address then keeps the first query.
    }
    search();
  });
  if (!input.value) input.focus();
  search();
})();

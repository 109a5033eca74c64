// @ts-check
// “Comment on this”: puts the day, and the words that are marked, into the form of a comment.
// Without this script the link opens the same form with these left to be filled in.
"use strict";

(() => {
  const MAX_WORDS = 8;

  /**
   * @param {Element | null} passage
   * @returns {string} what is marked within it, as a lemma; nothing where that is none or too much
   */
  function lemma(passage) {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !passage) return "";
    const range = selection.getRangeAt(0);
    const text = passage.querySelector(".essay-text, .passage-head");
    if (!text || !text.contains(range.commonAncestorContainer)) return "";
    const part = range.cloneContents();
    part.querySelectorAll("sup, .page-break, .lemma-sign, .passage-number").forEach((e) => e.remove());
    const words = (part.textContent ?? "").replace(/["“”]/g, "").trim().split(/\s+/);
    return words.length <= MAX_WORDS ? words.join(" ") : "";
  }

  /** @returns {string} as year, month and day */
  function today() {
    const now = new Date();
    const two = /** @param {number} number */ (number) => String(number).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  /** @param {HTMLAnchorElement} link */
  function fill(link) {
    const address = new URL(link.href);
    const words = lemma(link.closest(".passage"));
    for (const [name, value] of [...address.searchParams]) {
      if (!value.includes(":date: ")) continue;
      let text = value.replace("year-month-day", today());
      if (words) text = text.replace(/^(:on: \S+)$/m, (line) => `${line} "${words}"`);
      address.searchParams.set(name, text);
    }
    link.href = address.href;
  }

  // A click would take away what is marked: the form is filled in before.
  for (const event of ["pointerdown", "keydown"]) {
    document.addEventListener(event, (happened) => {
      const at = happened.target instanceof Element ? happened.target : null;
      const link = /** @type {HTMLAnchorElement | null} */ (at && at.closest("a.comment-here"));
      const meant = !(happened instanceof KeyboardEvent) || happened.key === "Enter";
      if (link && meant) fill(link);
    });
  }
})();

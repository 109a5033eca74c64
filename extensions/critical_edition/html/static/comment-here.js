// “Comment on this”: puts the day, and the words that are marked, into the form of a comment.
// Without this script the link opens the same form with these left to be filled in.
"use strict";

(() => {
  const MAX_WORDS = 8;

  // The words that are marked within a passage, as a lemma; nothing where they are none or too many.
  function lemma(passage) {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !passage) return "";
    const range = selection.getRangeAt(0);
    const text = passage.querySelector(".essay-text, .passage-head");
    if (!text || !text.contains(range.commonAncestorContainer)) return "";
    const part = range.cloneContents();
    part.querySelectorAll("sup, .page-break, .lemma-sign, .passage-number").forEach((e) => e.remove());
    const words = part.textContent.replace(/["“”]/g, "").trim().split(/\s+/);
    return words.length <= MAX_WORDS ? words.join(" ") : "";
  }

  function today() {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

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
      const link = happened.target.closest && happened.target.closest("a.comment-here");
      if (link && (event !== "keydown" || happened.key === "Enter")) fill(link);
    });
  }
})();

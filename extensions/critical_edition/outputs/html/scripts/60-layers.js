// @ts-check

/** The reader's choice of what is shown; kept for the other pages and the next visit. */

/** Each layer's word, and what belongs to it. @type {[string, string][]} */
const BELONGS = [
  ["notes", ".authornote, .note-marker, .marker-list"],
  ...KINDS.map((kind) => (
    /** @type {[string, string]} */ ([kind, `.comment-${kind}, .kind-${kind}`]))),
  ["parallels", "div.parallels, .parallel-sign"],
  ["summaries", ".passage-full .gloss"],
  ["pages", ".page-break, .printed-pages"],
  ["emendations", ".emendation-sign, .apparatus, .unverified-legend"],
];
const off = new Set((root.dataset.off ?? "").split(" ").filter(Boolean));
/** What the page shows, against the choice, because the address names something in it. @type {Set<string>} */
const lifted = new Set();
/** The way of reading that was left for that. */
let left = "";
/** @type {HTMLInputElement[]} */
let boxes = [];
/** @type {HTMLInputElement[]} */
let modes = [];

/**
 * @param {string} name
 * @param {string} value
 */
function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Not kept where the browser forbids it; the choice counts for this page.
  }
}

/** Let the page and its panel say what is shown. */
function applyLayers() {
  root.dataset.off = [...off].filter((word) => !lifted.has(word)).sort().join(" ");
  for (const box of boxes) {
    box.checked = !off.has(box.value) || lifted.has(box.value);
    // Beside the clean text stands nothing; our summaries have their pages at their heads.
    box.disabled = isClean() && !(box.value === "pages" && document.querySelector(".printed-pages"));
  }
  for (const mode of modes) mode.checked = mode.value === root.dataset.reading;
  // A link that is not to be seen is no stop for the keyboard either.
  const linked = !root.dataset.off.split(" ").includes("entries") && !isClean();
  for (const link of document.querySelectorAll("a.entry")) {
    const [from, to] = linked ? ["data-href", "href"] : ["href", "data-href"];
    const address = link.getAttribute(from);
    if (address === null) continue;
    link.setAttribute(to, address);
    link.removeAttribute(from);
  }
}

/**
 * Show what is off, on this page, because the address names it.
 *
 * @param {HTMLElement} target
 * @returns {boolean} whether anything had to be switched on
 */
function uncover(target) {
  const words = BELONGS.filter(([, selector]) => nearest(target, selector)).map(([word]) => word);
  const hidden = words.filter((word) => (root.dataset.off ?? "").split(" ").includes(word));
  const clean = isClean() && words.length > 0;
  if (!hidden.length && !clean) return false;
  for (const word of hidden) lifted.add(word);
  if (clean) {
    left = "clean";
    root.dataset.reading = "notes";
  }
  applyLayers();
  layOut(true);
  /** @param {string} word */
  const labelOf = (word) => (boxes.find((b) => b.value === word)?.parentElement?.textContent ?? word).trim();
  const marker = byId(`${nearest(target, ".authornote")?.id}-ref`);
  const names = [...(clean ? [t("Notes beside the text")] : []), ...hidden.map(labelOf)].join(", ");
  const back = button("", t("Switch off again"), "", () => {
    coverAgain();
    layOut(true);
    visit(nearest(target, ".passage") ?? nearest(marker, ".passage") ?? target);
  });
  say(t("Switched on for this page, to show what the address names: {names}.", { names }), back);
  return true;
}

/** Leave shown what the reader has chosen. */
function coverAgain() {
  closeAll();
  closeFacing(false);
  lifted.clear();
  if (left) root.dataset.reading = left;
  left = "";
  applyLayers();
  say("");
}

/**
 * @param {string} text told to those who listen, too, when they are done; nothing: no more
 * @param {HTMLElement[]} controls
 */
function say(text, ...controls) {
  const word = /** @type {HTMLElement} */ (document.querySelector(".edition-word"));
  word.replaceChildren();
  if (!text) return;
  const close = button("", t("Close"), t("Close this message"), () => word.replaceChildren());
  // What stands there from the beginning is not announced.
  setTimeout(() => word.replaceChildren(make("span", "", text), ...controls, close), 100);
}

/** Answer the panel. */
function startLayers() {
  const panel = /** @type {HTMLDetailsElement | null} */ (document.querySelector(".edition-layers"));
  if (!panel) return;
  const word = make("div", "edition-word");
  word.setAttribute("role", "status");
  document.body.append(word);
  boxes = [.../** @type {NodeListOf<HTMLInputElement>} */ (panel.querySelectorAll("[name=layer]"))];
  modes = [.../** @type {NodeListOf<HTMLInputElement>} */ (panel.querySelectorAll("[name=reading]"))];
  applyLayers();
  for (const box of boxes) {
    box.addEventListener("change", () => {
      lifted.delete(box.value);
      if (box.checked) off.delete(box.value);
      else off.add(box.value);
      keep("edition-off", [...off].sort().join(" "));
      applyLayers();
      layOut(true);
    });
  }
  for (const mode of modes) {
    mode.addEventListener("change", () => {
      closeAll();
      closeFacing(false);
      left = "";
      root.dataset.reading = mode.value;
      keep("edition-reading", mode.value);
      applyLayers();
      layOut(true);
    });
  }
  document.addEventListener("click", (event) => {
    if (!nearest(event.target, ".edition-layers")) panel.open = false;
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.open) return;
    event.preventDefault();
    panel.open = false;
    panel.querySelector("summary")?.focus();
  });
}

// @ts-check

/**
 * Where there is no margin, a sign opens its note in place, under its line; in the margin, it opens
 * the note there and leads to it. The head of a note leads back.
 */

/** @type {Map<Note, {home: Comment, holder: HTMLElement, sign: HTMLElement}>} */
const opened = new Map();

/**
 * @param {HTMLElement} link in the text
 * @returns {Note | null}
 */
function noteOfLink(link) {
  const href = link.getAttribute("href") ?? "";
  return href.startsWith("#") ? noteWith(decodeURIComponent(href.slice(1))) : null;
}

/**
 * @param {Note} note
 * @param {HTMLElement} sign
 */
function openHere(note, sign) {
  const home = document.createComment("");
  note.element.before(home);
  const holder = make("span", "in-place");
  (nearest(sign, ".note-marker") ?? sign).after(holder);
  const close = button("in-place-close", t("Close"), t("Close the note"), () => closeHere(note, true));
  holder.append(close, note.element);
  opened.set(note, { home, holder, sign });
  note.wanted = true;
  setFolded(note, false);
  sign.setAttribute("aria-expanded", "true");
  visit(note.element);
}

/**
 * @param {Note} note
 * @param {boolean} back whether to lead back to the sign
 */
function closeHere(note, back) {
  const was = opened.get(note);
  if (!was) return;
  opened.delete(note);
  note.wanted = null;
  was.home.replaceWith(note.element);
  was.holder.remove();
  was.sign.removeAttribute("aria-expanded");
  if (back) visit(was.sign);
}

/** Put back what stands open in place. */
function closeAll() {
  for (const note of [...opened.keys()]) closeHere(note, false);
}

/**
 * Show a note and go to it; in the margin, or where it stands.
 *
 * @param {Note} note
 * @param {HTMLElement} target the note, or what is meant in it
 */
function reveal(note, target) {
  if (note.element.classList.contains("folded")) setWanted(note, true);
  if (!wide.matches) showRest(note);
  visit(target);
}

/**
 * @param {Note} note shown beneath its passage, with all of its kind
 */
function showRest(note) {
  const passage = nearest(note.element, ".passage");
  const group = note.kind === "gloss" ? "summary" : note.kind === "comment" ? "comments" : "parallels";
  if (note.kind !== "note" && passage) setRest(passage, group, true);
}

/**
 * @param {HTMLElement} passage
 * @param {string} group
 * @param {boolean} shown
 */
function setRest(passage, group, shown) {
  const words = new Set((passage.dataset.shown ?? "").split(" ").filter(Boolean));
  if (shown) words.add(group);
  else words.delete(group);
  passage.dataset.shown = [...words].join(" ");
  const toggle = passage.querySelector(`.rest-button[data-group="${group}"]`);
  toggle?.setAttribute("aria-expanded", String(shown));
}

/**
 * The buttons under a passage that show what hangs on it, for narrow windows.
 *
 * @param {Passage} passage
 */
function addTools({ element, notes }) {
  const tools = element.querySelector(".passage-tools");
  if (!tools) return;
  const comments = notes.filter((note) => note.kind === "comment").length;
  const parallels = element.querySelectorAll("div.parallels li").length;
  /** @type {[string, number, string][]} */
  const groups = [
    ["summary", notes.some((note) => note.kind === "gloss") ? 1 : 0, "summary"],
    ["comments", comments, comments === 1 ? "1 comment" : `${comments} comments`],
    ["parallels", parallels, parallels === 1 ? "1 parallel" : `${parallels} parallels`],
  ];
  const number = element.querySelector(".passage-number")?.textContent ?? "";
  for (const [group, count, text] of groups) {
    if (!count) continue;
    const made = button("rest-button", text, "", () => {
      closeAll();
      setRest(element, group, made.getAttribute("aria-expanded") !== "true");
    });
    made.append(make("span", "visually-hidden", t(" on {place}", { place: number })));
    made.dataset.group = group;
    made.setAttribute("aria-expanded", "false");
    tools.append(made);
  }
}

/** What stands small in a line, and often side by side. */
const SIGNS = ".lemma-sign, .note-marker a, .emendation-sign, .unverified-sign";

/** Answer signs, heads and the address. */
function startInPlace() {
  for (const passage of passages) if (passage.full) addTools(passage);
  document.addEventListener("click", (event) => {
    const hit = nearest(event.target, SIGNS);
    if (!hit || !event.isTrusted || !event.detail) return;
    const about = nearest(hit, ".essay-text, .authornote");
    const sign = nearestTo(about?.querySelectorAll(SIGNS) ?? [], event, 24);
    if (!sign || sign === hit) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    /** @type {HTMLElement} */ (sign).click();
  }, true);
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (isOpen()) return;
    const link = /** @type {HTMLAnchorElement | null} */ (nearest(event.target, "a[href^='#']"));
    if (!link) return;
    const sign = nearest(link, ".lemma-sign, .note-marker");
    const note = noteOfLink(link);
    if (sign && note) {
      event.preventDefault();
      const full = nearest(sign, ".passage")?.classList.contains("passage-full");
      if (opened.has(note)) closeHere(note, true);
      else if (wide.matches || !full) {
        const target = byId(decodeURIComponent(link.hash.slice(1))) ?? note.element;
        reveal(note, target);
      } else openHere(note, link);
      return;
    }
    // Back from a note to its sign.
    const from = nearest(link, ".beside");
    const back = byId(decodeURIComponent(link.hash.slice(1)));
    if (from && back && link.hash.endsWith("-ref")) {
      event.preventDefault();
      const held = noteOf.get(from);
      if (held && opened.has(held)) closeHere(held, true);
      else visit(back.matches("a") ? back : back.querySelector("a") ?? back);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || card) return;
    const within = nearest(event.target, ".beside");
    const note = within && noteOf.get(within);
    if (note && opened.has(note)) closeHere(note, true);
    else if (note?.at) visit(note.at.matches("a") ? note.at : note.at.querySelector("a") ?? note.at);
  });
  wide.addEventListener("change", closeAll);
  addEventListener("beforeprint", closeAll);
  addEventListener("hashchange", goToAddress);
  goToAddress();
  // The margin is set anew with the page's own letters, which may move what the address names; but
  // whoever has begun to read is left where they are.
  const read = new AbortController();
  for (const type of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    addEventListener(type, () => read.abort(), { once: true, passive: true, signal: read.signal });
  }
  document.fonts?.ready.then(() => {
    if (!read.signal.aborted) goToAddress();
    read.abort();
  });
}

/** Open the note that the address names; what is switched off is switched on for it. */
function goToAddress() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id ? byId(id) : null;
  if (!target) return;
  const shown = uncover(target);
  const note = noteWith(id);
  if (note) reveal(note, target);
  else if (shown) target.scrollIntoView();
}

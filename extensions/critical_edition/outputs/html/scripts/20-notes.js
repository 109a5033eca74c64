// @ts-check

/**
 * What hangs on a passage: author's notes, comments, the summary, the parallels. Each is folded into
 * a line where there is no room for it, and opens on a click.
 *
 * @typedef {object} Note
 * @property {HTMLElement} element
 * @property {"note" | "comment" | "gloss" | "parallels"} kind
 * @property {HTMLElement | null} at the sign in the text, or nothing: the whole passage
 * @property {HTMLElement} place where it stands in the margin at the height of: its sign or passage
 * @property {HTMLButtonElement} head the line that it is folded into, and that folds it
 * @property {boolean | null} wanted open or folded by the reader; null: as there is room
 */

/**
 * @typedef {object} Passage
 * @property {HTMLElement} element
 * @property {boolean} full whether the text's words stand there, or our summary
 * @property {Note[]} notes
 */

/** @type {Passage[]} */
const passages = [];
/** @type {Map<Element, Note>} */
const noteOf = new Map();
/** @type {((note: Note) => void)[]} */
const onToggle = [];

/**
 * @param {string} text
 * @param {number} length
 * @returns {string}
 */
function shortened(text, length) {
  const plain = text.replace(/\s+/g, " ").trim();
  if (plain.length <= length) return plain;
  return `${plain.slice(0, plain.lastIndexOf(" ", length))} …`;
}

/**
 * @param {HTMLElement} element
 * @param {Note["kind"]} kind
 * @returns {[sign: string, name: string, about: string]} what its line says
 */
function lineOf(element, kind) {
  if (kind === "comment") {
    const sign = element.querySelector(".comment-head > .letter")?.textContent ?? "";
    const lemma = (element.querySelector(".lemma")?.textContent ?? "").replace(/\]$/, "");
    const about = (element.querySelector(".comment-about")?.textContent ?? "").split(" · ")[0];
    const body = element.querySelector(".comment-head ~ *")?.textContent ?? "";
    return [sign, lemma || shortened(body, 60), about];
  }
  if (kind === "note") {
    const number = element.querySelector(".note-number")?.textContent ?? "";
    const words = (element.querySelector("p")?.textContent ?? "").trim().slice(number.length);
    return [number, shortened(words, 60), ""];
  }
  if (kind === "gloss") return ["", t("Summary"), ""];
  const count = element.querySelectorAll("li").length;
  return ["∥", count === 1 ? t("1 parallel") : t("{count} parallels", { count }), ""];
}

/**
 * @param {HTMLElement} element
 * @param {Note["kind"]} kind
 * @param {HTMLElement | null} at
 * @param {HTMLElement} passage
 * @returns {Note}
 */
function noteFrom(element, kind, at, passage) {
  const [sign, name, about] = lineOf(element, kind);
  const head = button("fold", "", "", () => setWanted(note, element.classList.contains("folded")));
  if (sign) head.append(make("span", "fold-sign", sign), " ");
  head.append(make("span", "fold-name", name));
  if (about) head.append(" ", make("span", "fold-about", about));
  // A comment on an author's note stands where the note's own marker does.
  const inside = at && nearest(at, ".authornote");
  const place = (inside && byId(`${inside.id}-ref`)) || at || passage;
  /** @type {Note} */
  const note = { element, kind, at, place, head, wanted: null };
  element.classList.add("beside");
  element.prepend(head);
  noteOf.set(element, note);
  setFolded(note, false);
  return note;
}

/**
 * @param {Note} note
 * @param {boolean} folded
 */
function setFolded(note, folded) {
  note.element.classList.toggle("folded", folded);
  note.head.setAttribute("aria-expanded", String(!folded));
  // Folded, its own words name it; open, it is a sign without any.
  if (folded) note.head.removeAttribute("aria-label");
  else note.head.setAttribute("aria-label", t("Fold: {what}", { what: shortened(note.head.textContent ?? "", 50) }));
}

/**
 * @param {Note} note
 * @param {boolean} open as the reader asks
 */
function setWanted(note, open) {
  note.wanted = open;
  setFolded(note, !open);
  for (const tell of onToggle) tell(note);
}

/** Find all that hangs on the page's passages. */
function gather() {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".passage"))) {
    const full = element.classList.contains("passage-full");
    /** @type {Note[]} */
    const notes = [];
    /** @type {(selector: string) => HTMLElement[]} */
    const all = (selector) => [...element.querySelectorAll(selector)].map((e) => /** @type {HTMLElement} */ (e));
    for (const gloss of all(".gloss")) notes.push(noteFrom(gloss, "gloss", null, element));
    for (const marker of all(".note-marker[id]")) {
      const note = byId(marker.id.replace(/-ref$/, ""));
      if (note) notes.push(noteFrom(note, "note", marker, element));
    }
    for (const comment of all(".comment")) {
      notes.push(noteFrom(comment, "comment", byId(`${comment.id}-ref`), element));
    }
    for (const parallels of all("div.parallels")) {
      const sign = /** @type {HTMLElement | null} */ (element.querySelector(".parallel-sign"));
      notes.push(noteFrom(parallels, "parallels", sign, element));
    }
    passages.push({ element, full, notes });
  }
}

/**
 * @param {string} id of a note, or of what stands in one
 * @returns {Note | null}
 */
function noteWith(id) {
  const found = nearest(byId(id), ".beside");
  return (found && noteOf.get(found)) ?? null;
}

// @ts-check

/**
 * The margin: each note at the height of its sign, none over another. What a passage's stretch of
 * the margin cannot hold is folded, parallels and
 * summary first, then the longest comments; only the reader's own opening of a note
 * pushes those of the next passage down.
 */

const GAP = 10;
/** Between two lines of folded notes. */
const LINE_GAP = 2;
/** What is folded first where room is short. @type {Record<Note["kind"], number>} */
const YIELDS = { parallels: 0, gloss: 1, comment: 2, note: 3 };
/** The width for which it was decided what is folded. */
let planned = 0;

/**
 * @param {Note} note
 * @returns {boolean}
 */
function isShown(note) {
  return note.element.offsetParent !== null || getComputedStyle(note.element).display !== "none";
}

/**
 * @param {Note[]} notes
 * @param {number} room
 */
function foldToFit(notes, room) {
  const free = notes.filter((note) => note.wanted === null);
  for (const note of free) setFolded(note, false);
  const heights = new Map(notes.map((note) => [note, note.element.offsetHeight]));
  let total = notes.length * GAP - GAP;
  for (const height of heights.values()) total += height;
  if (total <= room) return;
  const line = notes.length ? lineHeight(notes[0]) : 0;
  free.sort((a, b) => YIELDS[a.kind] - YIELDS[b.kind]
    || (heights.get(b) ?? 0) - (heights.get(a) ?? 0));
  for (const note of free) {
    if (total <= room) return;
    const height = heights.get(note) ?? 0;
    if (height <= line * 1.5) continue;
    setFolded(note, true);
    total -= height - line;
  }
}

/**
 * @param {Note} note
 * @returns {number} the height of a folded note
 */
function lineHeight(note) {
  return parseFloat(getComputedStyle(note.head).minHeight) || 24;
}

/**
 * @param {boolean} plan whether to decide anew what is folded
 */
function layOut(plan) {
  // From here on heights are true: until now the stylesheet has kept the place of folded notes.
  root.dataset.ready = "";
  if (plan) for (const passage of passages) if (!passage.full) openToFit(passage);
  if (!wide.matches || isClean() || isOpen()) {
    for (const { notes } of passages) {
      for (const { element } of notes) element.style.top = "";
    }
    return;
  }
  let free = -Infinity;
  const full = passages.filter((passage) => passage.full);
  const tops = full.map(({ element }) => element.getBoundingClientRect().top);
  full.forEach(({ element, notes }, index) => {
    const top = tops[index];
    const end = index + 1 < tops.length ? tops[index + 1] - GAP : element.getBoundingClientRect().bottom;
    const shown = notes.filter(isShown);
    const start = Math.max(top, free);
    if (plan) foldToFit(shown, end - start);
    free = place(shown, start, end);
  });
  const section = full.length ? full[full.length - 1].element.parentElement : null;
  if (section) {
    const bottom = section.getBoundingClientRect().bottom;
    const padding = parseFloat(section.style.paddingBottom) || 0;
    section.style.paddingBottom = `${Math.max(0, Math.ceil(free - bottom + padding))}px`;
  }
}

/**
 * @param {Note[]} notes of a passage
 * @param {number} start of its stretch of the margin, in the window
 * @param {number} end
 * @returns {number} where the next passage's may begin
 */
function place(notes, start, end) {
  const items = notes.map((note, index) => ({
    note, index, want: note.place.getBoundingClientRect().top,
    height: note.element.offsetHeight, top: 0,
  }));
  /** @param {typeof items[number]} item @returns {number} the space after it */
  const after = (item) => {
    const next = items[items.indexOf(item) + 1];
    const folded = [item, next].every((i) => i?.note.element.classList.contains("folded"));
    return folded ? LINE_GAP : GAP;
  };
  items.sort((a, b) => a.want - b.want || a.index - b.index);
  let at = start;
  for (const item of items) {
    item.top = Math.max(at, item.want);
    at = item.top + item.height + after(item);
  }
  // What would stand below the passage moves up, while nothing there is opened by the reader.
  if (!notes.some((note) => note.wanted)) {
    let limit = end;
    [...items].reverse().forEach((item, index, all) => {
      item.top = Math.min(item.top, limit - item.height);
      const before = all[index + 1];
      limit = item.top - (before ? after(before) : GAP);
    });
    let floor = start;
    for (const item of items) {
      item.top = Math.max(item.top, floor);
      floor = item.top + item.height + after(item);
    }
    at = floor;
  }
  for (const { note, top } of items) {
    const holder = note.element.offsetParent?.getBoundingClientRect().top ?? 0;
    note.element.style.top = `${Math.round(top - holder)}px`;
  }
  return at;
}

/**
 * In companion form the margin is a column of the passage's own: what fits beside it opens.
 *
 * @param {Passage} passage
 */
function openToFit({ element, notes }) {
  const free = notes.filter((note) => note.wanted === null && note.kind !== "note");
  for (const note of free) setFolded(note, true);
  if (!wide.matches || isClean() || isOpen()) return;
  const side = element.querySelector(".passage-side");
  const last = side?.lastElementChild;
  if (!side || !last) return;
  // The column is as high as the passage; its last element's end is where it is free.
  let room = side.getBoundingClientRect().bottom - last.getBoundingClientRect().bottom;
  for (const note of free.filter(isShown)) {
    const folded = note.element.offsetHeight;
    setFolded(note, false);
    const more = note.element.offsetHeight - folded;
    if (more > room) setFolded(note, true);
    else room -= more;
  }
}

/** Keep the margin in order whatever changes the height or width of the text. */
function startMargin() {
  onToggle.push(() => layOut(false));
  const article = document.querySelector("article");
  if (!article) return;
  layOut(true);
  planned = innerWidth;
  const observer = new ResizeObserver(() => {
    const plan = planned !== innerWidth;
    planned = innerWidth;
    layOut(plan);
  });
  observer.observe(article);
  wide.addEventListener("change", () => layOut(true));
  document.fonts?.ready.then(() => layOut(true));
}

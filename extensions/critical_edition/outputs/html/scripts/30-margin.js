// @ts-check

/**
 * The margin: each note as near to the height of its sign as the others let it, none over another.
 * All begin folded, and what there is room for is opened: the author's own notes first, then comments as
 * they come in the text, parallels, summaries. A passage's notes may use the margin beside those
 * about it, but none stands above its own passage, nor far from its sign. Only the reader's own
 * opening of a note pushes others down.
 */

const GAP = 10;
/** Between two lines of folded notes. */
const LINE_GAP = 2;
/** In what order they are opened. @type {Record<Note["kind"], number>} */
const RANK = { note: 0, comment: 1, parallels: 2, gloss: 3 };
/** What counts more is nearer to its sign. @type {Record<Note["kind"], number>} */
const WEIGHT = { note: 8, comment: 2, parallels: 1, gloss: 1 };
/**
 * How far from their signs the opening of others may move them, in heights of the window.
 *
 * @type {Record<Note["kind"], number>}
 */
const REACH = { note: 0.12, comment: 0.2, parallels: 0.2, gloss: 0.2 };
/** The width for which it was decided what is folded. */
let planned = 0;
/** How far from its sign each note was placed then. @type {Map<Note, number>} */
const shifts = new Map();

/**
 * @typedef {object} Item
 * @property {Note} note
 * @property {number} want the height of its sign, in the window
 * @property {number} floor the top of its passage
 * @property {number} holder the top of what its own is reckoned from
 * @property {number} height as it stands
 * @property {boolean} folded
 * @property {number} top
 */

/**
 * @param {Note} note
 * @returns {boolean}
 */
function isShown(note) {
  return note.element.offsetParent !== null || getComputedStyle(note.element).display !== "none";
}

/**
 * @param {Note} note
 * @returns {number} the height of a folded note
 */
function lineHeight(note) {
  return parseFloat(getComputedStyle(note.head).minHeight) || 24;
}

/**
 * @param {Item} item
 * @param {Item | undefined} next
 * @returns {number} the space after an item
 */
function spaceAfter(item, next) {
  return item.folded && next?.folded ? LINE_GAP : GAP;
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
  const full = passages.filter((passage) => passage.full);
  const section = full.length ? full[full.length - 1].element.parentElement : null;
  if (!section) return;
  const shown = full.map((passage) => passage.notes.filter(isShown));
  if (plan) {
    for (const note of shown.flat()) if (note.wanted === null) setFolded(note, false);
  }
  // All is read before anything is moved, so that the browser lays out once.
  const padding = parseFloat(section.style.paddingBottom) || 0;
  const bottom = section.getBoundingClientRect().bottom - padding;
  /** @type {Item[]} */
  const items = full.flatMap(({ element }, index) => {
    const floor = element.getBoundingClientRect().top;
    return shown[index].map((note) => ({
      note,
      floor,
      want: Math.max(floor, note.place.getBoundingClientRect().top),
      holder: note.element.offsetParent?.getBoundingClientRect().top ?? 0,
      height: note.element.offsetHeight,
      folded: note.element.classList.contains("folded"),
      top: 0,
    }));
  });
  items.sort((a, b) => a.want - b.want);
  if (plan) {
    openWhatFits(items, bottom);
    shifts.clear();
    for (const item of items) {
      shifts.set(item.note, item.top - item.want);
      if (item.note.wanted === null) setFolded(item.note, item.folded);
    }
  }
  let free = -Infinity;
  items.forEach((item, index) => {
    item.top = Math.max(free, item.want + (shifts.get(item.note) ?? 0));
    free = item.top + item.height + spaceAfter(item, items[index + 1]);
  });
  for (const { note, top, holder } of items) note.element.style.top = `${Math.round(top - holder)}px`;
  section.style.paddingBottom = `${Math.max(0, Math.ceil(free - bottom))}px`;
}

/**
 * Fold all but what the reader has opened, then open one after another what leaves all in reach.
 *
 * @param {Item[]} items in the order of their signs, open; left placed
 * @param {number} bottom of the margin
 */
function openWhatFits(items, bottom) {
  const line = items.length ? lineHeight(items[0].note) : 0;
  // The author's own notes are read before anything else on their passage: they are never folded.
  const free = items.filter(({ note, height }) => note.wanted === null && note.kind !== "note"
    && height > line * 1.5);
  const heights = free.map((item) => item.height);
  for (const item of free) [item.folded, item.height] = [true, line];
  place(items, bottom);
  // Where even lines crowd, what is far already may be no farther.
  const reach = items.map(({ note, top, want }) => (
    Math.max(innerHeight * REACH[note.kind], Math.abs(top - want) + 1)
  ));
  const last = items[items.length - 1];
  const end = Math.max(bottom, last ? last.top + last.height : 0) + 1;
  const inTurn = free.map((item, index) => ({ item, height: heights[index] }));
  inTurn.sort((a, b) => RANK[a.item.note.kind] - RANK[b.item.note.kind]); // Else as they stand.
  for (const { item, height } of inTurn) {
    [item.folded, item.height] = [false, height];
    place(items, bottom);
    const fits = last.top + last.height <= end
      && items.every(({ top, want }, index) => Math.abs(top - want) <= reach[index]);
    if (!fits) [item.folded, item.height] = [true, line];
  }
  place(items, bottom);
}

/**
 * Place items in their order so that the weighted squares of their distances from their signs are
 * least in sum (“pool adjacent violators”): those that would overlap are one cluster, which stands
 * at the mean of where its items would have it, but not above a passage nor below the margin.
 *
 * @param {Item[]} items
 * @param {number} bottom
 */
function place(items, bottom) {
  /** How far below the first each stands in a cluster of all. @type {number[]} */
  const below = [];
  let total = 0;
  items.forEach((item, index) => {
    below.push(total);
    total += item.height + spaceAfter(item, items[index + 1]);
  });
  const most = bottom - (total - GAP);
  /** @type {{size: number, weight: number, sum: number, floor: number, top: number}[]} */
  const clusters = [];
  items.forEach((item, index) => {
    const weight = WEIGHT[item.note.kind];
    const want = item.want - below[index];
    const floor = item.floor - below[index];
    let last = { size: 1, weight, sum: want * weight, floor, top: Math.max(Math.min(want, most), floor) };
    for (let before = clusters.at(-1); before && before.top > last.top; before = clusters.at(-1)) {
      clusters.pop();
      last = {
        size: before.size + last.size,
        weight: before.weight + last.weight,
        sum: before.sum + last.sum,
        floor: Math.max(before.floor, last.floor),
        top: 0,
      };
      last.top = Math.max(Math.min(last.sum / last.weight, most), last.floor);
    }
    clusters.push(last);
  });
  let index = 0;
  for (const { size, top } of clusters) {
    for (const end = index + size; index < end; index += 1) items[index].top = top + below[index];
  }
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

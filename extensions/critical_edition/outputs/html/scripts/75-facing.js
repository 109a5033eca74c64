// @ts-check

/**
 * The other side of a parallel, opened beside this one: in the margin, its words level with these,
 * or under the line where there is no margin. It is cut from the argument's page, as previews are.
 */

/** @typedef {{element: HTMLElement, from: HTMLElement, mark: HTMLElement | null, id: string, passage: HTMLElement, holder: HTMLElement | null}} Facing */

/** @type {Facing | null} */
let facing = null;

/**
 * @param {string} id of a parallel at its passage
 * @returns {{line: HTMLElement, passage: HTMLElement, to: HTMLAnchorElement, why: HTMLAnchorElement} | null}
 */
function parallelAt(id) {
  const line = nearest(byId(id), "div.parallels li");
  const passage = line && nearest(line, ".passage");
  const links = /** @type {HTMLAnchorElement[]} */ ([...(line?.querySelectorAll("a[href]") ?? [])]);
  const why = links.find((link) => link.hash.startsWith("#parallel-"));
  const to = links.find((link) => /^#(p\d+\.\d+|n\d+)$/.test(link.hash));
  return line && passage && why && to ? { line, passage, to, why } : null;
}

/**
 * @param {HTMLAnchorElement} why
 * @param {string} place the hash of the side that is wanted
 * @returns {Promise<{side: HTMLElement, reason: Node[]} | null>}
 */
async function sideOf(why, place) {
  const target = placeOf(why);
  if (!target) return null;
  const found = await placesOf(target.page);
  const both = madeHere(target.page, found[`${target.id}-passages`] ?? "");
  const sides = /** @type {HTMLElement[]} */ ([...both.querySelectorAll(".synopsis-side")]);
  const side = sides.find((s) => s.querySelector(".synopsis-head a")?.getAttribute("href")?.endsWith(place));
  if (!side) return null;
  side.querySelector(".synopsis-head")?.remove();
  const said = madeHere(target.page, found[target.id] ?? "");
  return { side, reason: [...said.querySelectorAll(".parallel > *")] };
}

/** @param {boolean} back whether the focus is to go back to what opened it */
function closeFacing(back) {
  if (!facing) return;
  const { element, from, holder } = facing;
  facing = null;
  element.remove();
  holder?.remove();
  from.removeAttribute("aria-expanded");
  if (back) visit(from);
}

/** Set the words beside those that they are parallel to. */
function levelFacing() {
  if (!facing?.element.classList.contains("facing-margin")) return;
  const { element, mark, id, passage } = facing;
  element.style.top = "0";
  const here = document.querySelector(`[data-refs~="${CSS.escape(id)}"]`);
  const top = passage.getBoundingClientRect().top;
  const level = here && mark ? here.getBoundingClientRect().top - mark.getBoundingClientRect().top : 0;
  const highest = (document.querySelector("article")?.getBoundingClientRect().top ?? top) - top;
  element.style.top = `${Math.round(Math.max(level, highest))}px`;
}

/**
 * Under a line the parallel words come first; the rest of their passage is one press away.
 *
 * @param {HTMLElement} element
 * @param {HTMLElement} side
 */
function addRest(element, side) {
  element.classList.add("facing-short");
  const rest = button("facing-rest", t("Whole passage"), "", () => {
    const short = element.classList.toggle("facing-short");
    rest.textContent = short ? t("Whole passage") : t("Parallel words alone");
    rest.setAttribute("aria-expanded", String(!short));
  });
  rest.setAttribute("aria-expanded", "false");
  side.after(rest);
}

/**
 * @param {string} id of the parallel at its passage
 * @param {HTMLElement} from the sign or button
 * @returns {Promise<boolean>} whether there is something to show
 */
async function openFacing(id, from) {
  const at = parallelAt(id);
  if (!at) return false;
  /** @type {Awaited<ReturnType<typeof sideOf>>} */
  let other = null;
  try {
    other = await sideOf(at.why, at.to.hash);
  } catch {
    // As if there were nothing to show.
  }
  if (!other) return false;
  closeFacing(false);
  closeCard(false);
  const number = (at.to.textContent ?? "").trim();
  const relation = (at.line.querySelector(".relation")?.textContent ?? "").trim();
  const here = at.passage.querySelector(".passage-number")?.textContent ?? "";
  const to = make("a", "", number);
  to.href = at.to.href;
  const close = button("facing-close", t("Close"), t("Close the parallel passage"), () => closeFacing(true));
  const head = make("p", "facing-head", make("span", "", `${here} ${relation} `, to), " ", close);
  const why = make("div", "facing-why", ...other.reason);
  const element = make("div", "facing", head, other.side, why);
  element.id = "edition-facing";
  element.tabIndex = -1;
  element.setAttribute("role", "dialog");
  element.setAttribute("aria-label", t("Parallel passage {number}", { number }));
  const margin = wide.matches && root.dataset.reading === "notes";
  /** @type {HTMLElement | null} */
  let holder = null;
  if (margin) {
    element.classList.add("facing-margin");
    at.passage.append(element);
  } else {
    // Of our summary there is no more than stands there; nor of a passage of one sentence.
    const more = [...other.side.querySelectorAll(".synopsis-before, .synopsis-after")];
    if (more.some((part) => part.textContent?.trim())) addRest(element, other.side);
    if (from.matches(".lemma-sign")) {
      holder = make("span", "in-place", element);
      from.after(holder);
    } else at.line.append(element);
  }
  const mark = /** @type {HTMLElement | null} */ (element.querySelector(".lemma-here"));
  facing = { element, from, mark, id, passage: at.passage, holder };
  from.setAttribute("aria-expanded", "true");
  levelFacing();
  element.focus({ preventScroll: true });
  (mark ?? element).scrollIntoView({ block: "nearest" });
  light([id]);
  return true;
}

/** Answer the signs of parallels, and give each in the list a button. */
function startFacing() {
  for (const line of document.querySelectorAll(".passage div.parallels li")) {
    const id = line.querySelector("[id]")?.id ?? "";
    const at = parallelAt(id);
    if (!at) continue;
    const label = t("Show {place} beside this passage", { place: at.to.textContent });
    const made = button("facing-button", t("beside"), label, () => {
      if (facing?.from === made) closeFacing(true);
      else void openFacing(id, made);
    });
    at.why.after(make("span", "facing-offer", " · ", made));
  }
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || isOpen()) return;
    const sign = /** @type {HTMLAnchorElement | null} */ (nearest(event.target, "a.parallel-sign"));
    if (!sign) return;
    const id = decodeURIComponent(sign.hash.slice(1));
    if (!parallelAt(id)) return;
    event.preventDefault();
    if (facing?.from === sign) closeFacing(true);
    else {
      void openFacing(id, sign).then((done) => {
        const note = done ? null : noteWith(id);
        if (note) reveal(note, byId(id) ?? note.element);
      });
    }
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || card || !facing) return;
    event.preventDefault();
    closeFacing(true);
  }, true);
  addEventListener("resize", levelFacing);
  wide.addEventListener("change", () => closeFacing(false));
  addEventListener("beforeprint", () => closeFacing(false));
}

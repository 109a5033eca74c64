// @ts-check

/**
 * The map of arguments: it zooms and pans, the arrow keys go from one of its passages to the next,
 * and one argument can be lit among the others. Without the script it is a picture with links.
 */

const STEPS = [1, 1.5, 2, 3, 4];

/**
 * @param {Element} element
 * @returns {{x: number, y: number}} its middle, in the window
 */
function middleOf(element) {
  const box = element.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

/**
 * @param {SVGAElement[]} links
 * @param {SVGAElement} from
 * @param {string} key
 * @returns {SVGAElement | null} the next in the direction of an arrow key
 */
function nextLink(links, from, key) {
  if (key === "Home") return links[0];
  if (key === "End") return links[links.length - 1];
  const across = key === "ArrowLeft" || key === "ArrowRight";
  const sign = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
  if (!key.startsWith("Arrow")) return null;
  const here = middleOf(from);
  /** @type {[number, SVGAElement | null]} */
  let best = [Infinity, null];
  for (const link of links) {
    const at = middleOf(link);
    const along = sign * (across ? at.x - here.x : at.y - here.y);
    const aside = Math.abs(across ? at.y - here.y : at.x - here.x);
    // Along a row it stays in the row; between rows it goes to the next, wherever that begins.
    if (along < 1 || (across && aside > 6)) continue;
    const far = across ? along : along * 20 + aside;
    if (far < best[0]) best = [far, link];
  }
  return best[1];
}

/**
 * @param {SVGSVGElement} drawing
 * @param {string} chosen the ID of an argument, or nothing
 */
function lightArgument(drawing, chosen) {
  /** @type {Set<string>} */
  const passages = new Set();
  for (const row of /** @type {NodeListOf<SVGGElement>} */ (drawing.querySelectorAll("[data-argument]"))) {
    const lit = row.dataset.argument === chosen;
    row.classList.toggle("lit", lit);
    if (lit) for (const link of row.querySelectorAll("a")) passages.add(link.getAttribute("href") ?? "");
  }
  drawing.classList.toggle("chosen", passages.size > 0);
  for (const column of drawing.querySelectorAll("[data-meeting] > a")) {
    column.classList.toggle("lit", passages.has(column.getAttribute("href") ?? ""));
  }
}

/**
 * @param {HTMLElement} tools as the page has them, hidden
 * @param {HTMLElement} frame
 * @param {SVGSVGElement} drawing
 */
function startMapTools(tools, frame, drawing) {
  let step = 0;
  const [closer, farther, whole] = /** @type {HTMLButtonElement[]} */ (
    ["closer", "farther", "whole"].map((name) => tools.querySelector(`[name="${name}"]`)));
  /** @param {number} to */
  const zoom = (to) => {
    const was = STEPS[step];
    step = Math.max(0, Math.min(STEPS.length - 1, to));
    const [x, y] = [frame.clientWidth / 2, frame.clientHeight / 2];
    const [left, top] = [(frame.scrollLeft + x) / was, (frame.scrollTop + y) / was];
    // So many times the width that the stylesheet gives it: in a narrow window it is wider than that.
    drawing.style.width = step ? `calc(${STEPS[step]} * clamp(40rem, 100%, 52rem))` : "";
    drawing.style.maxWidth = step ? "none" : "";
    frame.scrollLeft = left * STEPS[step] - x;
    frame.scrollTop = top * STEPS[step] - y;
    closer.disabled = step === STEPS.length - 1;
    farther.disabled = whole.disabled = step === 0;
  };
  closer.addEventListener("click", () => zoom(step + 1));
  farther.addEventListener("click", () => zoom(step - 1));
  whole.addEventListener("click", () => zoom(0));
  const choice = /** @type {HTMLSelectElement} */ (tools.querySelector("select"));
  choice.addEventListener("change", () => lightArgument(drawing, choice.value));
  const update = (/** @type {Event} */ event) => {
    const row = event.target instanceof Element ? event.target.closest("[data-argument]") : null;
    lightArgument(drawing, row?.getAttribute("data-argument") ?? choice.value);
  };
  for (const type of ["pointerover", "focusin"]) drawing.addEventListener(type, update);
  for (const type of ["pointerleave", "focusout"]) {
    drawing.addEventListener(type, () => lightArgument(drawing, choice.value));
  }
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") zoom(step + 1);
    else if (event.key === "-") zoom(step - 1);
    else if (event.key === "0") zoom(0);
    else return;
    event.preventDefault();
  });
  tools.hidden = false;
}

/** @param {HTMLElement} frame moved by a mouse; fingers move it as they do any page */
function panByDragging(frame) {
  /** @type {{x: number, y: number, left: number, top: number} | null} */
  let from = null;
  let moved = false;
  frame.addEventListener("dragstart", (event) => event.preventDefault());
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    from = { x: event.clientX, y: event.clientY, left: frame.scrollLeft, top: frame.scrollTop };
    moved = false;
  });
  addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = [event.clientX - from.x, event.clientY - from.y];
    moved ||= Math.abs(x) + Math.abs(y) > 4;
    if (!moved) return;
    frame.scrollLeft = from.left - x;
    frame.scrollTop = from.top - y;
    frame.classList.add("dragged");
  });
  addEventListener("pointerup", () => {
    from = null;
    frame.classList.remove("dragged");
  });
  frame.addEventListener("click", (event) => {
    if (!moved) return;
    event.preventDefault();
    event.stopPropagation();
    moved = false;
  }, true);
}

/** Answer the maps of a page. */
function startMaps() {
  for (const frame of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".argument-map-frame"))) {
    const drawing = /** @type {SVGSVGElement | null} */ (frame.querySelector("svg"));
    if (!drawing) continue;
    const links = /** @type {SVGAElement[]} */ ([...drawing.querySelectorAll("a[href]")]);
    // One stop for the Tab key; from there the arrows go on.
    links.forEach((link, index) => link.setAttribute("tabindex", index ? "-1" : "0"));
    drawing.addEventListener("focusin", (event) => {
      for (const link of links) link.setAttribute("tabindex", link === event.target ? "0" : "-1");
    });
    drawing.addEventListener("keydown", (event) => {
      const from = links.find((link) => link === event.target);
      const to = from && !event.altKey && !event.ctrlKey ? nextLink(links, from, event.key) : null;
      if (!to) return;
      event.preventDefault();
      to.focus({ preventScroll: true });
      to.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
    const tools = frame.previousElementSibling;
    if (tools instanceof HTMLElement && tools.matches(".map-tools")) startMapTools(tools, frame, drawing);
    panByDragging(frame);
  }
}

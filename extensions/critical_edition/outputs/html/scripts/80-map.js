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
  for (const name of /** @type {NodeListOf<HTMLElement>} */ (drawing.parentElement?.querySelectorAll("[data-row]") ?? [])) {
    name.classList.toggle("lit", name.dataset.row === chosen);
  }
  for (const column of drawing.querySelectorAll("[data-meeting] > a")) {
    column.classList.toggle("lit", passages.has(column.getAttribute("href") ?? ""));
  }
}

/**
 * The names of the arguments, which stay where they are while the rows go by under them.
 *
 * @param {HTMLElement} frame
 * @param {SVGSVGElement} drawing
 * @returns {() => void} to be called when the drawing's size has changed
 */
function keepNames(frame, drawing) {
  const rows = /** @type {SVGGElement[]} */ ([...drawing.querySelectorAll("[data-argument]")]);
  const names = rows.map((row) => /** @type {SVGTextElement} */ (row.querySelector("text")));
  const column = make("div", "map-names", ...rows.map((row, index) => {
    const link = make("a", "", names[index].textContent ?? "");
    link.href = names[index].closest("a")?.getAttribute("href") ?? "#";
    link.tabIndex = -1;
    link.dataset.row = row.dataset.argument;
    return link;
  }));
  const meeting = /** @type {SVGTextElement | null} */ (drawing.querySelector("[data-meeting] > text"));
  const caption = make("span", "", meeting?.textContent ?? "");
  column.append(caption);
  // The drawing has them already, for the keyboard and for those who cannot see.
  column.setAttribute("aria-hidden", "true");
  frame.prepend(column);
  const set = () => {
    const box = drawing.getBoundingClientRect();
    const scale = box.width / drawing.viewBox.baseVal.width;
    const [first, second] = names.map((name) => name.y.baseVal.getItem(0).value);
    column.style.setProperty("--height", `${box.height}px`);
    column.style.setProperty("--row", `${((second ?? first + 17) - first) * scale}px`);
    names.forEach((name, index) => {
      const link = /** @type {HTMLElement} */ (column.children[index]);
      const at = name.getBoundingClientRect();
      link.style.top = `${at.top + at.height / 2 - box.top}px`;
    });
    if (meeting) caption.style.top = `${meeting.getBoundingClientRect().bottom - box.top}px`;
    pin();
  };
  const pin = () => {
    frame.classList.toggle("pinned", frame.scrollLeft > 0);
    const width = /** @type {HTMLElement} */ (column.firstElementChild ?? column).offsetWidth;
    frame.style.scrollPaddingLeft = width ? `${width + 8}px` : "";
  };
  frame.addEventListener("scroll", pin, { passive: true });
  addEventListener("resize", set);
  set();
  return set;
}

/**
 * @param {HTMLElement} tools as the page has them, hidden
 * @param {HTMLElement} frame
 * @param {SVGSVGElement} drawing
 */
function startMapTools(tools, frame, drawing) {
  let step = 0;
  const resized = keepNames(frame, drawing);
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
    frame.style.setProperty("--step", String(STEPS[step]));
    resized();
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
    const row = event.target instanceof Element ? event.target.closest("[data-argument], [data-row]") : null;
    const named = row?.getAttribute("data-argument") ?? row?.getAttribute("data-row");
    lightArgument(drawing, named ?? choice.value);
  };
  // Not the drawing's own: a browser makes a stop of a drawing that listens for the focus.
  for (const type of ["pointerover", "focusin"]) frame.addEventListener(type, update);
  for (const type of ["pointerleave", "focusout"]) {
    frame.addEventListener(type, () => lightArgument(drawing, choice.value));
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
    event.stopImmediatePropagation();
    moved = false;
  }, true);
}

/** Answer the maps of a page. */
function startMaps() {
  for (const frame of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".argument-map-frame"))) {
    const drawing = /** @type {SVGSVGElement | null} */ (frame.querySelector("svg"));
    if (!drawing) continue;
    const links = /** @type {SVGAElement[]} */ ([...drawing.querySelectorAll("a[href]")]);
    panByDragging(frame);
    // One stop for the Tab key; from there the arrows go on.
    links.forEach((link, index) => link.setAttribute("tabindex", index ? "-1" : "0"));
    frame.addEventListener("focusin", (event) => {
      const at = links.find((link) => link === event.target);
      if (at) for (const link of links) link.setAttribute("tabindex", link === at ? "0" : "-1");
    });
    frame.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const from = links.find((link) => link === event.target);
      const entry = links.find((link) => link.getAttribute("tabindex") === "0");
      // From the frame the arrows go in, to where the reader was.
      const to = from ? nextLink(links, from, event.key) : /^(Arrow|Home$|End$)/.test(event.key) ? entry : null;
      if (!to) return;
      event.preventDefault();
      to.focus({ preventScroll: true });
      to.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
    frame.addEventListener("click", (event) => {
      if (event.defaultPrevented || !event.isTrusted || !event.detail) return;
      const hit = nearest(event.target, "a");
      if (hit && !(event.target instanceof SVGCircleElement)) return;
      const dot = nearestTo(drawing.querySelectorAll("a > circle"), event, 14);
      const meant = dot?.closest("a");
      if (!meant || meant === /** @type {Element | null} */ (hit)) return;
      event.preventDefault();
      event.stopPropagation();
      meant.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    }, true);
    const tools = frame.previousElementSibling;
    if (tools instanceof HTMLElement && tools.matches(".map-tools")) startMapTools(tools, frame, drawing);
  }
}

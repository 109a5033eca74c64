// @ts-check

/** Things that all the scripts use. They are joined into one function: see assets.py. */

const root = document.documentElement;
/** Notes stand in the margin from this width on; the stylesheet has the same. */
const wide = matchMedia("(min-width: 62.5em)");

/**
 * @param {string} words of ours, as a reader of English has them
 * @param {Record<string, unknown>} values for what stands in braces
 * @returns {string} the words in the edition's language
 */
function t(words, values = {}) {
  const said = /** @type {any} */ (window).editionWords?.[words] ?? words;
  return said.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) => String(values[name]));
}

/**
 * @param {string} id
 * @returns {HTMLElement | null}
 */
function byId(id) {
  return document.getElementById(id);
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} className
 * @param {(string | Node)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/**
 * @param {string} className
 * @param {string} text
 * @param {string} label for those who do not see where the button stands; the text, if empty
 * @param {(event: MouseEvent) => void} press
 * @returns {HTMLButtonElement}
 */
function button(className, text, label, press) {
  const made = make("button", className, text);
  made.type = "button";
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", press);
  return made;
}

/**
 * @param {EventTarget | null} target
 * @param {string} selector
 * @returns {HTMLElement | null} the element or the nearest about it that the selector means
 */
function nearest(target, selector) {
  return target instanceof Element ? target.closest(selector) : null;
}

/** Whether a script is setting the focus: a reader who has just closed something asks for nothing. */
let leading = false;

/**
 * @param {HTMLElement | SVGElement} element focused where it stands, without a preview of it
 */
function lead(element) {
  leading = true;
  element.focus({ preventScroll: true });
  leading = false;
}

/**
 * @param {HTMLElement} element focused without the page's moving more than it must
 */
function visit(element) {
  if (!element.matches("a[href], button, input, summary, [tabindex]")) element.tabIndex = -1;
  lead(element);
  element.scrollIntoView({ block: "nearest" });
}

/**
 * Of small things close together, a finger means the nearest, whichever its touch lies on.
 *
 * @template {Element} E
 * @param {Iterable<E>} elements
 * @param {MouseEvent} event
 * @param {number} reach how far it may be from the middle of what is meant
 * @returns {E | null}
 */
function nearestTo(elements, event, reach) {
  /** @type {E | null} */
  let best = null;
  for (const element of elements) {
    const box = element.getBoundingClientRect();
    if (!box.width) continue;
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const far = Math.hypot(event.clientX - x, event.clientY - y);
    if (far < reach) [best, reach] = [element, far];
  }
  return best;
}

/**
 * @returns {boolean} whether the text stands alone
 */
function isClean() {
  return root.dataset.reading === "clean";
}

/**
 * @returns {boolean} whether all is open
 */
function isOpen() {
  return root.dataset.reading === "open";
}

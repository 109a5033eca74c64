// @ts-check

/**
 * Previews: a reference shows what it leads to, in place, when it is pointed at, focused or tapped.
 * What other pages have to show comes as a script each, loaded when first wanted.
 */

const PLACE = /^(p\d+\.\d+|n\d+|(comment|argument|parallel|work|person|place|event|term|emendation)-.+)$/;
const DELAY = 250;
/** @type {Map<string, Promise<Record<string, string>>>} */
const loading = new Map();
/** @type {Map<string, Record<string, string>>} */
const loaded = new Map();
const siteRoot = new URL(root.dataset.content_root || "./", location.href);

/** @type {HTMLElement | null} */
let card = null;
/** @type {HTMLAnchorElement | null} */
let cardFor = null;
/** @type {number | undefined} */
let timer;

/**
 * @param {HTMLAnchorElement} link also one of a drawing, whose address is an object
 * @returns {string}
 */
function addressOf(link) {
  return new URL(link.getAttribute("href") ?? "", location.href).href;
}

/**
 * @param {HTMLAnchorElement} link
 * @returns {{page: string, id: string, here: boolean} | null} the place it leads to, if it can be shown
 */
function placeOf(link) {
  let url;
  try {
    url = new URL(addressOf(link));
  } catch {
    return null;
  }
  const id = decodeURIComponent(url.hash.slice(1));
  if (!PLACE.test(id) || id.endsWith("-ref")) return null;
  if (url.protocol !== siteRoot.protocol || url.host !== siteRoot.host) return null;
  if (!url.pathname.startsWith(siteRoot.pathname)) return null;
  const page = decodeURIComponent(url.pathname.slice(siteRoot.pathname.length));
  return { page, id, here: url.pathname === location.pathname };
}

/**
 * @param {string} page its address from the site's root
 * @returns {Promise<Record<string, string>>} what can be shown of its places
 */
function placesOf(page) {
  const key = (page === "" || page.endsWith("/") ? `${page}index.js` : `${page}.js`);
  const asked = loading.get(key);
  if (asked) return asked;
  const promise = new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(`_static/previews/${key}`, siteRoot).href;
    script.onload = () => {
      const found = loaded.get(key);
      if (found) resolve(found);
      else reject(new Error(key));
    };
    script.onerror = () => reject(new Error(key));
    document.head.append(script);
  });
  loading.set(key, promise);
  return promise;
}

/**
 * @param {string} page
 * @param {string} html
 * @returns {DocumentFragment} with its links made from here
 */
function madeHere(page, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const base = new URL(page, siteRoot);
  for (const link of template.content.querySelectorAll("a[href]")) {
    link.setAttribute("href", new URL(link.getAttribute("href") ?? "", base).href);
  }
  return template.content;
}

/** @param {boolean} back whether the focus is to go back to the reference */
function closeCard(back) {
  clearTimeout(timer);
  const link = cardFor;
  card?.remove();
  card = null;
  cardFor = null;
  link?.removeAttribute("aria-describedby");
  if (back && link) lead(link);
}

/** @param {HTMLElement} shown @param {HTMLElement} link */
function putCard(shown, link) {
  const frame = nearest(link, ".argument-map-frame");
  if (frame) {
    putByMap(shown, link, frame);
    return;
  }
  if (innerWidth < 600) return; // The stylesheet has it at the foot of the window.
  const box = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const width = shown.offsetWidth;
  const left = Math.max(8, Math.min(box.left - 24, root.clientWidth - width - 8));
  const above = box.top > innerHeight - box.bottom && box.bottom + shown.offsetHeight > innerHeight - 8;
  shown.style.left = `${left + scrollX}px`;
  shown.style.top = above
    ? `${Math.max(scrollY + 4, box.top + scrollY - shown.offsetHeight - 6)}px`
    : `${box.bottom + scrollY + 6}px`;
}

/**
 * Beside a map, or at the end of the window that is farther from what is pointed at: whoever goes
 * from passage to passage sees where they go.
 *
 * @param {HTMLElement} shown
 * @param {HTMLElement} link
 * @param {HTMLElement} frame
 */
function putByMap(shown, link, frame) {
  const box = link.getBoundingClientRect();
  const edge = (frame.querySelector("svg") ?? frame).getBoundingClientRect().right;
  const right = Math.min(edge, frame.getBoundingClientRect().right);
  const above = box.top > innerHeight / 2;
  shown.style.position = "fixed";
  if (root.clientWidth - right >= shown.offsetWidth + 16) {
    shown.style.left = `${right + 8}px`;
    shown.style.top = `${Math.max(8, Math.min(box.top, innerHeight - shown.offsetHeight - 8))}px`;
    return;
  }
  if (innerWidth >= 600) shown.style.left = `${root.clientWidth - shown.offsetWidth - 8}px`;
  shown.style.top = above ? "0" : "auto";
  shown.style.bottom = above ? "auto" : "0";
}

/**
 * @param {HTMLAnchorElement} link
 * @param {boolean} enter whether to go into the preview at once
 */
async function openCard(link, enter) {
  const target = placeOf(link);
  if (!target || cardFor === link) return;
  closeCard(false);
  cardFor = link;
  let html;
  try {
    html = (await placesOf(target.page))[target.id];
  } catch {
    html = undefined; // The reference is still a link.
  }
  if (cardFor !== link) return;
  if (!html) {
    cardFor = null;
    if (enter) location.href = addressOf(link);
    return;
  }
  const name = (link.textContent ?? "").trim() || link.getAttribute("aria-label") || target.id;
  const body = make("div", "preview-body", madeHere(target.page, html));
  body.tabIndex = 0;
  body.setAttribute("role", "group");
  body.setAttribute("aria-label", shortened(name, 60));
  const go = make("a", "preview-go", target.here ? t("Go there") : t("Open its page"));
  go.href = addressOf(link);
  const close = button("preview-close", t("Close"), t("Close the preview"), () => closeCard(true));
  const hint = make("span", "visually-hidden", t("Tab enters the preview, Escape closes it."));
  hint.id = "edition-preview-hint";
  card = make("div", "preview", body, make("p", "preview-foot", go, " ", close), hint);
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-label", t("Preview: {what}", { what: shortened(name, 60) }));
  link.removeAttribute("title");
  link.setAttribute("aria-describedby", hint.id);
  document.body.append(card);
  putCard(card, link);
  card.addEventListener("mouseenter", () => clearTimeout(timer));
  card.addEventListener("mouseleave", () => later(() => closeCard(false)));
  if (enter) body.focus({ preventScroll: true });
}

/** @param {() => void} act */
function later(act) {
  clearTimeout(timer);
  timer = setTimeout(act, DELAY);
}

/**
 * @param {EventTarget | null} target
 * @returns {HTMLAnchorElement | null} a reference that has a preview
 */
function referenceAt(target) {
  const link = /** @type {HTMLAnchorElement | null} */ (nearest(target, "article a[href], .preview-body a[href]"));
  if (!link || link.matches(".passage-number, .note-number, .headerlink, .note-backlink, .preview-go")) return null;
  const place = placeOf(link);
  if (!place) return null;
  if (place.here && link.matches(".lemma-sign, .note-marker a")) {
    // What stands open beside the text is lit there; it needs no copy.
    const note = noteOfLink(link);
    const open = note && !note.element.classList.contains("folded") && isShown(note);
    if (open && inWindow(note.element)) return null;
  }
  return link;
}

/** @param {HTMLElement} element @returns {boolean} whether it is to be seen without scrolling */
function inWindow(element) {
  const box = element.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight;
}

/** @param {KeyboardEvent} event */
function keysOfCard(event) {
  if (!card || !cardFor) return;
  const inside = card.contains(document.activeElement);
  if (event.key === "Escape") {
    event.preventDefault();
    closeCard(inside);
  } else if (event.key === "Tab") {
    const stops = /** @type {HTMLElement[]} */ ([...card.querySelectorAll("[tabindex='0'], a[href], button")]);
    const at = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (document.activeElement === cardFor && !event.shiftKey) {
      event.preventDefault();
      stops[0].focus();
    } else if (inside && (event.shiftKey ? at === 0 : at === stops.length - 1)) {
      // On from the reference itself, as if the preview stood after it; or back to it.
      if (event.shiftKey) event.preventDefault();
      closeCard(true);
    }
  }
}

/** Answer pointers, keys and taps. */
function startPreviews() {
  /** @type {any} */ (window).editionPreviews = (/** @type {string} */ key, /** @type {Record<string, string>} */ found) => {
    loaded.set(key, found);
  };
  let touched = false;
  let pressed = false;
  let [downX, downY] = [NaN, NaN];
  document.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    pressed = true;
    [downX, downY] = [event.clientX, event.clientY];
    if (card && !card.contains(/** @type {Node} */ (event.target))) closeCard(false);
  }, true);
  document.addEventListener("pointerup", () => setTimeout(() => { pressed = false; }, 0), true);
  document.addEventListener("pointerover", (event) => {
    // What comes under a resting pointer, because something has opened, is not pointed at.
    const resting = event.clientX === downX && event.clientY === downY;
    if (event.pointerType === "touch" || resting) return;
    const link = referenceAt(event.target);
    if (!link) return;
    if (link === cardFor) clearTimeout(timer);
    else if (!card?.contains(link)) later(() => void openCard(link, false));
  });
  document.addEventListener("pointerout", (event) => {
    if (event.pointerType === "touch") return;
    if (card?.contains(/** @type {Node} */ (event.target))) return;
    if (referenceAt(event.target)) later(() => closeCard(false));
  });
  document.addEventListener("focusin", (event) => {
    if (leading) return;
    if (card?.contains(/** @type {Node} */ (event.target)) || event.target === cardFor) return;
    const link = referenceAt(event.target);
    // A press focuses too; what it does is decided by the click.
    if (link && !pressed) later(() => void openCard(link, false));
    else closeCard(false);
  });
  document.addEventListener("keydown", keysOfCard);
  document.addEventListener("click", (event) => {
    const link = nearest(event.target, "a[href]");
    if (link && card?.contains(link)) {
      const target = new URL(/** @type {HTMLAnchorElement} */ (link).href);
      if (target.pathname === location.pathname) closeCard(false);
      return;
    }
    // Of a tap the press comes late, and has focused the reference: what is opened is no preview.
    if (event.defaultPrevented) clearTimeout(timer);
    if (!touched || event.defaultPrevented) return;
    const reference = referenceAt(event.target);
    if (!reference || reference === cardFor) return;
    event.preventDefault();
    void openCard(reference, true);
  });
}

// @ts-check

/**
 * The theme's drawers by keyboard: from the sign of an open one Tab goes into it, Escape closes it and
 * leads back, and whoever goes on to the page leaves it closed. Without the script, its checkbox opens
 * and closes it.
 */

/**
 * @param {HTMLInputElement} toggle
 * @param {HTMLElement} drawer
 */
function answerDrawer(toggle, drawer) {
  // Where the drawer stands beside the page, there is no sign for it.
  const isOut = () => toggle.checked && toggle.getClientRects().length > 0;
  const stops = () => /** @type {HTMLElement[]} */ ([...drawer.querySelectorAll("a[href], input")])
    .filter((stop) => stop.getClientRects().length > 0);
  toggle.addEventListener("keydown", (event) => {
    if (event.key === "Enter") toggle.click();
    if (event.key !== "Tab" || event.shiftKey || !isOut()) return;
    event.preventDefault();
    stops()[0]?.focus();
  });
  drawer.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || !event.shiftKey || event.target !== stops()[0] || !isOut()) return;
    event.preventDefault();
    lead(toggle);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || card || !isOut()) return;
    event.preventDefault();
    toggle.checked = false;
    lead(toggle);
  }, true);
  document.addEventListener("focusin", (event) => {
    if (event.target !== toggle && !drawer.contains(/** @type {Node} */ (event.target)) && isOut()) {
      toggle.checked = false;
    }
  });
}

/** Answer both. */
function startDrawers() {
  for (const [id, selector] of [["__navigation", ".sidebar-drawer"], ["__toc", ".toc-drawer"]]) {
    const toggle = /** @type {HTMLInputElement | null} */ (byId(id));
    const drawer = /** @type {HTMLElement | null} */ (document.querySelector(selector));
    if (toggle && drawer) answerDrawer(toggle, drawer);
  }
}

// @ts-check

/** The reader's choice of what is shown; kept for the other pages and the next visit. */

/**
 * @param {string} name
 * @param {string} value
 */
function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Not kept where the browser forbids it; the choice counts for this page.
  }
}

/** Answer the panel. */
function startLayers() {
  const panel = /** @type {HTMLDetailsElement | null} */ (document.querySelector(".edition-layers"));
  if (!panel) return;
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (panel.querySelectorAll("[name=layer]"));
  const modes = /** @type {NodeListOf<HTMLInputElement>} */ (panel.querySelectorAll("[name=reading]"));
  const off = new Set((root.dataset.off ?? "").split(" ").filter(Boolean));
  for (const box of boxes) {
    box.checked = !off.has(box.value);
    box.addEventListener("change", () => {
      if (box.checked) off.delete(box.value);
      else off.add(box.value);
      root.dataset.off = [...off].sort().join(" ");
      keep("edition-off", root.dataset.off);
      layOut(true);
    });
  }
  for (const mode of modes) {
    mode.checked = mode.value === root.dataset.reading;
    mode.addEventListener("change", () => {
      closeAll();
      closeFacing(false);
      root.dataset.reading = mode.value;
      keep("edition-reading", mode.value);
      layOut(true);
    });
  }
  document.addEventListener("click", (event) => {
    if (!nearest(event.target, ".edition-layers")) panel.open = false;
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.open) return;
    event.preventDefault();
    panel.open = false;
    panel.querySelector("summary")?.focus();
  });
}

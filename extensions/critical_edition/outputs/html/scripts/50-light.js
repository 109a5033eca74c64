// @ts-check

/** A note that is pointed at or focused lights its words, and the words light their notes. */

/**
 * @param {EventTarget | null} target
 * @returns {string[]} the IDs of the notes that are meant
 */
function meant(target) {
  const beside = nearest(target, ".beside");
  if (beside) {
    const line = nearest(target, "li")?.querySelector("[id]");
    return [line?.id ?? "", beside.id].filter(Boolean);
  }
  const sign = nearest(target, ".lemma-sign, .note-marker");
  const link = sign?.matches("a") ? sign : sign?.querySelector("a");
  if (link) return [(link.getAttribute("href") ?? "").slice(1)];
  return (nearest(target, ".lemma-span")?.dataset.refs ?? "").split(" ").filter(Boolean);
}

/** @param {string[]} ids */
function light(ids) {
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  for (const id of ids) {
    const element = byId(id);
    if (!element) continue;
    element.classList.add("lit");
    nearest(element, "div.parallels")?.classList.add("lit");
    byId(`${id}-ref`)?.classList.add("lit");
    for (const span of document.querySelectorAll(`[data-refs~="${CSS.escape(id)}"]`)) {
      span.classList.add("lit");
    }
  }
}

/** Light what is pointed at or focused. */
function startLight() {
  let shown = "";
  /** @param {Event} event */
  const update = (event) => {
    const ids = meant(event.target);
    if (ids.join(" ") === shown) return;
    shown = ids.join(" ");
    light(ids);
  };
  document.addEventListener("mouseover", update);
  document.addEventListener("focusin", update);
}

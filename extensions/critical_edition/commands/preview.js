// Put into each page of the preview: shows it anew when it is, and keeps the place.
(() => {
  // The place is kept by the elements that stand in the window, not by a distance: the first of them
  // that is there afterwards stands where it stood.
  const key = "edition-place:" + location.pathname;
  // What stands in the margin is put there by another script, later.
  const flows = element => {
    for (let up = element; up && up.tagName !== "ARTICLE"; up = up.parentElement)
      if (["absolute", "fixed", "sticky"].includes(getComputedStyle(up).position)) return false;
    return true;
  };
  const place = () => {
    const seen = [];
    for (const element of document.querySelectorAll("article [id]")) {
      const top = element.getBoundingClientRect().top;
      if (top >= 0 && top < innerHeight && element.offsetParent && flows(element))
        seen.push({id: element.id, top});
      if (seen.length === 20) break;
    }
    return {seen, y: scrollY};
  };
  const kept = JSON.parse(sessionStorage.getItem(key) || "null");
  sessionStorage.removeItem(key);
  const restore = () => {
    for (const {id, top} of kept.seen) {
      const element = document.getElementById(id);
      if (!element?.offsetParent) continue;
      const moved = element.getBoundingClientRect().top - top;
      if (Math.abs(moved) >= 1) scrollBy({top: moved, behavior: "instant"});
      return;
    }
    scrollTo({top: kept.y, behavior: "instant"});
  };
  // Again as often as the page's other scripts move what stands above, until the reader moves it.
  let settled = !kept;
  if (kept) {
    history.scrollRestoration = "manual";
    const again = () => settled || restore();
    const layout = new ResizeObserver(again);
    const settle = () => { settled = true; layout.disconnect(); };
    for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"])
      addEventListener(kind, settle, {once: true, passive: true});
    restore();
    layout.observe(document.body);
    for (const block of document.querySelectorAll("article section")) layout.observe(block);
    addEventListener("load", again);
    for (const wait of [100, 300, 1000]) setTimeout(again, wait);
    setTimeout(settle, 3000);
  }
  const events = new EventSource("/_edition/events?page=" + encodeURIComponent(location.pathname));
  events.onmessage = () => {
    // What is renewed again before it stands where it stood keeps the place before.
    sessionStorage.setItem(key, JSON.stringify(settled ? place() : kept));
    location.reload();
  };
})();

// @ts-check

/** An anchor that this page lacks leads to the page that has it, wherever it was asked for. */

const ANCHOR = /^(p\d+\.\d+|n\d+|page\d+|(comment|argument|parallel|person|place|event|term|emendation)-.+)$/;

/** Follow the address, if another page is meant. */
function followAnchor() {
  const id = decodeURIComponent(location.hash.slice(1));
  if (!ANCHOR.test(id) || byId(id)) return;
  /** @type {any} */ (window).editionPlaces = (/** @type {Record<string, string>} */ listed) => {
    const page = Object.keys(listed).find((name) => listed[name].split(" ").includes(id));
    if (page === undefined) return;
    const there = new URL(page, siteRoot);
    there.hash = location.hash;
    if (there.pathname !== location.pathname) location.replace(there.href);
  };
  const script = document.createElement("script");
  script.src = new URL("_static/edition-places.js", siteRoot).href;
  document.head.append(script);
}

/** Answer the address, now and when it changes. */
function startPlaces() {
  followAnchor();
  addEventListener("hashchange", followAnchor);
}

// @ts-check

/**
 * Everything is written in the page; what fails here only leaves it so. The root's data-js, by
 * which the stylesheet moves and folds, goes with the first error.
 */
try {
  if (root.dataset.js === "section") {
    gather();
    startMargin();
    startLayers();
    startWitnesses();
    startInPlace();
    startLight();
    startFacing();
  }
  startDrawers();
  startPlaces();
  startMaps();
  startPreviews();
  root.dataset.ready = "";
} catch (error) {
  delete root.dataset.js;
  console.error(error);
}

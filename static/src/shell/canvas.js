// canvas.js - a canvas of the timeline, ready to be drawn on.

/** A canvas of the size it has on the screen, cleared; null if it is not there. @param {string} id */
export function prepared(id) {
  const canvas = /** @type {HTMLCanvasElement | null} */ (document.getElementById(id));
  const context = canvas?.getContext('2d');
  if (!canvas || !context) return null;
  const ratio = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const style = getComputedStyle(document.documentElement);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  return { context, width, height, colour };
}

// gestures.js - wheel and pinch as steps between the levels of the map: each comes to rest on a level.

const REST_MS = 400;
const WHEEL_NOTCH = 60;
const APART = 1.4;
const TOGETHER = 0.7;

/** @typedef {{clientX: number, clientY: number, target: EventTarget | null}} Spot */

/**
 * @param {HTMLElement} node @param {AbortSignal} signal
 * @param {object} on
 * @param {(spot: Spot) => number} on.pfnAt -1 where the map is not
 * @param {(pfn: number) => void} on.goIn
 * @param {() => void} on.goOut
 */
export function listenToZoom(node, signal, { pfnAt, goIn, goOut }) {
  let wheel = 0;
  let rest = 0;
  node.addEventListener(
    'wheel',
    (event) => {
      const pfn = pfnAt(event);
      if (pfn < 0) return;
      event.preventDefault();
      const now = performance.now();
      if (now < rest) return;
      wheel += event.ctrlKey ? event.deltaY * 6 : event.deltaY;
      if (Math.abs(wheel) < WHEEL_NOTCH) return;
      const inward = wheel < 0;
      wheel = 0;
      rest = now + REST_MS;
      if (inward) goIn(pfn);
      else goOut();
    },
    { signal, passive: false },
  );

  // Two fingers: apart goes in, together goes out, once per touch.
  let start = 0;
  const spread = (/** @type {TouchList} */ touches) =>
    Math.hypot(touches[0].clientX - touches[1].clientX, touches[0].clientY - touches[1].clientY);
  node.addEventListener(
    'touchstart',
    (event) => {
      start = event.touches.length === 2 ? spread(event.touches) : 0;
    },
    { signal, passive: true },
  );
  node.addEventListener(
    'touchmove',
    (event) => {
      const { touches, target } = event;
      if (start === 0 || touches.length !== 2) return;
      const ratio = spread(touches) / start;
      if (ratio < APART && ratio > TOGETHER) return;
      start = 0;
      const clientX = (touches[0].clientX + touches[1].clientX) / 2;
      const clientY = (touches[0].clientY + touches[1].clientY) / 2;
      const pfn = pfnAt({ clientX, clientY, target });
      if (ratio < 1) goOut();
      else if (pfn >= 0) goIn(pfn);
    },
    { signal, passive: true },
  );
}

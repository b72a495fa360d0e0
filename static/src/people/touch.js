// touch.js - when a hand moves something that the driver would move too: the board, the walk, the timeline, the views, and their keys.

/** What lies there is everybody's own: words, windows, who is here. */
const OWN =
  '.topbar .presence, .topbar .segments, .topbar .share, .alone, dialog, .toast, .asks, .viewer-bar, .notes-here';
const MOVES =
  '#stage, #view, #timeline, #walk, .tab, [data-tab], .commandbar, .tours-button, .week';
const KEYS = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  ' ',
  '[',
  ']',
  '+',
  '=',
  '-',
  '1',
  '2',
  '3',
  '4',
  '5',
  'o',
  'b',
  'B',
  ',',
  '.',
]);

/** @param {EventTarget | null} target @param {string} selector */
const within = (target, selector) => target instanceof Element && target.closest(selector) !== null;

/** @param {(event: Event) => void} touched */
export function touches(touched) {
  const pointer = (/** @type {Event} */ event) => {
    if (within(event.target, OWN)) return;
    if (within(event.target, MOVES)) touched(event);
  };
  addEventListener('pointerdown', pointer, { capture: true, passive: true });
  addEventListener('wheel', pointer, { capture: true, passive: true });
  addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !KEYS.has(event.key)) return;
      if (within(event.target, 'input, select, textarea, dialog')) return;
      if (event.key === ' ' && within(event.target, 'button, a')) return;
      touched(event);
    },
    { capture: true },
  );
}

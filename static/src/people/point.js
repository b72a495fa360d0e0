// point.js - pointing at a page so that everybody sees it: a long press, or Alt and a click. A ring with a name, for three seconds.

/** @typedef {import('../shell/app.js').App} App */

const LONG_PRESS = 500;
const STAYS = 3000;
/** A finger that moves farther than this drags, in px. */
const STILL = 8;

/** @param {App} app */
export function listenToPointing(app) {
  app.wire.addEventListener('point', (event) =>
    show(app, /** @type {CustomEvent} */ (event).detail),
  );
  const stage = document.getElementById('stage');
  stage?.addEventListener('pointerdown', (down) => {
    const pfn = app.player.stage?.pfnAt(down) ?? -1;
    if (pfn < 0) return;
    if (down.altKey) point(app, pfn);
    else waitForLongPress(stage, down, () => point(app, pfn));
  });
}

/** @param {HTMLElement} stage @param {PointerEvent} down @param {() => void} act */
function waitForLongPress(stage, down, act) {
  const abort = new AbortController();
  const { signal } = abort;
  const timer = setTimeout(() => {
    abort.abort();
    act();
  }, LONG_PRESS);
  const end = () => {
    clearTimeout(timer);
    abort.abort();
  };
  stage.addEventListener('pointerup', end, { signal });
  stage.addEventListener('pointercancel', end, { signal });
  stage.addEventListener(
    'pointermove',
    (move) => {
      if (Math.hypot(move.clientX - down.clientX, move.clientY - down.clientY) > STILL) end();
    },
    { signal },
  );
}

/** @param {App} app @param {number} pfn */
function point(app, pfn) {
  app.wire.send({ type: 'point', what: `pfn=${pfn.toString(16)}` });
  app.follow.stay();
}

/** @param {App} app @param {{by: number, name: string, what: string}} said */
function show(app, { by, name, what }) {
  const pfn = parseInt(new URLSearchParams(what).get('pfn') ?? '', 16);
  const rect = pfn >= 0 ? app.player.stage?.rectOf(pfn) : null;
  if (!rect) return;
  const size = Math.max(28, rect.w + 14, rect.h + 14);
  const ring = document.createElement('div');
  ring.className = 'point-ring';
  ring.dataset.by = String(by);
  ring.style.cssText = `left:${rect.x + rect.w / 2}px;top:${rect.y + rect.h / 2}px;width:${size}px;height:${size}px`;
  const label = document.createElement('span');
  label.textContent = name || app.t('people.nameless', { n: by });
  ring.append(label);
  document.querySelector(`.point-ring[data-by="${by}"]`)?.remove();
  document.body.append(ring);
  setTimeout(() => ring.remove(), STAYS);
}

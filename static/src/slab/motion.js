// motion.js - a step in the slab room: what stands elsewhere than before slides there, objects fill and empty, arrows are drawn anew.
//
// The picture before the step is measured, then the one after it is drawn, and what differs moves from the old place to the new one. So the
// same code shows every step both ways; back is twice as fast.

import { MOVE } from '../stage/motion.js';

/** Durations in ms at speed 1. */
const OBJECT = 220;
const ARROW = 160;
const SLIDE = 320;
/** In a turn of deactivate_slab() only an arrow changes: there are up to 63 of them. */
const TURN = 60;
/** Things nearer than this to where they stood did not move, px. */
const STILL = 2;

/** @typedef {{rect: DOMRect, shelf: string, list: string}} Seen */

/** @param {Element} node */
const keyOf = (node) => /** @type {HTMLElement} */ (node).dataset.key ?? '';

/** @param {HTMLElement} root @returns {Map<string, Seen>} */
function look(root) {
  /** @type {Map<string, Seen>} */
  const seen = new Map();
  for (const node of root.querySelectorAll('[data-key]')) {
    const shelf = /** @type {HTMLElement | null} */ (node.closest('[data-shelf]'));
    seen.set(keyOf(node), {
      rect: node.getBoundingClientRect(),
      shelf: shelf?.dataset.shelf ?? '',
      list: /** @type {HTMLElement} */ (node).dataset.list ?? '',
    });
  }
  return seen;
}

export class SlabMotion {
  constructor() {
    /** @type {Set<Animation>} */
    this.running = new Set();
    this.turn = 0;
  }

  /** Ends what is under way at once. */
  stop() {
    this.turn++;
    for (const animation of this.running) animation.cancel();
    this.running.clear();
  }

  /**
   * @param {HTMLElement} root @param {() => void} draw the picture after the step
   * @param {{speed: number, back: boolean, reduced: boolean}} how
   */
  async play(root, draw, { speed, back, reduced }) {
    this.stop();
    const turn = this.turn;
    const before = reduced ? null : look(root);
    draw();
    if (!before || before.size === 0) return;
    const scale = (back ? 0.5 : 1) / Math.max(0.05, speed);
    const objects = this.#objects(root, before, scale);
    await this.#finished(objects);
    if (turn !== this.turn) return;
    await this.#finished(this.#slabs(root, before, scale));
  }

  /** @param {Animation[]} animations */
  async #finished(animations) {
    for (const one of animations) this.running.add(one);
    await Promise.all(animations.map((one) => one.finished.catch(() => {})));
    for (const one of animations) this.running.delete(one);
  }

  /** Objects, the tags over them, and arrows. @param {HTMLElement} root @param {Map<string, Seen>} before @param {number} scale */
  #objects(root, before, scale) {
    const animations = [];
    const open = root.querySelector('.slab-grid');
    const first = open?.querySelector('[data-index]');
    // another slab is open now: nothing of it stood anywhere before
    if (!open || !first || !before.has(keyOf(first))) return [];
    for (const node of open.querySelectorAll('.slab-object')) {
      const was = before.get(keyOf(node));
      const body = node.querySelector('.slab-body') ?? node;
      const { list, changed } = /** @type {HTMLElement} */ (node).dataset;
      if (was && was.list !== list && (was.list === 'used' || list === 'used')) {
        animations.push(fill(body, OBJECT * scale));
      } else if (changed === 'true' && list !== 'used') {
        const pointer = node.querySelector('.slab-fp');
        if (pointer) animations.push(flash(pointer, TURN * scale));
      }
    }
    for (const node of open.querySelectorAll('.slab-head')) {
      const was = before.get(keyOf(node));
      if (was) animations.push(...slide(node, was.rect, OBJECT * scale));
    }
    const drawn = [...open.querySelectorAll('.slab-arc')].filter(
      (node) => !before.has(keyOf(node)),
    );
    const ms = (drawn.length === 1 ? TURN : ARROW) * scale;
    for (const node of drawn) animations.push(trace(/** @type {SVGPathElement} */ (node), ms));
    return animations;
  }

  /** Slabs that came to another shelf. @param {HTMLElement} root @param {Map<string, Seen>} before @param {number} scale */
  #slabs(root, before, scale) {
    const animations = [];
    for (const node of root.querySelectorAll('.strip')) {
      const was = before.get(keyOf(node));
      const shelf = /** @type {HTMLElement | null} */ (node.closest('[data-shelf]'))?.dataset.shelf;
      if (!was) animations.push(unfold(node, SLIDE * scale));
      else if (was.shelf !== shelf) animations.push(...slide(node, was.rect, SLIDE * scale));
    }
    return animations;
  }
}

/** From where it stood to where it stands. @param {Element} node @param {DOMRect} from @param {number} ms */
function slide(node, from, ms) {
  const to = node.getBoundingClientRect();
  const dx = from.x - to.x;
  const dy = from.y - to.y;
  if (Math.abs(dx) < STILL && Math.abs(dy) < STILL) return [];
  const start = { transform: `translate(${dx}px, ${dy}px)`, zIndex: 3, position: 'relative' };
  const frames = [start, { transform: 'none', zIndex: 3 }];
  if (getComputedStyle(node).position === 'absolute') delete (/** @type {any} */ (start).position);
  return [node.animate(frames, { duration: ms, easing: MOVE })];
}

/** A slab that was not there: it opens downward. @param {Element} node @param {number} ms */
function unfold(node, ms) {
  const frames = [
    { clipPath: 'inset(0 0 100% 0)', opacity: 0.2 },
    { clipPath: 'inset(0 0 0 0)', opacity: 1 },
  ];
  return node.animate(frames, { duration: ms, easing: MOVE });
}

/** An object changes hands: its new look wipes upward. @param {Element} node @param {number} ms */
function fill(node, ms) {
  const frames = [{ clipPath: 'inset(100% 0 0 0)' }, { clipPath: 'inset(0 0 0 0)' }];
  return node.animate(frames, { duration: ms, easing: MOVE });
}

/** @param {Element} node @param {number} ms */
function flash(node, ms) {
  return node.animate([{ transform: 'scale(1.5)' }, { transform: 'none' }], { duration: ms });
}

/** An arrow is drawn from its tail. @param {SVGPathElement} path @param {number} ms */
function trace(path, ms) {
  const length = `${path.getTotalLength()}`;
  const frames = [
    { strokeDasharray: `${length} ${length}`, strokeDashoffset: length },
    { strokeDasharray: `${length} ${length}`, strokeDashoffset: '0' },
  ];
  return path.animate(frames, { duration: ms, easing: 'ease-out' });
}

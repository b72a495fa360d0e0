// place.js - what of the page tables one looks at, as a few letters for a link: walk.b6fff000.1.l2.write.user.hardware.0

/** @typedef {import('./steps.js').Kind} Kind */

const PLACE =
  /^(walk|maps|cpu)\.([0-9a-f]{1,8})\.(\d{1,9})\.(ttbr|l1|l2|check|pa|page|fault)\.(read|write|fetch)\.(user|kernel)\.(hardware|linux)\.(\d|auto)$/;

/** @param {import('./room.js').TableRoom} room */
export function placeOf(room) {
  const { view, va, table, access, user, reading, cpu, kind } = room;
  const words = [view, va.toString(16), table.pid, kind, access, user ? 'user' : 'kernel', reading];
  return [...words, cpu < 0 ? 'auto' : cpu].join('.');
}

/** @param {string} text */
export function readTablePlace(text) {
  const found = PLACE.exec(text);
  if (!found) return null;
  const [, view, va, pid, kind, access, who, reading, cpu] = found;
  return {
    view: /** @type {import('./room.js').View} */ (view),
    va: parseInt(va, 16),
    pid: Number(pid),
    kind: /** @type {Kind} */ (kind),
    access: /** @type {import('./registers.js').Access} */ (access),
    user: who === 'user',
    reading: /** @type {import('./room.js').Reading} */ (reading),
    cpu: cpu === 'auto' ? -1 : Number(cpu),
  };
}

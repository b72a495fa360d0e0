// app.js - what every part of the shell is given: the state of the page apart from the machine, and what can be done.

/** @typedef {import('../types.js').WireError} WireError */

/**
 * @typedef {object} Toast
 * @property {string} text
 * @property {'note' | 'alarm'} tone
 * @property {string} [action] label of a button
 * @property {() => void} [act]
 */

/** State of the page that is not the machine's: who is here, what is open, what went wrong. Emits `change`, once per frame. */
export class AppState extends EventTarget {
  constructor() {
    super();
    this.room = '';
    this.viewers = 1;
    /** Digest of the base image. */
    this.base = '';
    /** This page is a file with a recording in it: there is no daemon. */
    this.recorded = false;
    /** @type {'loading' | 'ready' | 'gone' | 'broken'} */
    this.phase = 'loading';
    this.loading = { received: 0, total: 0, since: Date.now() };
    /** Null while connected. @type {{since: number, retryAt: number} | null} */
    this.offline = null;
    /** @type {WireError | null} of the last command */
    this.error = null;
    /** The command that the error is about. */
    this.errorText = '';
    /** @type {Toast | null} */
    this.toast = null;
    this.command = '';
    this.order = 0;
    /** gfp as the daemon reads it: a name, names joined by |, or hex. */
    this.gfp = 'GFP_KERNEL';
    /** Our own op that waits for its answer: {id}. @type {string | null} */
    this.pending = null;
    /** @type {import('./commandbar.js').Menu | null} */
    this.menu = null;
    /** What lies over the board. @type {import('./views.js').Tab} */
    this.tab = 'pages';
    /** @type {'share' | 'keys' | 'people' | 'room' | 'tours' | 'report' | 'studynote' | 'find' | null} */
    this.dialog = null;
    /** What is looked for. */
    this.sought = '';
    /** What the kernel logs about an allocation; the text is null until it is here. @type {{op: number, text: string | null} | null} */
    this.report = null;
    /** @type {{zone: number, order: number, mt: number} | null} */
    this.drawer = null;
    /** The room that lies beside this one. @type {string | null} */
    this.beside = null;
    /** The room that this one was forked from. @type {string | null} */
    this.origin = null;
    /** Whose history is open. @type {{pfn: number, addr: number} | null} */
    this.past = null;
    this.walkOpen = false;
    /** @type {import('./stepbuttons.js').WalkMode} */
    this.walkMode = 'frames';
    this.breaksOpen = false;
    this.sheetOpen = false;
    this.folded = true;
    this.firstVisit = false;
    this.letterKeys = true;
    this.caption = { text: '', kind: '' };
    /** pfns chosen in the held tray. @type {Set<number>} */
    this.chosen = new Set();
    this.compare = true;
    this.scheduled = false;
  }

  /** @param {Partial<AppState>} patch */
  set(patch) {
    Object.assign(this, patch);
    this.touch();
  }

  /** Something that is drawn has changed. */
  touch() {
    if (this.scheduled) return;
    this.scheduled = true;
    const go = () => {
      this.scheduled = false;
      this.dispatchEvent(new Event('change'));
    };
    if (document.hidden) setTimeout(go, 100);
    else requestAnimationFrame(go);
  }
}

/**
 * @typedef {object} App
 * @property {AppState} state
 * @property {import('../i18n/index.js').I18n} i18n
 * @property {(key: string, params?: Record<string, string | number>) => string} t
 * @property {import('../schema.js').Schema} schema
 * @property {import('../reader.js').Reader} reader
 * @property {import('../player.js').Player} player
 * @property {import('../net.js').Wire} wire
 * @property {import('./actions.js').Actions} actions
 * @property {import('./tour.js').Tour} tour
 * @property {import('./guide.js').Guide} guide
 * @property {import('./plot.js').Plot} plot
 * @property {import('../slab/room.js').SlabRoom} slabs
 * @property {import('../pagetable/room.js').TableRoom} pageTables
 * @property {import('../people/people.js').People} people
 * @property {import('../people/follow.js').Follow} follow
 * @property {import('../people/notes.js').Notes} notes
 * @property {import('../people/quiz.js').Quiz} quiz
 * @property {import('../breakpoints.js').Breakpoints} breaks
 * @property {any} profile
 * @property {any[]} profiles
 */

export {};

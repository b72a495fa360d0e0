// types.js - the shapes that travel between modules; nothing here runs.

/**
 * One event of the stream, as web/README.md describes it.
 * @typedef {object} Event
 * @property {number} index its number within the op: the position after it is index + 1
 * @property {number} kind one of the EV_ constants of schema.js
 * @property {number} aux
 * @property {number} id
 * @property {number} a
 * @property {number} b
 * @property {number} c
 */

/**
 * What the stage is asked to show: the events between two positions of one op.
 * @typedef {object} Step
 * @property {number} op
 * @property {number} from position before the step
 * @property {number} to position after the step
 * @property {Event[]} events from..to in the order of the stream, whatever the direction
 * @property {Event[]} opEvents all events of the op that are here, always the same array
 * @property {'forward' | 'back'} direction
 * @property {boolean} animate false: show the end state only
 */

/**
 * Why the daemon refused something.
 * @typedef {object} WireError
 * @property {string} code
 * @property {string} field
 * @property {string} message
 * @property {number} [column] byte of the text where it went wrong
 * @property {number | string} [limit]
 * @property {string} [menu] of the page, where it is said
 */

/**
 * An operation as the daemon lists it.
 * @typedef {object} Op
 * @property {number} n
 * @property {Record<string, any>} op
 * @property {string} text
 * @property {string | null} [by]
 * @property {number} events
 * @property {number} points
 * @property {number} changes
 * @property {Record<string, any>} result
 * @property {string} digest
 */

/**
 * Head of a time-lapse frame.
 * @typedef {object} LapseHead
 * @property {number} n
 * @property {string} [id]
 * @property {number} frame
 * @property {number} [frames]
 * @property {number} events
 * @property {number} [events_total]
 * @property {number} points
 * @property {number} done
 * @property {number} total
 * @property {string} text
 * @property {boolean} [last]
 */

/** @typedef {{op: number, event: number, events: number}} Position */

/**
 * What stage/ gives the rest of the page.
 * @typedef {object} Stage
 * @property {() => void} render
 * @property {(step: Step, how: {speed: number, reduced: boolean}) => Promise<void>} animate
 * @property {() => void} resize
 * @property {(level: number, pfn: number) => void} setLevel
 * @property {(pfn: number, grabs?: boolean) => void} select with the focus, if not told otherwise
 * @property {(pfn: number) => void} [mark] select(), as soon as the map is to be seen
 * @property {(levels: number) => void} zoom in (1) or out (-1)
 * @property {{level: number, pfn: number}} place the level that one is on, and the page chosen there
 * @property {(event: {clientX: number, clientY: number, target: EventTarget | null}) => number} pfnAt page under the pointer, or -1
 * @property {(pfn: number) => {x: number, y: number, w: number, h: number} | null} rectOf where a page is drawn, in the window
 * @property {(frame: LapseHead) => void} lapse
 * @property {() => void} destroy
 */

export {};

// page.mjs - what the browser tests share: open a room, wait, read what the page shows.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { complaints, launchBrowser, sizes } from '../lib/browser.mjs';
import { startDaemon } from '../lib/daemon.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').BrowserContextOptions} ContextOptions */

/** The operation of the first visit: one page, order 0, UNMOVABLE. */
export const firstClick = '.first-button';

/**
 * A daemon and a browser for all tests of a file.
 * @param {string[]} [args] of the daemon
 */
export function suite(args = []) {
  /** @type {Awaited<ReturnType<typeof startDaemon>>} */
  let daemon;
  /** @type {Awaited<ReturnType<typeof launchBrowser>>} */
  let browser;
  before(async () => {
    daemon = await startDaemon({ args });
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await daemon?.stop();
  });

  return {
    /** @returns {string} */
    get url() {
      return daemon.url;
    },

    /**
     * Opens a page in a browser of its own and fails the test if it complains.
     * @param {import('node:test').TestContext} t
     * @param {string} [path] of the room; `/` makes one
     * @param {ContextOptions} [options]
     */
    async open(t, path = '/', options = {}) {
      const context = await browser.newContext({
        viewport: sizes.laptop,
        locale: 'en-US',
        ...options,
      });
      const page = await context.newPage();
      const seen = complaints(page);
      page.on('console', (message) => {
        if (message.type() === 'warning') seen.push(`console: ${message.text()}`);
      });
      t.after(async () => {
        await context.close();
        assert.deepEqual(seen, []);
      });
      await page.goto(daemon.url + path);
      await page.waitForSelector('#app[data-ready=true]');
      return page;
    },

    /** @param {string} path @param {unknown} [body] posted */
    async api(path, body) {
      const answer = await fetch(daemon.url + path, {
        method: body === undefined ? 'GET' : 'POST',
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
      return answer.headers.get('content-type')?.includes('json') ? answer.json() : answer.text();
    },
  };
}

/** @param {Page} page @returns {string} the room's part of its address */
export function roomOf(page) {
  return new URL(page.url()).pathname.replace(/^\/r\//, '').replace(/@.*/, '');
}

/** Waits for what the page fetches when it has time: leaving before that is a request cut off. @param {Page} page */
export const fetched = (page) =>
  page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => /\/chunks\/parts-/.test(name)),
  );

/**
 * Waits until operation `op` is the newest and has been played to its end.
 * @param {Page} page @param {number} op @param {number} [timeout]
 */
export async function played(page, op, timeout = 60_000) {
  await page.waitForFunction(
    (n) => {
      const boxes = document.querySelectorAll('.ops .op');
      const slider = document.querySelector('.steps-slider');
      return (
        boxes.length === n &&
        boxes[n - 1].hasAttribute('aria-current') &&
        slider?.getAttribute('aria-valuenow') === slider?.getAttribute('aria-valuemax') &&
        document.querySelector('.buttons .play .icon path')?.getAttribute('d')?.includes('13 8')
      );
    },
    op,
    { timeout },
  );
}

/** To the end of operation `op`, the newest, without watching. @param {Page} page @param {number} op */
export async function skip(page, op) {
  await page.waitForFunction((n) => document.querySelectorAll('.ops .op').length === n, op);
  await page.keyboard.press('End');
  await played(page, op);
}

/**
 * What the page shows of the machine, as text: lists with their counts and members, cards, where we are.
 * @param {Page} page
 */
export function shown(page) {
  return page.evaluate(() => {
    const text = (/** @type {string} */ selector) =>
      [...document.querySelectorAll(selector)].map((one) =>
        (one.textContent ?? '').replace(/\s+/g, ' ').trim(),
      );
    return {
      lists: [...document.querySelectorAll('#stage [role=gridcell]')]
        .map((one) => one.getAttribute('aria-label') ?? '')
        .filter((label) => label !== ''),
      step: text('.step-number'),
      did: text('.did tr'),
      frames: text('.frame-head b'),
    };
  });
}

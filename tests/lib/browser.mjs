// browser.mjs - headless Chromium for a test: the system's own, found on PATH.
import { accessSync, constants, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

/** Where screenshots go that are worth looking at. */
export const screenshots = 'build/screenshots';

/** The sizes the page is looked at in. */
export const sizes = {
  laptop: { width: 1440, height: 900 },
  projector: { width: 1920, height: 1080 },
  phone: { width: 390, height: 844 },
};

/** @returns {string} path of the browser */
function findChromium() {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        continue;
      }
    }
  }
  throw new Error('no chromium on PATH: run make deps');
}

/** Start the browser. It asks nobody but the daemon for anything. */
export function launchBrowser() {
  mkdirSync(screenshots, { recursive: true });
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      // Chromium's own sandbox refuses to run as root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/**
 * Collect what a page complains about: console errors, uncaught exceptions, failed requests.
 *
 * @param {import('playwright-core').Page} page
 * @returns {string[]} grows as complaints come in; a test ends by asserting that it is empty
 */
export function complaints(page) {
  /** @type {string[]} */
  const seen = [];
  page.on('console', (message) => {
    if (message.type() === 'error') seen.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => seen.push(`exception: ${error.stack ?? error.message}`));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    // what a page was asking when it was left is nobody's fault
    if (why === 'net::ERR_ABORTED' && request.resourceType() === 'fetch') return;
    seen.push(`request: ${request.url()} ${why}`);
  });
  return seen;
}

// en.js - everything the page says in English: shell.en.js the frame, stage.en.js the stage and its captions.

import shell from './shell.en.js';
import stage from './stage.en.js';

/** @type {Record<string, string>} */
export default { ...shell, ...stage };

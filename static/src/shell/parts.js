// parts.js - what is fetched after the page can be used (lazy.js), in one piece: the views over the board and the large menus.

export { slabs } from '../slab/view.js';
export { tables } from '../pagetable/view.js';
export { vmMenu } from '../vm/menu.js';
export { processMenu } from '../vm/procmenu.js';
export { objectsMenu } from './objects.js';
export { compareView as beside, form as besideForm } from '../compare/view.js';
export { studyNote } from '../studynote/dialog.js';
export { quizCard } from '../people/quizcard.js';
export { callTreeView } from './treeview.js';
export { findCard } from './findcard.js';
export { sourceView } from './sourceview.js';
export { breakCard, stoppedLine } from './breakcard.js';
export { qr } from './qr.js';

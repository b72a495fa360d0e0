// slub-order.js - the tour: how many pages a slab takes.

import { SLUB_ROOM, TO_SLUB } from './slub-stages.js';

/** @type {import('./index.js').TourData} */
export const SLUB_ORDER = {
  name: 'slub-order',
  tab: 'slabs',
  title: { en: 'calculate_order', ko: 'calculate_order' },
  line: {
    en: 'Many objects, little waste, few pages: how SLUB weighs them for objects of 4,700 bytes.',
    ko: '오브젝트는 많이, 낭비는 적게, 페이지도 적게. 4,700바이트 오브젝트로 본다.',
  },
  room: SLUB_ROOM,
  ops: [...TO_SLUB, { run: 'cache create odd 4700', as: 'odd' }],
  stops: [
    {
      op: 'odd',
      at: ['+ calculate_sizes', '+ calculate_order'],
      values: { size: 'calculate_order/size' },
      en: 'Rounded up to its alignment an object takes {size} bytes. How large is a slab to be?',
      ko: '정렬에 맞춰 올리면 오브젝트는 {size}바이트. slab은 얼마나 커야 할까?',
    },
    {
      ask: 'order',
      op: 'odd',
      at: ['+ calculate_sizes', '+ calculate_order', '- order_objects', '// min_objects'],
      values: { most: 'calculate_order/max_objects', least: 'calculate_order/min_objects' },
      en: 'For four cpus 4 × (fls(4) + 1) = 16 objects are wanted in a slab. One of order 3 holds {most}, so {least} will do.',
      ko: 'cpu 넷이면 4 × (fls(4) + 1) = 16개를 바란다. 오더 3이라야 {most}개이니 {least}개로 한다.',
    },
    {
      op: 'odd',
      at: ['+ calculate_sizes', '+ slab_order', '// rem'],
      values: {
        order: 'slab_order/order',
        rem: 'slab_order/rem',
        fraction: 'slab_order/fract_leftover',
      },
      en: 'At first 1/{fraction} may be wasted. Order {order} is the first that is large enough, but {rem} bytes of 32,768 remain: refused.',
      ko: '처음엔 1/{fraction}까지만 버린다. 오더 {order|이/가} 처음 넉넉하지만 32,768바이트 중 {rem}바이트가 남아 안 된다.',
    },
    {
      op: 'odd',
      at: ['+ calculate_sizes', '- slab_order = 4', '- slab_order = 4'],
      values: { fraction: 'slab_order/fract_leftover' },
      en: 'With 1/{fraction} it is the same: still too much.',
      ko: '1/{fraction|으로/로} 해도 같다. 아직 많다.',
    },
    {
      op: 'odd',
      at: ['+ calculate_sizes', '- slab_order = 3'],
      values: { fraction: 'slab_order/fract_leftover', order: 'slab_order/=' },
      en: 'At 1/{fraction} the waste is allowed: order {order}. Otherwise fewer objects would have been tried.',
      ko: '1/{fraction}이면 된다. 오더 {order}. 이것도 안 됐다면 오브젝트 수를 줄여 다시 찾는다.',
    },
    {
      op: 'odd',
      at: ['+ calculate_sizes', '- calculate_order', '- oo_make', '- oo_make'],
      values: { min: 'oo_make/=' },
      en: 'When memory is short a smaller slab must do: s->min is {min}, the least order that holds one object.',
      ko: '메모리가 모자라면 더 작은 slab으로 한다. s->min은 하나라도 담는 가장 작은 오더, {min}.',
    },
  ],
};

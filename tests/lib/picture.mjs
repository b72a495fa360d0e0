// picture.mjs - whether a picture is the one that was drawn before, as an eye would say it: by the colours of small squares.

/** Squares of so many pixels a side are compared by their mean colour: edges of letters that fall otherwise do not change it much. */
export const SQUARE = 8;
/** Two squares are alike if no channel differs by more, of 255: a pattern that is gone changes it by 15 and more. */
const ALIKE = 9;
/** As many may differ, of a thousand: another version of the browser sets some letters otherwise. */
const MAY_DIFFER = 4;

/**
 * A picture reduced to a pixel a square, in the browser; what is compared and kept.
 * @param {import('playwright-core').Page} page any @param {Buffer} png
 * @returns {Promise<Buffer>} PNG
 */
export async function reduced(page, png) {
  const url = await page.evaluate(
    async ({ data, square }) => {
      const image = Object.assign(new Image(), { src: data });
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
      context.drawImage(image, 0, 0);
      const { data: from } = context.getImageData(0, 0, image.width, image.height);
      const [width, height] = [image.width, image.height].map((side) => Math.floor(side / square));
      const small = new OffscreenCanvas(width, height);
      const out = /** @type {OffscreenCanvasRenderingContext2D} */ (small.getContext('2d'));
      const to = out.createImageData(width, height);
      const sums = new Float64Array(to.data.length);
      for (let y = 0; y < height * square; y++) {
        for (let x = 0; x < width * square; x++) {
          const at = 4 * (y * image.width + x);
          const into = 4 * (Math.floor(y / square) * width + Math.floor(x / square));
          for (let channel = 0; channel < 4; channel++) sums[into + channel] += from[at + channel];
        }
      }
      for (const [i, sum] of sums.entries()) to.data[i] = Math.round(sum / square ** 2);
      out.putImageData(to, 0, 0);
      const bytes = new Uint8Array(await (await small.convertToBlob()).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    },
    { data: `data:image/png;base64,${png.toString('base64')}`, square: SQUARE },
  );
  return Buffer.from(url, 'base64');
}

/**
 * How many squares of a thousand are not alike, and where most of them lie.
 * @param {import('playwright-core').Page} page any @param {Buffer} one reduced @param {Buffer} other reduced
 */
export async function difference(page, one, other) {
  const found = await page.evaluate(
    async ({ both, alike }) => {
      const [a, b] = await Promise.all(
        both.map(async (data) => {
          const image = Object.assign(new Image(), { src: data });
          await image.decode();
          const { width, height } = image;
          const canvas = new OffscreenCanvas(width, height);
          const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
            canvas.getContext('2d')
          );
          context.drawImage(image, 0, 0);
          return context.getImageData(0, 0, width, height);
        }),
      );
      if (a.width !== b.width || a.height !== b.height) return null;
      const places = [];
      for (let i = 0; i < a.data.length; i += 4) {
        const far = Math.max(...[0, 1, 2].map((c) => Math.abs(a.data[i + c] - b.data[i + c])));
        if (far > alike) places.push([(i / 4) % a.width, Math.floor(i / 4 / a.width), far]);
      }
      return { places, all: a.width * a.height };
    },
    {
      both: [one, other].map((png) => `data:image/png;base64,${png.toString('base64')}`),
      alike: ALIKE,
    },
  );
  if (!found) return { perMille: 1000, places: /** @type {number[][]} */ ([]) };
  return { perMille: (1000 * found.places.length) / found.all, places: found.places };
}

/** @param {{perMille: number}} found @param {number} [may] differ, of a thousand */
export const isAlike = ({ perMille }, may = MAY_DIFFER) => perMille <= may;

// tourhead.js - the head of a tour's card: its name, where in it we are, and the ways on.

import { html, nothing } from 'lit/html.js';
import { cross, pause, play } from './icons.js';

/**
 * @param {import('./app.js').App['t']} t
 * @param {object} tour
 * @param {string} tour.title
 * @param {number} tour.index
 * @param {number} tour.count
 * @param {{prev: string, next: string}} tour.labels
 * @param {(index: number) => unknown} tour.go
 * @param {() => unknown} tour.leave
 * @param {{on: boolean, toggle: () => unknown}} [tour.play] on the way to the next
 */
export function tourHead(t, { title, index, count, labels, go, leave, play: playing }) {
  return html`<header>
    <b>${title}</b>
    <span class="quiet mono">${index + 1} / ${count}</span>
    <span class="spring"></span>
    <button
      type="button"
      class="control"
      aria-label=${labels.prev}
      title=${labels.prev}
      ?disabled=${index === 0}
      @click=${() => go(index - 1)}
    >
      ‹
    </button>
    <button
      type="button"
      class="control"
      aria-label=${labels.next}
      title=${labels.next}
      ?disabled=${index === count - 1}
      @click=${() => go(index + 1)}
    >
      ›
    </button>
    ${
      playing
        ? html`<button
            type="button"
            class="control play-on"
            aria-label=${t(playing.on ? 'guide.pause' : 'guide.play')}
            title=${t(playing.on ? 'guide.pause' : 'guide.play')}
            ?disabled=${!playing.on && index === count - 1}
            @click=${playing.toggle}
          >
            ${playing.on ? pause() : play()}
          </button>`
        : nothing
    }
    <button type="button" class="quiet-button" aria-label=${t('tour.leave')} @click=${leave}>
      ${cross()}
    </button>
  </header>`;
}

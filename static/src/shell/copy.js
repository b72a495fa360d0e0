// copy.js - a text to the clipboard, also where the page has none because it did not come by https.

/** @param {import('./app.js').App} app @param {string} text @param {string} done what is said then */
export async function copyText(app, text, done) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    (document.querySelector('dialog[open]') ?? document.body).append(field);
    field.select();
    document.execCommand('copy');
    field.remove();
  }
  app.state.set({ toast: { text: done, tone: 'note' } });
}

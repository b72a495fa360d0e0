// Korean particles follow the sound of the word before them: 0x4f000을, cpu 0의, 64페이지를, head로.

/** Does the spoken digit end in a consonant: 영 일 이 삼 사 오 육 칠 팔 구. */
const DIGIT_FINAL = [true, true, false, true, false, false, true, true, true, false];
/** Letters read by name that end in a consonant: 엘 엠 엔 알. */
const LETTER_FINAL = 'lmnr';
/** English words read as words, where the last letter misleads. */
const WORD_FINAL = new Map([
  ['head', false], // 헤드
  ['tail', true], // 테일
  ['low', false],
  ['high', false],
  ['min', true],
  ['pcp', false],
  ['slab', true],
  ['count', false],
  ['batch', false],
  ['normal', true], // 노멀
  ['highmem', true], // 하이멤
]);
/** Endings in ㄹ, for which 로 stands although there is a final consonant. */
const WORD_RIEUL = new Set(['tail', 'normal']);

/** @param {string} word @returns {{final: boolean, rieul: boolean}} how its last syllable ends */
function ending(word) {
  const plain = word.replace(/[^0-9A-Za-z\uac00-\ud7a3]+$/u, '');
  const last = plain.slice(-1);
  const code = last.charCodeAt(0);
  if (code >= 0xac00 && code <= 0xd7a3) {
    const jong = (code - 0xac00) % 28;
    return { final: jong !== 0, rieul: jong === 8 };
  }
  if (/[0-9]/.test(last)) {
    const digit = Number(last);
    return { final: DIGIT_FINAL[digit], rieul: digit === 1 || digit === 7 || digit === 8 };
  }
  const latin = /[A-Za-z]+$/.exec(plain)?.[0].toLowerCase() ?? '';
  const known = WORD_FINAL.get(latin);
  if (known !== undefined) return { final: known, rieul: WORD_RIEUL.has(latin) };
  // Capitals such as MOVABLE are read as words (무버블, 언무버블, 리클레이머블, 리저브); hex digits by name.
  if (/able$/.test(latin)) return { final: true, rieul: true };
  return { final: latin.length === 1 && LETTER_FINAL.includes(latin), rieul: latin === 'l' };
}

/**
 * @param {string} word
 * @param {string} pair with and without a final consonant: '을/를', '은/는', '이/가', '과/와', '으로/로'
 * @returns {string} the word with its particle
 */
export function josa(word, pair) {
  const [closed, open] = pair.split('/');
  const { final, rieul } = ending(word);
  const useClosed = open === '로' ? final && !rieul : final;
  return word + (useClosed ? closed : open);
}

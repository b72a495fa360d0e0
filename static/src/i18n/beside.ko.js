// beside.ko.js - two rooms beside each other, and rooms that branch off, in Korean.

/** @type {Record<string, string>} */
export default {
  'beside.title': '다른 방과 나란히',
  'beside.which': '다른 방의 주소나 이름',
  'beside.compare': '비교',
  'beside.origin': '이 방이 갈라져 나온 방과 나란히 본다',
  'beside.open': '다른 방 열기 ↗',
  'beside.coming': '다른 방을 받는 중이다.',
  'beside.part': '연산 {op}에서 갈라진다. 여기는 {one}, 저기는 {two}.',
  'beside.machine': '처음부터 다른 머신이다.',
  'beside.goesOn': '연산 {op}까지 같고, 그 뒤는 이 방에만 있다. {text}',
  'beside.otherGoesOn': '연산 {op}까지 같고, 그 뒤는 다른 방에만 있다. {text}',
  'beside.same': '여기까지 같다. 연산 {n}개.',
  'beside.there': '그곳으로',
  'beside.one': '이 방',
  'beside.two': '다른 방',
  'beside.blocks': '다른 페이지블록 {n}개',
  'beside.differs': '다른 방의 리스트와 다르다',
  'beside.pages': '다른 페이지 {n}개',
  'beside.counters': '다른 카운터 {n}개',
  'beside.more': '그 밖에 {n}개',
  'fork.button': '갈라내기',
  'fork.note': '여기서 이어 가는 내 방을 만든다. 처음 연산 {n}개는 같다',
};

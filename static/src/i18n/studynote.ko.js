// studynote.ko.js - study notes, taken out and checked, in Korean.

/** @type {Record<string, string>} */
export default {
  'studynote.button': '노트',
  'studynote.title': '스터디 노트',
  'studynote.take': '지나온 길을 노트로',
  'studynote.takeNote':
    '두 단계 사이에 커널이 한 일을 호출 순서대로 후기 형식으로 적는다. 되풀이는 횟수만 적는다.',
  'studynote.format': '형식',
  'studynote.copied': '노트를 복사했다.',
  'studynote.save': '파일로 저장',
  'studynote.more': '{n}줄 더 있다. 복사하거나 저장하면 전부 나온다.',
  'studynote.check': '내 노트 확인',
  'studynote.checkNote':
    '노트를 붙여 넣는다. “이름: 값”을 하나하나 이 머신과 비교하고 ????를 채운다.',
  'studynote.open': '파일 열기',
  'studynote.show': '보이는 것',
  'studynote.found': '확인 결과',
  'studynote.nothing': '이 노트에는 “이름: 값”이 없다.',
  'studynote.cut': '노트가 더 있다. 여기까지만 확인했다.',
  'studynote.line': '노트 {n}번째 줄',
  'studynote.wrong': '틀림',
  'studynote.assumed': '가정',
  'studynote.filled': '채움',
  'studynote.unreached': '여기서는 안 지나감',
  'studynote.unknown': '안 나옴',
  'studynote.right': '맞음',
  'studynote.ahead': '부팅이 더 가면',
  'studynote.aheadNote':
    '이 방은 아직 거기까지 가지 않았다. 부팅 단계를 실행하고 다시 확인하면 그 단계로 갈 수 있다.',
  'studynote.goTo': '{step} 단계로 가기',
  'because.assumed': '{it}번째 줄에서 가정',
  'because.constant': '{it}',
  'because.rule': '= {it}',
  'because.passed': '넘겨준 값: {it}',
  'because.loop': '루프를 나온 뒤',
  'because.item': '이 항목은 {it}, 버디 리스트에 한 번에 더하고 빼는 단위는 pcp->batch',
  'because.always': '{it}: 여기서는 인자와 관계없이 이 값',
};

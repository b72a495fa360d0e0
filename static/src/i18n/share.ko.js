// share.ko.js - links, files and what comes of them, in Korean.

/** @type {Record<string, string>} */
export default {
  'share.title': '이 방을 공유',
  'share.sub': '지금 {n}명. 방은 마지막 사람이 나가도 남는다.',
  'share.loopback': '이 주소는 이 컴퓨터 안에서만 통해 다른 사람은 열 수 없다.',
  'share.wider': '다른 사람도 열게 하려면 데몬을 이렇게 띄운다',
  'share.copied': '링크를 복사했다.',
  'share.here': '지금 단계 링크',
  'share.hereNote': '지금 보고 있는 곳에서 열린다.',
  'share.live': '방 링크',
  'share.liveNote': '연 사람은 지금 여기서 일어나는 일을 본다.',
  'share.session': '링크 하나에 세션 전체',
  'share.sessionNote':
    '모든 연산이 링크 안에 들어 있다. 이 방이 없어져도 어느 buddyscope에서나 새 방으로 열린다.',
  'share.embed': '프레임용 링크',
  'share.embedNote': '이 연산을 되풀이해 보여 준다. 위키나 노트에 넣는 한 화면.',
  'share.working': '잠시만 …',
  'share.tooLong': '{limit}자 링크에 담기에는 길다. 방을 파일로 저장한다.',
  'share.code': '링크의 QR 코드',
  'share.large': 'QR 크게',
  'share.noCode': 'QR 코드로 만들기에는 길다.',
  'share.codeNote': '휴대폰으로 찍으면 바로 본다. 같은 네트워크에 있어야 한다.',
  'share.codeLoopback': '이 컴퓨터에서만 열린다.',
  'share.files': '파일로',
  'share.saveRoom': '방을 JSON으로 저장',
  'share.saveSteps': '단계를 HTML 파일 하나로 저장',
  'steps.from': '부터',
  'steps.to': '까지',
  'steps.wrong': '연산 또는 연산.이벤트, 앞이 뒤보다 먼저, {last}까지',
  'session.version':
    '더 새로운 buddyscope에서 만든 링크다. 형식 {version}. 여기서는 형식 1을 읽는다.',
  'session.damaged': '링크가 잘렸거나 오는 길에 망가졌다.',
  'session.recorded':
    '모델 버전 {version}에서 기록했고 버전 {now}에서 다시 실행했다. 단계 번호가 다를 수 있다.',
  'room.import': '파일에서',
  'room.importNote': '여기나 다른 곳에서 JSON으로 저장한 방.',
};

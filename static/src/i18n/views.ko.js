// views.ko.js - levels, counters, the texts of /proc, reports and the machine, in Korean.

/** @type {Record<string, string>} */
export default {
  'machine.reserved': '페이지 할당자 이전의 예약',
  'machine.reservedNote': '부트로더와 초기 코드가 차지한 것. 코드에서 나오지 않는 크기는 가정이다.',
  'machine.reserve': 'memblock_reserve(), 주소',
  'machine.early': 'memblock_alloc(), 정렬',
  'machine.bootmem': 'bootmem, 정렬',
  'machine.known': '확인',
  'machine.assumed': '가정',
  'machine.size': '{n} KiB',
  'machine.bytes': '{n}바이트',
  'machine.profile': '머신',
  'machine.slub': 'SLUB',
  'machine.slubOn': '켬',
  'machine.slubOff': '끔',
  'machine.slubNote': '끄면 kmem_cache_init을 건너뛰고 그다음 단계로 부팅한다',
  'machine.make': '방 만들기',
  'more.bootNext': '사이의 단계도 차례로 실행한다.',
  'more.cpuDrain': 'cpu {cpu}',
  'more.drainOne': 'drain_local',
  'more.set': '적용',
  'held.several': '여러 개 고르기',
  'held.list': 'free_list',
  'held.listNote': '오더 0 페이지만, 많아야 {n}개',
  'held.listCold': 'free_list, cold',
};

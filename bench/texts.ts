import { type ComplaintRecord, emptyRecord } from '../domain/contract/record.ts';

/** Invented matters of a county's service hall, parts of sentences to be put together at random. */
const SURNAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜葛汤牛员';
const GIVEN = '禾秋满穗棠宁安远明知行舟岚溪松柏竹梅兰芷若云帆晓晨光启文博雅静怡然川泽润石磊';
const VILLAGES = '东赵庄村|西河湾村|南岗村|北坡头村|样例社区|柳树屯|石桥铺|清水沟村|上塘村|下营子';
const ITEMS =
  '二手房过户|户口迁移|身份证补领|医保异地备案|营业执照变更|养老金资格认证|建设工程规划许可|出入境证件办理|残疾人补贴|低保申请';
const WINDOWS = '不动产登记窗口|公安户籍窗口|市场监管窗口|医保社保综合窗口|建设工程审批窗口|公安出入境窗口|民政窗口';
const OPENINGS =
  '来访人说，上周四上午九点多来办|来电人反映，前天下午到大厅办|据本人讲，从三月初开始先后跑了四趟，为的是|本人反映，替家里老人来办';
const COURSES =
  '取号以后等了两个多小时才叫到，窗口人员说复印件不清楚，让回去重新复印，回来时窗口已经摆出暂停服务的牌子|窗口说系统升级，让第二天再来，第二天又说要先到社区开证明，社区说这个证明早就取消了，两边互相推|第一次没有一次性告知所缺材料，第二次换了一个人，又提出还要原来的购房合同，前后说法不一样|材料交上去以后二十多天没有回音，打电话没有人接，到窗口问，回答说经办人外出学习，不知道材料放在哪里|窗口人员一边接电话一边翻材料，态度冷淡，问了两句就说不归这里管，也没有说应该去哪里办理';
const WISHES =
  '要求把需要的材料一次列成单子告诉群众|希望尽快办结并给一个书面答复|请求查清当天是谁当班，给个说法|要求对不一次性告知的做法作出处理|希望大厅安排专人引导老年人';
const LIST = (text: string) => text.split('|');

/** A record of about 1.2 kB as JSON, put together from the parts by a seeded source of randomness (0 to 1). */
export function inventRecord(random: () => number, receivedAt: string): ComplaintRecord {
  const pick = (parts: readonly string[]): string => parts[Math.floor(random() * parts.length)] ?? '';
  const name = pick([...SURNAMES]) + pick([...GIVEN]) + (random() < 0.7 ? pick([...GIVEN]) : '');
  const item = pick(ITEM_LIST);
  const course = pick(COURSE_LIST);
  const unit = pick(WINDOW_LIST);
  const village = pick(VILLAGE_LIST);
  const number = Math.floor(random() * 1000);
  return {
    ...emptyRecord('tanghe', receivedAt),
    kind: random() < 0.75 ? 'complaint' : 'consult',
    channel: random() < 0.6 ? 'in_person' : 'phone',
    complainant: {
      type: 'named',
      name,
      id_type: 'id_card',
      id_no: `999999${1940 + Math.floor(random() * 65)}0${1 + Math.floor(random() * 9)}15${String(number).padStart(3, '0')}X`,
      phone: `19900000${String(number).padStart(3, '0')}`,
      address: `唐河县样例乡${village}${1 + Math.floor(random() * 12)}组`,
    },
    respondent: { unit, window_no: String(1 + Math.floor(random() * 30)).padStart(2, '0'), staff: '' },
    request: pick(WISH_LIST),
    narrative: `${pick(OPENING_LIST)}${item}，取号${pick([...'ABCD'])}${number}。${course}。${pick(COURSE_LIST)}。`,
    six_elements: {
      time: '上午九时许至下午二时',
      place: '县政务服务中心一楼',
      people: `${name}；窗口工作人员`,
      cause: `办理${item}`,
      course: '',
      result: '当天没有办成',
    },
  };
}

const ITEM_LIST = LIST(ITEMS);
const COURSE_LIST = LIST(COURSES);
const WINDOW_LIST = LIST(WINDOWS);
const VILLAGE_LIST = LIST(VILLAGES);
const WISH_LIST = LIST(WISHES);
const OPENING_LIST = LIST(OPENINGS);

import { describe, expect, it } from 'vitest';
import { chineseNumber, marksIn } from './numbers.ts';
import { ready, SAME_MATTER, scoreOf, type Told } from './score.ts';

const told = (text: string, more: Partial<Told> = {}): Told => ({
  name: '员样例',
  idNo: '',
  phones: ['19900000001'],
  unit: '不动产登记窗口',
  window: '',
  staff: '',
  texts: [text],
  ...more,
});
const other = { name: '何某某', phones: ['19900000002'] };
const score = (a: Told, b: Told) => scoreOf(ready(a), ready(b));

describe('the same matter', () => {
  it.each<[string, Told, Told]>([
    [
      '换一种说法：取号等候、复印件',
      told(
        '上午九点到不动产窗口办二手房过户，排队等了两个多小时，窗口人员说复印件不清楚让回去重印，回来窗口已经暂停服务。',
      ),
      told('我去办二手房转移登记，取号后等了两个小时，工作人员嫌复印件不清楚，叫我重新复印，再来时窗口没人了。'),
    ],
    [
      '换一种说法：态度',
      told('户籍窗口工作人员态度恶劣，我问落户要什么材料，她爱理不理，还大声呵斥老人。', { unit: '公安户籍窗口' }),
      told('反映公安户籍窗口一名女同志态度很差，问她户口迁移需要什么，她不耐烦，对老人大声训斥。', {
        unit: '公安户籍窗口',
      }),
    ],
    [
      '换一种说法：推诿',
      told('办残疾人补贴，民政窗口让找社区，社区让找残联，几个部门踢皮球，跑断腿也没办成。', { unit: '民政窗口' }),
      told('残疾人补贴申请被互相推诿，民政说归社区，社区说归残联，来回跑了好几趟还没办好。', { unit: '民政窗口' }),
    ],
    [
      '别人反映同一件事：噪音',
      told('阳光花园小区楼下烧烤店每天营业到凌晨两点，噪音扰民，孩子睡不着。', { unit: '样例街道' }),
      told('家住阳光花园，楼下烧烤摊夜里一直吵到凌晨，声音很大无法休息。', { unit: '样例街道', ...other }),
    ],
    [
      '别人反映同一件事：路灯',
      told('石桥铺村口到小学那段路的路灯不亮已经半个月，孩子放学走夜路不安全。', { unit: '样例镇' }),
      told('石桥铺小学门口到村口路灯坏了半个多月没人修，晚上学生走路危险。', { unit: '样例镇', ...other }),
    ],
    [
      '金额写法不同',
      told('公司拖欠工资三千五百元，从三月拖到现在不发。', { unit: '样例公司' }),
      told('老板欠薪3500元，三月份的工钱一直没给。', { unit: '样例公司' }),
    ],
    [
      '错别字',
      told('养老金资格认正办不了，系统提示人脸识别失败，窗口让我等通知。', { unit: '医保社保综合窗口' }),
      told('养老金资格认证办不了，系统提示人脸识别失败，窗口让等通知。', { unit: '医保社保综合窗口' }),
    ],
    [
      '全角数字和空格',
      told('受理编号Ａ１２０８的营业执照变更，材料交了二十天没有回音。', { unit: '市场监管窗口' }),
      told('营业执照变更（受理编号A1208），交材料 20 天了迟迟没有结果。', { unit: '市场监管窗口' }),
    ],
    [
      '短的一句对长的一篇',
      told('低保申请一直没有下文', { unit: '民政窗口' }),
      told('去年冬天递交低保申请，村里盖了章，镇里说已经上报，民政窗口说没收到，到现在石沉大海，没有一个人给说法。', {
        unit: '民政窗口',
      }),
    ],
    [
      '换了电话，证件号相同',
      told('医保异地备案手续办了三次都被退回，每次说法不一样。', { idNo: '999999194001150011' }),
      told('异地备案医保三次被退回来，每回说的都不一样。', { idNo: '999999194001150011', phones: ['19900000009'] }),
    ],
  ])('%s', (_what, a, b) => {
    expect(score(a, b).score).toBeGreaterThanOrEqual(SAME_MATTER);
    expect(score(b, a)).toEqual(score(a, b));
  });
});

describe('another matter', () => {
  it.each<[string, Told, Told]>([
    [
      '同一人，另一窗口另一事',
      told('办二手房过户，复印件不清楚让重印。'),
      told('身份证补领交了钱两个月还没拿到。', { unit: '公安户籍窗口' }),
    ],
    [
      '同一人，同一窗口另一事',
      told('办二手房过户排队等了两个小时，窗口暂停服务。'),
      told('抵押登记注销后证书上的名字打错，要求更正。'),
    ],
    [
      '同一人，都是态度，另一窗口另一天',
      told('5月3日医保窗口人员态度恶劣，报销单子扔回来。', { unit: '医保窗口' }),
      told('9月18日去办执照，市场监管窗口态度不好，让我出去等。', { unit: '市场监管窗口' }),
    ],
    [
      '同一窗口，另一人另一事',
      told('不动产证上的面积少了十二平方米，要求更正。'),
      told('抵押登记要收八十元工本费，认为是乱收费。', other),
    ],
    [
      '同一人，同样的话，编号不同',
      told('受理编号B2201的规划许可超期未办，请求催办。', { unit: '建设工程审批窗口' }),
      told('受理编号B3377的规划许可超期未办，请求催办。', { unit: '建设工程审批窗口' }),
    ],
    [
      '同一人，金额和日期都不同',
      told('3月5日停车被多收了20元，要求退费。', { unit: '样例停车场' }),
      told('8月19日停车被多收了65元，要求退费。', { unit: '样例停车场' }),
    ],
    [
      '重名，证件号不同',
      told('孩子上学学区划分不公平。', { unit: '教育局', phones: [], idNo: '999999194001150011' }),
      told('孩子上学要交择校费三万元。', { unit: '教育局', phones: [], idNo: '999999198001150022' }),
    ],
    [
      '只有套话相同',
      told('来访人反映窗口工作人员办理事项时没有告知情况，希望有关部门尽快处理并答复。'),
      told('来访人反映窗口工作人员办理户口时不在岗，希望有关部门尽快处理并答复。', other),
    ],
    ['什么也没写', told('', { unit: '' }), told('', { unit: '' })],
  ])('%s', (_what, a, b) => {
    expect(score(a, b).score).toBeLessThan(SAME_MATTER);
  });

  it('is said to be the same person all the same, and why', () => {
    const found = score(
      told('办二手房过户，复印件不清楚。'),
      told('身份证补领两个月没拿到。', { unit: '公安户籍窗口' }),
    );
    expect(found.kind).toBe('person');
    expect(found.reasons).toEqual(['同一人（电话相同）', '事情看来不同']);
  });
});

describe('reasons', () => {
  it('name both the person and the matter, and that a number typed for none names nobody', () => {
    const a = told('公司拖欠工资三千五百元，从三月拖到现在。', { unit: '样例公司', phones: ['-'], idNo: '——' });
    const b = told('老板欠薪3500元，三月份的工钱一直没给。', { unit: '样例公司', phones: ['-'], idNo: '——' });
    expect(score(a, b).reasons[0]).toBe('同一人（姓名相同）、同一事');
    expect(score(a, { ...b, name: '何某' }).reasons[0]).toBe('事情相同，投诉人不同');
    expect(score(a, b).reasons).toContain('日期、金额或编号一致');
  });
});

describe('numbers', () => {
  it.each([
    ['三千五百', 3500],
    ['十二', 12],
    ['二十', 20],
    ['一万二千', 12_000],
    ['两百零五', 205],
    ['二〇二六', 2026],
  ])('%s is %i', (words, number) => {
    expect(chineseNumber(words)).toBe(number);
  });

  it('are read in one way however they were written', () => {
    expect(marksIn('三月五日交了1.2万元')).toEqual({ amounts: ['12000'], dates: ['3-5'], codes: [] });
    expect(marksIn('2026-3-5,单号tx2026031')).toEqual({ amounts: [], dates: ['3-5'], codes: ['tx2026031'] });
  });
});

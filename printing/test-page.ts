import { type Bitmap, blit, emptyBitmap, setDot } from './bitmap.ts';
import { characterSet } from './character-set.ts';
import { code128Bitmap } from './code128.ts';
import { CHARACTER_DOTS, columnsOf, RECEIPT, type ReceiptWidth } from './columns.ts';
import { EscposWriter } from './escpos-writer.ts';
import type { PrinterProfile } from './printers/profile.ts';
import { qrBitmap } from './qr.ts';
import { wrap } from './wrap.ts';

/**
 * The page that shows an officer which profile fits a printer. Each numbered line needs one ability and is followed by what
 * to choose when it looks wrong. Whatever the profile, the same abilities are tried; all words of advice are in GB 2312,
 * which every Chinese printer has.
 */
export interface TestPage {
  bytes: Uint8Array;
  /** What should stand on paper, line by line. */
  text: string[];
}

const LEADING = 8;
/** Rows of the picture that is sent in one command, on purpose more than a small buffer holds. */
const BLOCK_ROWS = 96;

class Page {
  readonly text: string[] = [];
  readonly to = new EscposWriter();
  readonly dots: number;
  private readonly columns: number;
  /** Everything in two bytes: here the bytes go out whether or not this printer has the character. */
  private readonly set = characterSet('gb18030');

  constructor(width: ReceiptWidth) {
    ({ dots: this.dots, columns: this.columns } = RECEIPT[width]);
    this.to.begin();
  }

  line(text: string, scaleY: 1 | 2 = 1): void {
    this.text.push(text);
    this.to.spacing(CHARACTER_DOTS * scaleY + LEADING);
    this.to.line(text, this.set);
  }

  /** Words of advice, broken to the paper. */
  words(text: string): void {
    for (const line of wrap(text, this.columns, columnsOf)) this.line(line);
  }

  ruler(): void {
    this.line(Array.from({ length: this.columns }, (_, at) => (at % 10 === 9 ? '|' : String((at + 1) % 10))).join(''));
  }
}

/** A frame with both diagonals: a band that is lost or shifted shows at once. */
function block(dots: number): Bitmap {
  const bitmap = emptyBitmap(dots, BLOCK_ROWS);
  for (let y = 0; y < BLOCK_ROWS; y += 1) {
    const across = Math.floor((y * (dots - 3)) / (BLOCK_ROWS - 1));
    for (let thick = 0; thick < 3; thick += 1) {
      for (const x of [thick, dots - 1 - thick, across + thick, dots - 1 - across - thick]) setDot(bitmap, x, y);
    }
    if (y < 3 || y >= BLOCK_ROWS - 3) for (let x = 0; x < dots; x += 1) setDot(bitmap, x, y);
  }
  return bitmap;
}

function centred(bitmap: Bitmap, dots: number): Bitmap {
  const wide = emptyBitmap(dots, bitmap.height);
  blit(wide, bitmap, Math.floor((dots - bitmap.width) / 2), 0);
  return wide;
}

/** @param profile the one in force: its bands, feed and cut are used, and its name stands on the page */
export function testPage(width: ReceiptWidth, profile: PrinterProfile): TestPage {
  const page = new Page(width);
  const { to, dots } = page;
  to.init();
  page.line('Jiesu Desk printer test');
  page.line('D1 汉字（没有先发 FS &）');
  to.chineseMode();
  page.line('D2 汉字（先发了 FS &）');
  page.words('D1 乱码、D2 清楚是正常的。D1 D2 都乱码：不是简体中文机型，或拨码开关没有设在汉字。');
  to.bold(true);
  page.words(`打印机测试页　现用：${profile.name}`);
  to.bold(false);
  page.line('A 国标汉字：投诉受理登记回执');
  page.words('A 乱码或空白：见 D。');
  page.line('B 扩展汉字：镕堃喆珺玥');
  page.words('B 是空白、问号或乱码：选“旧式 58 毫米（国标一二级字库）”。');
  page.line('C 国标 18030：䶮㑇㖞㘎');
  page.words('C 清楚：可选“国家标准 GB 18030”。不清楚不要紧，现用配置会改印图形。');
  to.size(2, 2);
  page.line('E1 汉字Aa', 2);
  to.chineseSize(2, 2);
  page.line('E2 汉字Aa', 2);
  to.chineseSize(1, 1);
  to.size(1, 1);
  page.words('E1 里汉字小、字母大：选“汉字字号要另设（FS !）”。E1 E2 都大：不用改。');
  page.ruler();
  page.words(`标尺应正好一行 ${RECEIPT[width].columns} 格。折成两行：纸宽选错了。右边空一截：纸更宽。`);
  page.line('F1 图形，分段：');
  to.picture(block(dots), profile.bandRows);
  page.line('F2 图形，一次：');
  to.picture(block(dots), BLOCK_ROWS);
  page.words('F1 断开、错位或变成乱码：选“缓冲区小”。只有 F2 不好：不用改。');
  page.line('G 手机扫码应读出 TEST-0001：');
  for (const code of [qrBitmap('TEST-0001', Math.floor(dots * 0.42)), code128Bitmap('TEST-0001', dots, 72)]) {
    if (code) to.picture(centred(code, dots), profile.bandRows);
    to.feed(12);
  }
  page.words('最后应自动切纸。没有切：选“无切刀”。每张都要人工确认出纸：打印机不回答状态，接线或“只收不答”。');
  to.feed(profile.feedToCut);
  to.cut(profile.cutter);
  return { bytes: to.take(), text: page.text };
}

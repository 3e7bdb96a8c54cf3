import type { CommandName } from './command-line.ts';

export const EXIT = { ok: 0, failed: 1, usage: 2, cannotOpen: 3 } as const;

const EXITS = `退出码  0 成功　1 发现问题或没有办成　2 用法不对　3 打不开数据（数据没有被改动）`;
const COMMON = `  --json          只输出一个 JSON 文档；出错时为 {"error":{"code","message"}}
  --help          显示本说明`;
const DATA = `  --data DIR      数据目录（默认：环境变量 JIESU_DATA，否则为本用户的数据目录）`;

export const HELP = `接诉台管理命令

用法  npm run desk -- 命令 [选项]
      供程序读取时用 npm run -s desk -- 命令 --json（-s 使 npm 不输出自己的行）

  verify    检查数据：条目链、孤行、工作台与检索、编号
  export    导出全部条目（jsonl）或案卷表（csv）
  rebuild   由条目重建工作台与检索，然后检查
  print     列出文书，或把一份文书排版成文件
  printer   列出本机的打印机；模拟一台小票打印机，没有打印机时试用
  due       计算一批时限，附依据和逐日说明
  regimes   列出办理制度，或检查制度文件（lint）
  bundle    没有网络时转交：制作、导入、列出数据包
  backup    把运行中的接诉台备份成一个加密文件
  restore   在新电脑上由备份恢复

  每个命令都可加 --help 和 --json
${EXITS}
`;

export const HELP_OF: Record<CommandName, string> = {
  verify: `检查一个站点的数据，不作任何改动；接诉台运行时也可以用

用法  npm run desk -- verify [--data DIR] [--json]

  检查内容：数据库完整性与安全设置；本站条目链从第 1 号起完整，外站条目的校验值；条目合乎规定；签字与附件的校验值；
  孤行；工作台和检索目录等于由条目重建的结果；编号唯一、校验码正确、本站逐日连续、计数器不落后
${DATA}
${COMMON}
${EXITS}
`,
  export: `导出数据。文件含个人信息，请妥善保管

用法  npm run desk -- export --out FILE [--format jsonl|csv] [--data DIR] [--json]

  --out FILE      写到哪个文件（先写临时文件再改名，不会留下半个文件；只有本用户能读）
  --format        jsonl：全部条目，一行一条，逐字节保真（默认）
                  csv：案卷表，供电子表格打开，防止内容被当作公式执行
${DATA}
${COMMON}
${EXITS}
`,
  rebuild: `由条目重建工作台与检索目录，然后检查。条目本身不变；须先退出接诉台

用法  npm run desk -- rebuild [--data DIR] [--json]

${DATA}
${COMMON}
${EXITS}
`,
  print: `把一份文书排版成文件；不经打印机，也不记入案卷

用法  npm run desk -- print --list [--regime ID] [--json]
      npm run desk -- print --document KIND --case ID|编号|FILE --out FILE [选项]
      npm run desk -- print --register 受理登记簿|办结登记簿|ID --from DATE --to DATE --out FILE
      npm run desk -- print --handover ID|last --out FILE
      npm run desk -- print --samples FILE --out DIR [--json]

  --list          列出文书：代码、名称、可用纸宽；加 --regime 时也列出该制度的表单
  --document      文书代码；制度的表单为 form:表单，第几次催办的为 form:催办单@2
  --register      一段时间的登记簿（PDF）；--from、--to 为起止日期，都包括在内
  --handover      一次交接班的交接表（PDF）；last 为最近一次
  --samples       记录文件中每条记录的全部适用文书，58、80、a4 三种纸宽各一份，写入目录 DIR；不需要数据库
                  DIR/manifest.json 为数组 {sample, document, width, file, number, qr, text}，最后写成
                  不能登记的记录不排版，逐条列出；--json 时为 left_out:[{sample, code, fields}]
                  编号按记录在文件中的次序；同样的文件得到逐字节相同的结果
  --case          案卷的 ID 或编号；或一个记录文件（JSON，一条记录，或记录的数组）
                  记录文件不需要数据库：按记录的收到时间在内存中登记，后续环节以样张文字补足
  --pick ID       记录文件是数组时，取 id 为 ID 的一条
  --width         58、80（ESC/POS 字节）或 a4（PDF）；默认为该文书的常用纸宽
  --png           58、80 时输出打印效果的图片（PNG）
  --ground CODE   不予受理的情形（仅记录文件）；默认为记录的 expect.refusal，再次为制度的第一种
  --out FILE      写到哪个文件（--samples 时为目录）
${DATA}
${COMMON}
${EXITS}
`,
  printer: `列出本机能找到的打印机；或模拟一台网络小票打印机（ESC/POS，只在本机 127.0.0.1），用中文说明发生了什么

用法  npm run desk -- printer list [--json]
      npm run desk -- printer simulate [选项]

  list 不打印、不打开任何打印机；--json 时为 {printers:[{kind, device|port|queue, name, detail}]}

  --port          端口，默认 9100；0 为任意空闲端口
  --width         纸宽 58 或 80，默认 80
  --out DIR       每印出一张，存为图片 0001.png、0002.png……
  --script FILE   按剧本出毛病（JSON 数组，after 为距上一步的秒数），例如
                  [{"after":5,"do":"paper out"},{"after":10,"do":"paper in"},{"after":0,"behave":{"resetAtByte":2000}}]
  运行时可输入    paper out 缺纸　paper in 装纸　cover open 开盖　cover closed 合盖　off 关机　on 开机　quit 退出
  输入结束时退出；在接诉台的设置里把打印机设为网络打印机 127.0.0.1 和这个端口
${COMMON}
${EXITS}
`,
  due: `按办理制度计算一批时限，附原文、结论和逐日说明；不需要数据库。一题有误则全部不答

用法  npm run desk -- due --cases FILE [--json]

  --cases FILE    题目文件（JSON 数组）。每题 id、regime、limit、category、kind、event、start，
                  按需加 extension、base_limit、agreed_date、promised_date
                  kind   due 到期日　extension_max 延期最长至　extension_request_latest 最迟何时提出延期
                         urge_on 催办（黄牌）日　deemed_signed 视同签收日　promised 所填日期
                         report_due 报送日　no_limit 没有期限
                  start  日期，或日期时间（不写时区即为北京时间）
  答案为数组 {id, due, provisional, proof:{rule, summary, days}}；due 为日期，按分钟计的为日期时间，没有期限的为 null
${COMMON}
${EXITS}
`,
  bundle: `没有网络时用U盘转交数据：制作给中心或其他站点的加密数据包，或导入带来的数据包；须先退出接诉台

用法  npm run desk -- bundle make --to centre|站点代码 --out FILE [--data DIR] [--json]
      npm run desk -- bundle take FILE [--data DIR] [--json]
      npm run desk -- bundle list [--data DIR] [--json]

  make            给中心：本站尚未上报的全部条目和附件；给站点：尚未上报、该站点可以看的案卷（按规定隐名）
  take            给本站的当场导入；给中心的代为保存，连上中心后自动转交。被改动或不完整的一条也不导入
  重复导入、次序颠倒，结果都一样
${DATA}
${COMMON}
${EXITS}
`,
  backup: `把一个站点备份成一个加密文件；接诉台运行时也可以用。须先在设置里生成恢复码

用法  npm run desk -- backup --out FILE [--data DIR] [--json]

  --out FILE      写到哪个文件；写完再读回检查，检查通过才算数
${DATA}
${COMMON}
${EXITS}
`,
  restore: `由备份恢复一个站点；只能恢复到空的数据目录

用法  npm run desk -- restore --from FILE --code 恢复码 [--data DIR] [--json]

  恢复后编号跳过一段，不会与旧电脑给过的重复；已入网的站点先向中心取回备份之后的内容，完成前不能登记
  恢复后请停用旧电脑：两台同时使用会被发现并停办
  恢复码丢了：请中心用 npm run centre -- new-code FILE 另开一个，把它写出的 FILE.key 与备份放在一起
${DATA}
${COMMON}
${EXITS}
`,
  regimes: `列出本软件所带的办理制度：代码、名称、版本；或检查制度文件

用法  npm run desk -- regimes [--json]
      npm run desk -- regimes lint [FILE…] [--json]

  lint            逐行指出制度文件的毛病：文件:行: 错误或提醒；不写 FILE 时检查所带的全部制度
                  错误的文件不能生效；提醒供编写人核对。写法见 docs/regimes.md

${COMMON}
${EXITS}
`,
};

import type { ComplaintRecord } from '../../domain/contract/record.ts';
import type { Keyboard } from './keyboard.ts';

/** Types an ordinary in-person complaint into the registration page, field by field as it is told. */
export async function typeComplaint(keys: Keyboard, record: ComplaintRecord, item: string): Promise<void> {
  await keys.type('姓名', record.complainant.name);
  await keys.type(/^证件号码/, record.complainant.id_no);
  await keys.type('联系电话', record.complainant.phone);
  await keys.type('联系地址', record.complainant.address);
  await keys.type('单位或窗口', record.respondent.unit);
  await keys.type('窗口号', record.respondent.window_no);
  await keys.type('工作人员', record.respondent.staff);
  await keys.type('相关事项的具体名称', item);
  await keys.type('具体请求', record.request);
  await keys.type('事实经过', record.narrative);
}

import type { FoundPrinter } from '../../domain/contract/printing.ts';
import { cupsClient } from '../transports/cups-client.ts';

/** RFC 8011, 5.4.11 */
const STATES: Readonly<Record<number, string>> = { 3: '空闲', 4: '正在打印', 5: '已停用' };

/** The queues of this machine's CUPS. @param ms for its answer */
export async function cupsQueues(ms: number): Promise<FoundPrinter[]> {
  const wanted = ['printer-name', 'printer-info', 'printer-make-and-model', 'printer-location', 'printer-state'];
  const groups = await cupsClient().printers(ms, ...wanted, 'device-uri');
  return groups.map((group) => {
    const value = (name: string): string => String(group.get(name)?.[0] ?? '');
    const state = STATES[Number(group.get('printer-state')?.[0])];
    const facts = [value('printer-make-and-model'), value('printer-location'), address(value('device-uri')), state];
    return {
      kind: 'cups',
      queue: value('printer-name'),
      name: value('printer-info') || value('printer-name'),
      detail: facts.filter(Boolean).join(' · '),
    };
  });
}

/** Without the name and password that an address may hold. */
function address(uri: string): string {
  return uri.replace(/^([a-z]+:\/\/)[^/@]*@/i, '$1').replace(/\?.*$/, '');
}

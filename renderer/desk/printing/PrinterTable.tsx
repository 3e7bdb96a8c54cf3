import { Button, Skeleton } from 'antd';
import { messageOf } from '../../../domain/contract/errors.ts';
import type { PrinterConfig, PrinterProfileView } from '../../../domain/contract/printing.ts';
import type { StatusView } from '../../../domain/contract/views/station.ts';
import { go } from '../frame/router.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Tag } from '../pieces/Tag.tsx';
import { useCall } from '../queries.ts';
import { PrinterTest } from './PrinterTest.tsx';
import { KIND_OF_PRINTER, placeOf, profileWords, USES, WIDTH_WORDS } from './printerWords.ts';

/** The station's printers: what each is for, where it stands, what model it is taken for, and how it is. */
export function PrinterTable() {
  const settings = useCall('settings.get', {});
  const status = useCall('status', {});
  const profiles = useCall('printer.profiles', {});
  const printers = settings.data?.printers;
  return (
    <section className="panel" aria-labelledby="printers-title">
      <h2 id="printers-title">打印机</h2>
      <ErrorNote error={settings.error} />
      {settings.isPending ? <Skeleton active title={false} paragraph={{ rows: 2, width: '100%' }} /> : null}
      {printers ? (
        <table className="list-table">
          <thead>
            <tr>
              <th scope="col">用途</th>
              <th scope="col">打印机</th>
              <th scope="col">去处</th>
              <th scope="col">纸张</th>
              <th scope="col">现在</th>
              <th scope="col">测试</th>
            </tr>
          </thead>
          <tbody>
            {(['slip', 'a4', 'spare'] as const).map((use) => (
              <Row
                key={use}
                use={USES[use].short}
                printer={printers[use]}
                live={status.data?.printers.find((one) => one.id === printers[use]?.id)}
                profiles={profiles.data ?? []}
              />
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}

function Row({
  use,
  printer,
  live,
  profiles,
}: {
  use: string;
  printer: PrinterConfig | null;
  live: StatusView['printers'][number] | undefined;
  profiles: readonly PrinterProfileView[];
}) {
  if (!printer) {
    return (
      <tr>
        <td>{use}</td>
        <td colSpan={5}>
          没有设置。　
          <Button size="small" aria-label={`去设置 ${use}打印机`} onClick={() => go({ page: 'settings' })}>
            去设置
          </Button>
        </td>
      </tr>
    );
  }
  const model = profileWords(printer, profiles);
  return (
    <tr>
      <td>{use}</td>
      <td className="list-words">
        {printer.name}
        {model === '' ? null : <span className="printer-model">{model}</span>}
      </td>
      <td className="list-words">
        {KIND_OF_PRINTER[printer.kind]}，{placeOf(printer)}
      </td>
      <td>{WIDTH_WORDS[printer.width]}</td>
      <td>{live ? <Load live={live} /> : '—'}</td>
      <td>
        <PrinterTest printer={printer} name={`${use}打印机`} />
      </td>
    </tr>
  );
}

/** What waits at a printer and what it complains about. */
function Load({ live }: { live: StatusView['printers'][number] }) {
  const load = [
    live.waiting > 0 ? `等待 ${live.waiting} 份` : '',
    live.asking > 0 ? `待确认 ${live.asking} 份` : '',
  ].filter((part) => part !== '');
  return (
    <span className="printer-load">
      {live.lastError ? (
        <Tag tone="orange" icon="alert">
          {messageOf(live.lastError).split('：')[0]}
        </Tag>
      ) : null}
      <span>{load.length > 0 ? load.join('，') : '没有排队'}</span>
    </span>
  );
}

import { Button } from 'antd';
import type { PrinterConfig } from '../../../domain/contract/printing.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Icon } from '../pieces/Icon.tsx';
import { useAct } from '../queries.ts';

/** Asks the printer whether it is there and well, and says in words what it answered. */
export function PrinterTest({ printer, name }: { printer: PrinterConfig; name: string }) {
  const test = useAct('printer.test');
  const answer = test.data;
  return (
    <span className="printer-test">
      <Button
        size="small"
        loading={test.isPending}
        aria-label={`测试 ${name}`}
        onClick={() => test.mutate({ printer })}
      >
        测试
      </Button>
      <span role="status">
        {answer ? (
          <span className={answer.ok ? 'test-good' : 'test-bad'}>
            <Icon name={answer.ok ? 'check' : 'alert'} size={16} /> {answer.message}
          </span>
        ) : null}
      </span>
      <ErrorNote error={test.error} />
    </span>
  );
}

import { Button } from 'antd';
import type { PrinterConfig } from '../../../domain/contract/printing.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Icon } from '../pieces/Icon.tsx';
import { useAct } from '../queries.ts';
import { type TestAnswer, whatToDo } from './testWords.ts';

/** Asks the printer whether it is there and well, and says in words what it answered. */
export function PrinterTest({ printer, name }: { printer: PrinterConfig; name: string }) {
  const test = useAct('printer.test');
  return (
    <span className="printer-test">
      <Button
        size="small"
        loading={test.isPending}
        aria-label={`测试连接 ${name}`}
        onClick={() => test.mutate({ printer })}
      >
        测试连接
      </Button>
      <TestResult answer={test.data} />
      <ErrorNote error={test.error} />
    </span>
  );
}

/** What a printer answered, and what to do about it. */
export function TestResult({ answer }: { answer: TestAnswer | undefined }) {
  const todo = answer ? whatToDo(answer) : '';
  return (
    <span role="status" className="test-result">
      {answer ? (
        <span className={answer.ok ? 'test-good' : answer.error === 'printer_one_way' ? 'test-look' : 'test-bad'}>
          <Icon name={answer.ok ? 'check' : 'alert'} size={16} /> {answer.message}
        </span>
      ) : null}
      {todo === '' ? null : <span className="test-todo">{todo}</span>}
    </span>
  );
}

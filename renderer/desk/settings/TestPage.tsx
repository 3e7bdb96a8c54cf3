import { Button } from 'antd';
import type { PrinterConfig, PrinterProfileView } from '../../../domain/contract/printing.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { TestResult } from '../printing/PrinterTest.tsx';
import { mayHaveCome } from '../printing/testWords.ts';
import { useAct } from '../queries.ts';
import { TestPageGuide } from './TestPageGuide.tsx';

/** 打印测试页, and then what it looks like: the answer leads to the model that fits. */
export function TestPage({
  printer,
  name,
  width,
  profiles,
  onChoose,
}: {
  printer: PrinterConfig;
  name: string;
  width: '58' | '80';
  profiles: readonly PrinterProfileView[];
  onChoose: (profile: string) => void;
}) {
  const print = useAct('printer.testPage');
  return (
    <div className="test-page">
      <span className="printer-test">
        <Button
          size="small"
          loading={print.isPending}
          aria-label={`打印测试页 ${name}`}
          onClick={() => print.mutate({ printer })}
        >
          打印测试页
        </Button>
        <TestResult answer={print.data} />
      </span>
      <ErrorNote error={print.error} />
      {print.data && mayHaveCome(print.data) ? (
        // Another page is another look at the paper.
        <TestPageGuide
          key={print.submittedAt}
          name={name}
          width={width}
          printed={print.variables?.printer.profile ?? printer.profile}
          profiles={profiles}
          chosen={printer.profile}
          onChoose={onChoose}
        />
      ) : null}
    </div>
  );
}

import { Button } from 'antd';
import { useState } from 'react';
import type { IntakeAdvice } from '../../../domain/contract/views/cases.ts';
import { visibleLine } from '../../../domain/documents/visible.ts';
import { date } from '../format.ts';
import { go } from '../frame/router.ts';
import { Icon } from '../pieces/Icon.tsx';
import { StatusTag } from '../pieces/StatusTag.tsx';

type Earlier = IntakeAdvice['duplicates'][number];

/**
 * Earlier cases before a second is opened: those that look like the same matter stand out until the officer has looked
 * and says that this is another; the same person's other cases stand below, quietly.
 */
export function EarlierCases({ cases }: { cases: readonly Earlier[] }) {
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const same = cases.filter((one) => one.kind === 'same' && !dismissed.has(one.caseId));
  const others = cases.filter((one) => one.kind === 'person' || dismissed.has(one.caseId));
  return (
    <>
      {same.length > 0 ? (
        <section aria-labelledby="advice-same" className="advice-block advice-warn">
          <h2 id="advice-same">
            <Icon name="alert" size={16} /> 可能已经登记过
          </h2>
          <div className="earlier-acts">
            <Button
              size="small"
              onClick={() => setDismissed(new Set([...dismissed, ...same.map((one) => one.caseId)]))}
            >
              仍然新立一件
            </Button>
          </div>
          <ul>
            {same.map((one) => (
              <Line key={one.caseId} earlier={one} />
            ))}
          </ul>
        </section>
      ) : null}
      {others.length > 0 ? (
        <section aria-labelledby="advice-person" className="advice-block advice-quiet">
          <h2 id="advice-person">此前的诉求件</h2>
          <ul>
            {others.map((one) => (
              <Line key={one.caseId} earlier={one} />
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

function Line({ earlier }: { earlier: Earlier }) {
  return (
    <li className="earlier">
      <div className="earlier-line">
        <strong className="number">{earlier.number}</strong>
        <StatusTag status={earlier.status} />
      </div>
      <div>
        {visibleLine(earlier.complainantName)} · {visibleLine(earlier.summary)}
      </div>
      <div className="earlier-reasons">{earlier.reasons.join('；')}</div>
      <div className="earlier-line">
        <span className="field-hint">{date(earlier.registeredAt)} 登记</span>
        <Button
          size="small"
          aria-label={`打开原案 ${earlier.number}`}
          onClick={() => go({ page: 'case', caseId: earlier.caseId })}
        >
          打开原案
        </Button>
      </div>
    </li>
  );
}

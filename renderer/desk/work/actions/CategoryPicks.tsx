import { useQueries } from '@tanstack/react-query';
import type { ComplaintRecord } from '../../../../domain/contract/record.ts';
import type { RegimeView } from '../../../../domain/contract/views/station.ts';
import { call } from '../../client.ts';
import { date, nowIso } from '../../format.ts';
import { DueTag } from '../../pieces/DueTag.tsx';
import { workingDaysLeft } from '../casefile/remaining.ts';
import { Picks } from '../parts/form.tsx';

interface Props {
  legend: string;
  record: ComplaintRecord;
  categories: RegimeView['categories'];
  value: string | null;
  problem: string | undefined;
  onChange: (category: string) => void;
}

/** The regime's categories, each with the limit that it would start today. */
export function CategoryPicks({ legend, record, categories, value, problem, onChange }: Props) {
  const clocks = useQueries({
    queries: categories.map(({ id }) => ({
      queryKey: ['intake.advise', { record, category: id }],
      queryFn: () => call('intake.advise', { record, category: id }),
    })),
  });
  return (
    <Picks
      legend={legend}
      aligned
      name="category"
      value={value}
      autoFocus
      problem={problem}
      options={categories.map((category, at) => ({
        value: category.id,
        label: (
          <>
            {category.name}
            <Starts clocks={clocks[at]?.data?.clocks ?? []} />
          </>
        ),
        more: category.rule,
      }))}
      onChange={onChange}
    />
  );
}

function Starts({ clocks }: { clocks: { what: string; dueAt: string | null; provisional: boolean; soft: boolean }[] }) {
  const first = clocks.find((clock) => clock.dueAt !== null && !clock.soft);
  if (!first?.dueAt) return <span className="pick-due">制度未规定天数</span>;
  return (
    <span className="pick-due" title={first.what}>
      {date(first.dueAt)} 前{' '}
      <DueTag
        dueAt={first.dueAt}
        provisional={first.provisional}
        workingDaysLeft={workingDaysLeft(first.dueAt, nowIso())}
      />
    </span>
  );
}

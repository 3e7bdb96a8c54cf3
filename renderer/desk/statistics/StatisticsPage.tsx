import { Button } from 'antd';
import { useState } from 'react';
import { isDate, localDate } from '../../../domain/calendar/dates.ts';
import type { StatisticsView } from '../../../domain/contract/views/figures.ts';
import { periodOf } from '../../../domain/counting/periods.ts';
import { type FigureGroup, type FlowFigure, flowFigures } from '../../../domain/counting/sums.ts';
import { FLOW_MEANINGS, FLOW_WORDS, GROUP_WORDS } from '../../../domain/counting/words.ts';
import { fetchBlobUrl } from '../client.ts';
import { nowIso } from '../format.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Progress } from '../pieces/Progress.tsx';
import { useCall } from '../queries.ts';
import { Figure } from '../work/parts/Figure.tsx';
import { PageTitle } from '../work/parts/PageTitle.tsx';
import '../work/pages.css';
import { Bars } from './Bars.tsx';
import { Books } from './Books.tsx';
import { type Behind, CasesDialog } from './CasesDialog.tsx';
import { Consequences } from './Consequences.tsx';
import { Days } from './Days.tsx';
import { type Choice, PeriodPicker } from './PeriodPicker.tsx';
import { Reports } from './Reports.tsx';
import { everyDay, percent } from './share.ts';
import './statistics.css';

/** What came in, what became of it, whether in time and to whose satisfaction; each figure opens its cases. */
export default function StatisticsPage() {
  const today = localDate(nowIso());
  const [choice, setChoice] = useState<Choice>(() => ({ kind: 'month', period: periodOf('month', today) }));
  const [behind, setBehind] = useState<Behind | null>(null);
  const { period } = choice;
  const good = isDate(period.from) && isDate(period.to) && period.from <= period.to;
  const figures = useCall('statistics', period, { enabled: good, keep: true });
  return (
    <div className="page statistics">
      <PageTitle>统计</PageTitle>
      <div className="statistics-head">
        <PeriodPicker choice={choice} today={today} onChange={setChoice} />
        <div className="statistics-lists">
          <Books period={period} disabled={!good} />
          <ExportButton from={period.from} to={period.to} disabled={!good} />
        </div>
      </div>
      {good ? null : <p className="form-problem">日期写成 yyyy-MM-dd，开始不晚于结束。</p>}
      <ErrorNote error={figures.error} action={<Button onClick={() => figures.refetch()}>重试</Button>} />
      {figures.isFetching && good ? <Progress words="正在统计" /> : null}
      {figures.data ? <Figures data={figures.data} today={today} onOpen={setBehind} /> : null}
      {good ? <Consequences day={period.to < today ? period.to : today} onOpen={setBehind} /> : null}
      <Reports today={today} />
      {behind ? <CasesDialog behind={behind} onClose={() => setBehind(null)} /> : null}
    </div>
  );
}

function Figures({ data, today, onOpen }: { data: StatisticsView; today: string; onOpen: (behind: Behind) => void }) {
  const { from, to, groups, limits } = data;
  const stopped = limits.met + limits.late;
  const flow = (name: FlowFigure) => groups.flow.find((one) => one.value === name)?.count ?? 0;
  const rating = (...levels: string[]) =>
    groups.satisfaction.filter(({ value }) => levels.includes(value)).reduce((sum, { count }) => sum + count, 0);
  const pleased = rating('very_satisfied', 'satisfied', 'fair');
  const rated = pleased + rating('dissatisfied', 'very_dissatisfied');
  const open = (group: FigureGroup, value: string, name: string) =>
    onOpen({ title: `${GROUP_WORDS[group]}：${name}`, of: { type: 'figure', from, to, group, value } });
  const bars = (group: FigureGroup, empty: string) => (
    <Bars
      title={GROUP_WORDS[group]}
      empty={empty}
      bars={groups[group]}
      onOpen={(bar) => open(group, bar.value, bar.name)}
    />
  );
  return (
    <>
      <div className="figures figures-tight">
        {flowFigures.map((name) => (
          <button
            type="button"
            key={name}
            className="figure-button"
            disabled={flow(name) === 0}
            onClick={() => open('flow', name, FLOW_WORDS[name])}
          >
            <Figure
              label={FLOW_WORDS[name]}
              value={`${flow(name)}`}
              meaning={FLOW_MEANINGS[name]}
              alarm={name === 'overdue' && flow(name) > 0}
            />
          </button>
        ))}
        <Figure
          label="按时率"
          value={stopped === 0 ? '—' : `${percent(limits.met, stopped)}%`}
          meaning={`办完的时限 ${stopped} 个，按时 ${limits.met} 个`}
        />
        <Figure
          label="满意率"
          value={rated === 0 ? '—' : `${percent(pleased, rated)}%`}
          meaning={`评价 ${rated} 件，基本满意以上 ${pleased} 件`}
        />
      </div>
      <section className="panel" aria-label="每日登记">
        <h2>每日登记</h2>
        <Days days={everyDay({ from, to }, groups.day)} today={today} onOpen={(date) => open('day', date, date)} />
      </section>
      <div className="bars-grid">
        {bars('kind', '没有登记。')}
        {bars('channel', '没有登记。')}
        {bars('status', '没有登记。')}
        {bars('category', '还没有受理的诉求件。')}
        <Bars
          title={GROUP_WORDS.unit}
          wide
          empty="没有登记。"
          bars={groups.unit.map((bar) => {
            const verified = groups.unit_verified.find((one) => one.value === bar.value)?.count ?? 0;
            const onMore = () => open('unit_verified', bar.value, bar.name);
            return verified > 0 ? { ...bar, more: { words: `查实 ${verified}`, onOpen: onMore } } : bar;
          })}
          onOpen={(bar) => open('unit', bar.value, bar.name)}
        />
        {bars('satisfaction', '还没有评价。')}
        {bars('finding', '没有结案。')}
      </div>
    </>
  );
}

function ExportButton({ from, to, disabled }: { from: string; to: string; disabled: boolean }) {
  const [state, setState] = useState<{ busy: boolean; error: Error | null }>({ busy: false, error: null });
  async function save() {
    setState({ busy: true, error: null });
    try {
      const { url } = await fetchBlobUrl(`/workbook?from=${from}&to=${to}`);
      const link = document.createElement('a');
      link.href = url;
      link.download = `统计 ${from} 至 ${to}.xlsx`;
      link.click();
      // The browser has taken the bytes by then; a longer life would keep them in memory.
      window.setTimeout(() => URL.revokeObjectURL(url), 30_000);
      setState({ busy: false, error: null });
    } catch (error) {
      setState({ busy: false, error: error as Error });
    }
  }
  return (
    <div className="statistics-export">
      <Button disabled={disabled || state.busy} onClick={() => void save()}>
        导出 .xlsx
      </Button>
      {state.busy ? <Progress words="正在制表" /> : null}
      <ErrorNote error={state.error} />
    </div>
  );
}

import { Button, Input, Skeleton } from 'antd';
import { useId, useState } from 'react';
import { isDate, localDate } from '../../../domain/calendar/dates.ts';
import type { StatisticsView } from '../../../domain/contract/views.ts';
import {
  CHANNEL_WORDS,
  caseStatuses,
  KIND_WORDS,
  SATISFACTION_WORDS,
  STATUS_WORDS,
  satisfactionLevels,
} from '../../../domain/contract/words.ts';
import { visibleLine } from '../../../domain/documents/visible.ts';
import { nowIso } from '../format.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useCall } from '../queries.ts';
import { Figure } from '../work/parts/Figure.tsx';
import { Picks } from '../work/parts/form.tsx';
import { PageTitle } from '../work/parts/PageTitle.tsx';
import '../work/pages.css';
import { type Bar, Bars } from './Bars.tsx';
import { Days } from './Days.tsx';
import { everyDay, PERIOD_WORDS, type PeriodName, percent, periodOf } from './periods.ts';
import './statistics.css';

const NAMES: PeriodName[] = ['month', 'quarter', 'year', 'custom'];

/** What came in, what became of it, whether in time and to whose satisfaction; each figure says what it counts. */
export default function StatisticsPage() {
  const today = localDate(nowIso());
  const [name, setName] = useState<PeriodName>('month');
  const [custom, setCustom] = useState(() => periodOf('month', today));
  const period = name === 'custom' ? custom : periodOf(name, today);
  const good = isDate(period.from) && isDate(period.to) && period.from <= period.to;
  const figures = useCall('statistics', period, { enabled: good, keep: true });
  return (
    <div className="page statistics">
      <PageTitle>统计</PageTitle>
      <div className="period">
        <Picks
          legend="统计时段"
          name="period"
          inline
          value={name}
          options={NAMES.map((value) => ({ value, label: PERIOD_WORDS[value] }))}
          onChange={setName}
        />
        {name === 'custom' ? (
          <div className="period-dates">
            <DateBox label="从" value={custom.from} onChange={(from) => setCustom({ ...custom, from })} />
            <DateBox label="到" value={custom.to} onChange={(to) => setCustom({ ...custom, to })} />
          </div>
        ) : (
          <span className="period-words">
            {period.from} 至 {period.to}
          </span>
        )}
      </div>
      {good ? null : <p className="form-problem">日期写成 yyyy-MM-dd，开始不晚于结束。</p>}
      <ErrorNote error={figures.error} action={<Button onClick={() => figures.refetch()}>重试</Button>} />
      {figures.isPending && good ? <Skeleton active paragraph={{ rows: 10, width: '100%' }} /> : null}
      {figures.data ? <Figures data={figures.data} /> : null}
    </div>
  );
}

function DateBox({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <span className="date-box">
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        value={value}
        maxLength={10}
        placeholder="yyyy-MM-dd"
        status={isDate(value) ? '' : 'error'}
        onChange={(event) => onChange(event.target.value.trim())}
      />
    </span>
  );
}

function Figures({ data }: { data: StatisticsView }) {
  const { clocks } = data;
  const stopped = clocks.met + clocks.late;
  const rated = satisfactionLevels.reduce((sum, level) => sum + (data.satisfaction[level] ?? 0), 0);
  const pleased =
    (data.satisfaction.very_satisfied ?? 0) + (data.satisfaction.satisfied ?? 0) + (data.satisfaction.fair ?? 0);
  const done = (data.byStatus.closed ?? 0) + (data.byStatus.archived ?? 0);
  return (
    <>
      <div className="figures">
        <Figure label="登记" value={`${data.total}`} meaning="这段时间登记的诉求件" />
        <Figure label="已办结" value={`${done}`} meaning="其中已结案或已归档的" />
        <Figure
          label="按时率"
          value={stopped === 0 ? '—' : `${percent(clocks.met, stopped)}%`}
          meaning={`已完成的时限 ${stopped} 个，按时 ${clocks.met} 个`}
        />
        <Figure
          label="已超期"
          value={`${clocks.overdue}`}
          meaning={`还在计时 ${clocks.running} 个，其中超期的`}
          alarm={clocks.overdue > 0}
        />
        <Figure
          label="满意率"
          value={rated === 0 ? '—' : `${percent(pleased, rated)}%`}
          meaning={`评价 ${rated} 件，基本满意以上 ${pleased} 件`}
        />
      </div>
      <section className="panel" aria-label="每日登记">
        <h2>每日登记</h2>
        <Days days={everyDay(data)} />
      </section>
      <div className="bars-grid">
        <Bars title="类别" unit="件" empty="没有登记。" bars={named(data.byKind, KIND_WORDS)} />
        <Bars title="渠道" unit="件" empty="没有登记。" bars={named(data.byChannel, CHANNEL_WORDS)} />
        <Bars
          title="办理状态"
          unit="件"
          empty="没有登记。"
          bars={caseStatuses
            .map((status) => ({ name: STATUS_WORDS[status], count: data.byStatus[status] ?? 0 }))
            .filter((bar) => bar.count > 0)}
        />
        <Bars
          title="受理类别"
          unit="件"
          empty="还没有受理的诉求件。"
          bars={data.byCategory.map(({ name, count }) => ({ name, count }))}
        />
        <Bars
          title="被反映单位（前十）"
          unit="件"
          empty="没有登记。"
          bars={data.byRespondent.slice(0, 10).map((one) => ({
            name: visibleLine(one.name) || '未指明',
            count: one.count,
            ...(one.verified > 0 ? { more: `查实 ${one.verified}` } : {}),
          }))}
        />
        <Bars
          title="满意度"
          unit="件"
          empty="还没有评价。"
          bars={[...satisfactionLevels, 'declined' as const].map((level) => ({
            name: SATISFACTION_WORDS[level],
            count: data.satisfaction[level] ?? 0,
          }))}
        />
      </div>
    </>
  );
}

/** Figures by code, in the words of the screen, most first. */
function named(counts: Record<string, number>, words: Record<string, string>): Bar[] {
  return Object.entries(counts)
    .map(([code, count]) => ({ name: words[code] ?? '其他', count }))
    .filter((bar) => bar.count > 0)
    .sort((a, b) => b.count - a.count);
}

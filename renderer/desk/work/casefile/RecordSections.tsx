import type { ReactNode } from 'react';
import type { CaseState } from '../../../../domain/case-file/state.ts';
import { sixElementKeys } from '../../../../domain/contract/record.ts';
import type { RegimeView } from '../../../../domain/contract/views/station.ts';
import {
  CHANNEL_WORDS,
  COMPLAINANT_WORDS,
  ELEMENT_WORDS,
  ID_TYPE_WORDS,
  KIND_WORDS,
  URGENCY_WORDS,
} from '../../../../domain/contract/words.ts';
import { enclosureLine, totalCash } from '../../../../domain/documents/enclosures.ts';
import { visible, visibleLine } from '../../../../domain/documents/visible.ts';
import { dateTime } from '../../format.ts';
import { Attachments } from './Attachments.tsx';
import { SignaturePicture } from './SignaturePicture.tsx';

/** What the officer wrote down and the citizen signed, section by section. Empty fields are left out. */
export function RecordSections({ state, regime }: { state: CaseState; regime: RegimeView | undefined }) {
  const { record } = state;
  const labelOf = (id: string) => regime?.fields.find((field) => field.id === id)?.label ?? '制度要求的内容';
  const extra = [...Object.entries(record.fields ?? {}), ...Object.entries(record.emergency ?? {})];
  const elements = sixElementKeys.filter((key) => record.six_elements[key].trim() !== '');
  return (
    <div className="record">
      <Section title="基本信息">
        <dl className="facts">
          <Fact label="类别" text={KIND_WORDS[record.kind]} />
          <Fact label="渠道" text={CHANNEL_WORDS[record.channel]} />
          <Fact label="紧急程度" text={URGENCY_WORDS[record.urgency]} />
          <Fact label="来件时间" text={dateTime(record.received_at)} />
          <Fact label="录音告知" text={record.notice_read_at ? `${dateTime(record.notice_read_at)} 已告知` : ''} />
          <Fact label="登记时间" text={dateTime(state.registered.at)} />
          <Fact label="登记人" text={visibleLine(state.registered.by.name)} />
          <Fact label="登记站点" text={visibleLine(state.stationName)} />
          <People state={state} />
          <Fact label="被反映单位" text={visibleLine(record.respondent.unit)} />
          <Fact label="窗口号" text={visibleLine(record.respondent.window_no)} />
          <Fact label="被反映人员" text={visibleLine(record.respondent.staff)} />
          {extra.map(([id, value]) => (
            <Fact key={id} label={labelOf(id)} text={wordOf(value)} wide={wordOf(value).length > 24} />
          ))}
        </dl>
      </Section>
      <Section title="诉求内容">
        {record.request.trim() === '' ? null : (
          <>
            <h3>诉求</h3>
            <p className="verbatim">{visible(record.request)}</p>
          </>
        )}
        {record.narrative.trim() === '' ? null : (
          <>
            <h3>事情经过</h3>
            <p className="verbatim">{visible(record.narrative)}</p>
          </>
        )}
      </Section>
      {elements.length === 0 ? null : (
        <Section title="六要素">
          <dl className="facts facts-lines">
            {elements.map((key) => (
              <Fact key={key} label={ELEMENT_WORDS[key]} text={visible(record.six_elements[key])} wide />
            ))}
          </dl>
        </Section>
      )}
      <Section title="附件">
        <Attachments evidence={[...record.evidence, ...state.attachments]} />
      </Section>
      {record.enclosures && record.enclosures.length > 0 ? (
        <Section title="夹寄登记">
          <ol className="enclosure-lines">
            {record.enclosures.map((item) => (
              <li key={`${enclosureLine(item)} ${item.name}`}>{enclosureLine(item)}</li>
            ))}
          </ol>
          <p className="quiet">
            共 {record.enclosures.reduce((sum, item) => sum + item.count, 0)} 件{totalCash(record.enclosures)}
          </p>
        </Section>
      ) : null}
      <Section title="签名">
        <Signatures state={state} />
      </Section>
    </div>
  );
}

function People({ state }: { state: CaseState }) {
  const { complainant } = state.record;
  const { agent, group } = complainant;
  const name = visibleLine(complainant.name) || COMPLAINANT_WORDS[complainant.type];
  const papers = complainant.id_type ? ID_TYPE_WORDS[complainant.id_type] : '证件';
  return (
    <>
      <Fact label="诉求人" text={name} strong wide={name.length > 14} />
      <Fact label="身份" text={COMPLAINANT_WORDS[complainant.type]} />
      <Fact label="电话" text={visibleLine(complainant.phone)} />
      <Fact label={papers} text={visibleLine(complainant.id_no)} />
      <Fact label="性别" text={visibleLine(complainant.gender ?? '')} />
      <Fact label="工作单位" text={visibleLine(complainant.work_unit ?? '')} />
      <Fact label="联系人" text={visibleLine(complainant.contact_person ?? '')} />
      <Fact label="地址" text={visibleLine(complainant.address)} wide />
      {complainant.wants_secret ? <Fact label="保密" text="诉求人要求为其身份保密" strong /> : null}
      {agent ? (
        <Fact
          label="代理人"
          wide
          text={[agent.name, agent.relation ?? '', agent.phone, agent.authorisation ?? '']
            .map(visibleLine)
            .filter((part) => part !== '')
            .join('，')}
        />
      ) : null}
      {group ? (
        <Fact
          label="多人反映"
          wide
          text={`共${group.count}人，代表：${group.representatives
            .map((person) => visibleLine([person.name, person.phone].filter((part) => part !== '').join(' ')))
            .join('、')}`}
        />
      ) : null}
    </>
  );
}

function Signatures({ state }: { state: CaseState }) {
  const signed = [
    { title: '登记时签字', signed: state.signature },
    { title: '反馈时签字', signed: state.feedback?.signed ?? null },
  ].filter((one) => one.signed !== null);
  if (signed.length === 0) return <p className="quiet">没有签字。</p>;
  return (
    <div className="signatures">
      {signed.map(({ title, signed: text }) =>
        text ? (
          <figure key={title}>
            <SignaturePicture
              strokes={text.signature}
              label={`${title}：${visibleLine(text.signer) || '诉求人'}的签名`}
            />
            <figcaption>
              {title}　{dateTime(text.signedAt)}
              <span className="quiet">　与所示全文绑定，校验值 {text.textHash.slice(0, 12)}</span>
            </figcaption>
          </figure>
        ) : null,
      )}
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="record-section" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Fact({
  label,
  text,
  wide = false,
  strong = false,
}: {
  label: string;
  text: string;
  wide?: boolean;
  strong?: boolean;
}) {
  if (text.trim() === '') return null;
  return (
    <div className={wide ? 'fact wide' : 'fact'}>
      <dt>{label}</dt>
      <dd>{strong ? <strong>{text}</strong> : text}</dd>
    </div>
  );
}

function wordOf(value: string | boolean | number): string {
  if (typeof value === 'boolean') return value ? '是' : '否';
  return typeof value === 'number' ? String(value) : visible(value);
}

import { useEffect } from 'react';
import type { ComplaintRecord } from '../../../domain/contract/record.ts';
import type { RegimeView } from '../../../domain/contract/views/station.ts';
import { nowIso, time } from '../format.ts';
import { Icon } from '../pieces/Icon.tsx';
import { KeyHint } from '../pieces/KeyHint.tsx';
import { focusField } from './focus.ts';
import { changeField, type Intake } from './intake-store.ts';

function noticeOf(record: ComplaintRecord, regime: RegimeView): string | null {
  return regime.channels.find(({ id }) => id === record.channel)?.notice ?? null;
}

/** Whether nothing may be typed yet: the caller was not told, and nobody's life is at stake. */
export function waitsForNotice(record: ComplaintRecord, regime: RegimeView): boolean {
  return noticeOf(record, regime) !== null && record.notice_read_at === undefined && record.urgency !== 'critical';
}

/** 录音告知: the exact sentence to read aloud before anything is written down. One key says that it was read. */
export function NoticeGate({ intake, regime }: { intake: Intake; regime: RegimeView }) {
  const { record } = intake;
  const notice = noticeOf(record, regime);
  const told = record.notice_read_at;
  const open = notice !== null && told === undefined;

  useEffect(() => {
    if (!open) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'F1' || event.ctrlKey || event.altKey || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      confirmTold();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [open]);

  if (notice === null) return null;
  if (told !== undefined) {
    return (
      <p className="notice-told" role="status">
        <Icon name="check" size={14} /> {time(told)} 已告知录音
      </p>
    );
  }
  const waits = waitsForNotice(record, regime);
  return (
    <section className="notice-gate" aria-label="录音告知" data-path="notice_read_at">
      <span className="notice-lead">
        <Icon name="phone" size={20} />
        {waits ? '先读给来电人听' : '特急：先问要紧的，随后告知'}
      </span>
      <q className="notice-words">{notice}</q>
      <button type="button" className="button button-primary" aria-keyshortcuts="F1" onClick={confirmTold}>
        已告知 <KeyHint keys="F1" />
      </button>
      {waits ? <span className="field-hint">告知后才能录入；危及生命安全的选“特急”，可以先录。</span> : null}
    </section>
  );
}

function confirmTold(): void {
  changeField('notice_read_at', nowIso());
  focusField('complainant.name');
}

import { useEffect, useState } from 'react';
import type { IntakeAdvice } from '../../../domain/contract/views/cases.ts';
import { useCall } from '../queries.ts';
import type { Intake } from './intake-store.ts';
import { recordToSend } from './record.ts';

const PAUSE_MS = 450;

/** What the regime says to the record as it stands, half a second behind the typing. */
export function useAdvice(intake: Intake): IntakeAdvice | undefined {
  const { draftId, record } = intake;
  const [asked, setAsked] = useState({ draftId, record });
  useEffect(() => {
    const timer = window.setTimeout(() => setAsked({ draftId, record }), PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [draftId, record]);
  const advice = useCall(
    'intake.advise',
    { record: recordToSend(asked.record), category: null, draftId: asked.draftId },
    { keep: true, enabled: intake.result === null },
  );
  return advice.data;
}

import { Button, Checkbox } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { SigningView } from '../../../../domain/contract/views/cases.ts';
import { SATISFACTION_WORDS, type Satisfaction } from '../../../../domain/contract/words.ts';
import { time } from '../../format.ts';
import { ErrorNote } from '../../pieces/ErrorNote.tsx';
import { Icon } from '../../pieces/Icon.tsx';
import { useAct, useCall } from '../../queries.ts';
import { SignaturePicture } from '../casefile/SignaturePicture.tsx';

interface Props {
  caseId: string;
  result: string;
  ready: boolean;
  problem?: string | undefined;
  /** The task that was started for this result; while there is one, the result is not to be changed. */
  taskId: string | null;
  onStart: (taskId: string) => void;
  onSigned: (satisfaction: Satisfaction | 'declined' | null) => void;
  onDropped: () => void;
}

const STATE_WORDS: Record<SigningView['state'], string> = {
  waiting: '等待诉求人打开第二屏',
  opened: '诉求人正在核对、签字、评价',
  signed: '诉求人已签字',
  cancelled: '已取消',
  expired: '签字页面已失效，请重新发起',
};

/** The citizen reads the result, signs and rates on the second screen; here only its state is seen, live. */
export function SigningStep({ caseId, result, ready, problem, taskId, onStart, onSigned, onDropped }: Props) {
  const [lan, setLan] = useState(false);
  const [ended, setEnded] = useState('');
  const start = useAct('signing.start');
  const cancel = useAct('signing.cancel', ['signing.get']);
  const task = useCall('signing.get', { taskId: taskId ?? '-' }, { enabled: taskId !== null, refetchInterval: 2_000 });
  const view = taskId === null ? undefined : task.data;
  const signed = view?.state === 'signed';

  const satisfaction = view?.satisfaction ?? null;
  const state = view?.state;
  const tell = useRef({ onSigned, onDropped });
  tell.current = { onSigned, onDropped };
  useEffect(() => {
    if (state === 'signed') tell.current.onSigned(satisfaction);
    if (state === 'cancelled' || state === 'expired') {
      setEnded(STATE_WORDS[state]);
      tell.current.onDropped();
    }
  }, [state, satisfaction]);

  async function begin() {
    const begun = await start.mutateAsync({ purpose: 'feedback', caseId, result, lan }).catch(() => null);
    if (!begun) return;
    setEnded('');
    onStart(begun.taskId);
    if (!lan) window.open(begun.localUrl, 'jiesu-signing', 'popup,width=1280,height=800');
  }

  async function drop() {
    if (view && view.state !== 'signed') await cancel.mutateAsync({ taskId: view.taskId }).catch(() => null);
    onDropped();
  }

  const live = view && (view.state === 'waiting' || view.state === 'opened' || view.state === 'signed');
  return (
    <fieldset className="signing-step">
      <legend>诉求人签字并评价</legend>
      {live ? (
        <div className="signing-live" role="status" data-state={view.state}>
          <Icon name={signed ? 'check' : 'clock'} />
          <span>
            <strong>{STATE_WORDS[view.state]}</strong>
            {signed && view.signedAt ? `　${time(view.signedAt)}` : ''}
            {signed && view.satisfaction ? `　评价：${SATISFACTION_WORDS[view.satisfaction]}` : ''}
            {!signed && view.lanUrl ? `　平板请打开 ${view.lanUrl}` : ''}
            {!signed ? `　${time(view.expiresAt)} 前有效` : ''}
          </span>
          {signed && view.strokes ? <SignaturePicture strokes={view.strokes} label="诉求人的签名" /> : null}
          {signed ? null : (
            <Button onClick={() => window.open(view.localUrl, 'jiesu-signing', 'popup,width=1280,height=800')}>
              再次打开签字窗口
            </Button>
          )}
          <Button onClick={drop}>{signed ? '修改结果并重新签字' : '取消签字'}</Button>
        </div>
      ) : (
        <div className="form-row">
          <Button disabled={!ready} loading={start.isPending} onClick={begin}>
            请诉求人签字评价
          </Button>
          <Checkbox checked={lan} onChange={(event) => setLan(event.target.checked)}>
            用局域网里的平板
          </Checkbox>
          {ready ? null : <span className="quiet">先写好反馈的办理结果，诉求人签的就是这段话。</span>}
          {ended === '' ? null : <span className="form-warning">{ended}</span>}
        </div>
      )}
      <ErrorNote error={start.error ?? (taskId ? task.error : null)} />
      {problem ? <div className="form-problem">{problem}</div> : null}
    </fieldset>
  );
}

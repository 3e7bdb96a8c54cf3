import { Button } from 'antd';
import type { StandingView } from '../../../domain/contract/views/keeping.ts';
import { dateTime } from '../format.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useAct, useCall } from '../queries.ts';

/** Says when this PC came out of a backup, or when another PC works as this station, and what an administrator can do. */
export function StandingNote() {
  const backup = useCall('backup.get', {});
  const goOn = useAct('backup.goOn', ['backup.get', 'sync.status']);
  const standing = backup.data?.standing;
  if (!standing) return null;
  const mayGoOn = standing.state === 'behind' || standing.state === 'elsewhere';
  return (
    <section className="panel" aria-labelledby="standing-title" role={mayGoOn ? 'alert' : undefined}>
      <h2 id="standing-title">{TITLES[standing.state]}</h2>
      <p>{wordsOf(standing)}</p>
      {mayGoOn ? (
        <Button loading={goOn.isPending} onClick={() => goOn.mutate({})}>
          另一台已停用，由本机继续办理
        </Button>
      ) : null}
      <ErrorNote error={goOn.error} />
    </section>
  );
}

const TITLES: Record<StandingView['state'], string> = {
  behind: '本机由备份恢复，正在向中心取回之后的内容',
  elsewhere: '另一台电脑正以本站点的身份办理',
  alone: '本机先行办理，尚未与中心核对',
  settled: '本机由备份恢复',
};

function wordsOf({ state, backupMade, since }: StandingView): string {
  const origin = backupMade ? `备份时间 ${dateTime(backupMade)}。` : '';
  const numbers = '新编号会跳过旧电脑可能给过的一段，不会重复。';
  switch (state) {
    case 'behind':
      return `${origin}取回之前不能登记和办理。连不上中心又必须办理时，请先确认旧电脑已停用，再由管理员决定由本机继续。`;
    case 'elsewhere':
      return `${dateTime(since)} 发现：中心已有本站点的、本机没有的内容。常见原因是旧电脑和恢复的电脑同时在用。请只留一台；留下本机时由管理员按下面的按钮。`;
    case 'alone':
      return `${origin}可以照常登记，${numbers}这期间的内容先留在本机，连上中心、取回旧内容后再接着上报。`;
    case 'settled':
      return `${origin}与中心的内容已经接上。${numbers}请勿再启用旧电脑。`;
  }
}

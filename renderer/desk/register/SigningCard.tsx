import qrcode from 'qrcode-generator';
import { useEffect, useMemo, useRef } from 'react';
import type { SigningView } from '../../../domain/contract/views/cases.ts';
import { time } from '../format.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Icon } from '../pieces/Icon.tsx';
import { Tag } from '../pieces/Tag.tsx';
import { useCall } from '../queries.ts';

const STATES: Record<SigningView['state'], string> = {
  waiting: '等待投诉人打开',
  opened: '投诉人正在核对',
  signed: '已签字',
  cancelled: '已取消',
  expired: '已过期，请重新发起',
};

export interface SigningCardProps {
  taskId: string;
  onSigned: (task: SigningView) => void;
  onCancel: () => void;
  onRestart: () => void;
}

/** The officer's side of a signing: the address for the tablet, the button for the second screen, and how far it is. */
export function SigningCard({ taskId, onSigned, onCancel, onRestart }: SigningCardProps) {
  const task = useCall('signing.get', { taskId }, { refetchInterval: 1_500 });
  const view = task.data;
  const openButton = useRef<HTMLButtonElement>(null);
  const told = useRef(false);
  useEffect(() => {
    if (view?.state === 'signed' && !told.current) {
      told.current = true;
      onSigned(view);
    }
  }, [view, onSigned]);
  const ready = view !== undefined;
  useEffect(() => {
    if (ready) openButton.current?.focus();
  }, [ready]);

  if (task.isError) return <ErrorNote error={task.error} />;
  if (!view) return null;
  const ended = view.state === 'expired' || view.state === 'cancelled';
  return (
    <section className="signing" aria-labelledby="signing-title">
      <h2 id="signing-title">读给投诉人核对并签字</h2>
      <p role="status">
        <Tag
          tone={view.state === 'signed' ? 'green' : view.state === 'opened' ? 'blue' : ended ? 'red' : 'orange'}
          icon={view.state === 'signed' ? 'check' : view.state === 'opened' ? 'user' : ended ? 'alert' : 'clock'}
        >
          {STATES[view.state]}
        </Tag>
      </p>
      {ended ? (
        <button type="button" className="button button-primary" onClick={onRestart}>
          重新发起
        </button>
      ) : (
        <>
          <button
            ref={openButton}
            type="button"
            className="button button-primary button-large"
            onClick={() => window.open(view.localUrl, 'jiesu-signing', 'popup,width=1280,height=800')}
          >
            <Icon name="pen" /> 打开签字屏
          </button>
          {view.lanUrl ? (
            <>
              <p>或用平板扫码：</p>
              <QrCode text={view.lanUrl} />
              <p className="field-hint">平板与本机须在同一局域网内</p>
            </>
          ) : (
            <p className="field-hint">本机没有连接局域网，请用本机的第二屏签字。</p>
          )}
          <p className="field-hint">{time(view.expiresAt)} 前有效，只能用一次。</p>
          <button type="button" className="button" onClick={onCancel}>
            取消签字
          </button>
        </>
      )}
    </section>
  );
}

/** A QR code as one SVG path, on white whatever the theme, with the quiet zone that scanners need. */
export function QrCode({ text }: { text: string }) {
  const { path, size } = useMemo(() => {
    const code = qrcode(0, 'M');
    code.addData(text);
    code.make();
    const count = code.getModuleCount();
    const squares: string[] = [];
    for (let row = 0; row < count; row += 1) {
      for (let column = 0; column < count; column += 1) {
        if (code.isDark(row, column)) squares.push(`M${column + 4} ${row + 4}h1v1h-1z`);
      }
    }
    return { path: squares.join(''), size: count + 8 };
  }, [text]);
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label="签字页面的二维码"
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

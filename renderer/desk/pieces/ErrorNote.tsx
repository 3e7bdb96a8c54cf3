import type { ReactNode } from 'react';
import { CallError } from '../client.ts';
import { Icon } from './Icon.tsx';

/** A refusal, said where one can act on it. `action` is the button that helps (重试, 去设置 …). */
export function ErrorNote({ error, action }: { error: unknown; action?: ReactNode }) {
  if (!error) return null;
  const message = error instanceof CallError ? error.message : '程序内部出错，请重试';
  const detail = error instanceof CallError ? error.detail : undefined;
  return (
    <div className="note note-error" role="alert">
      <Icon name="alert" />
      <div className="note-words">
        <strong>{message}</strong>
        {detail ? <div>{detail}</div> : null}
      </div>
      {action}
    </div>
  );
}

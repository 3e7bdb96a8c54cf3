import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';

/** An empty screen teaches: what will stand here, and what to do to get it. */
export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <Icon name={icon} size={36} />
      <p className="empty-title">{title}</p>
      {children ? <div className="empty-words">{children}</div> : null}
    </div>
  );
}

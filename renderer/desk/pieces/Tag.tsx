import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';

export type Tone = 'red' | 'orange' | 'blue' | 'green' | 'grey' | 'violet';

/** A state is said three times: by colour, by icon, by word. */
export function Tag({
  tone,
  icon,
  children,
  title,
}: {
  tone: Tone;
  icon: IconName;
  children: ReactNode;
  title?: string;
}) {
  return (
    <span className={`tag tone-${tone}`} title={title}>
      <Icon name={icon} size={14} />
      {children}
    </span>
  );
}

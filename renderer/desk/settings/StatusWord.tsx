import { Tag } from '../pieces/Tag.tsx';

/** 在用 or not: by colour, sign and word. */
export function StatusWord({ good, words }: { good: boolean; words: string }) {
  return (
    <Tag tone={good ? 'green' : 'grey'} icon={good ? 'check' : 'cross'}>
      {words}
    </Tag>
  );
}

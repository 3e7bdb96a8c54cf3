import { Icon } from '../../pieces/Icon.tsx';

const WORDS = { yellow: '黄牌', red: '红牌' } as const;
const MEANINGS = { yellow: '临近办理时限', red: '已超过办理时限' } as const;

/** A warning card (红黄牌): a filled flag, so that it is not taken for one of the tags of state. */
export function CardTag({ card }: { card: 'yellow' | 'red' }) {
  return (
    <span className={`card-tag card-${card}`} title={MEANINGS[card]}>
      <Icon name="flag" size={13} />
      {WORDS[card]}
    </span>
  );
}

import { useCall } from '../queries.ts';
import { useSettled } from '../work/useSettled.ts';
import { Icon } from './Icon.tsx';
import { rareCharacters } from './rareCharacters.ts';

/** How long the typing must have paused, in ms. */
const PAUSE_MS = 500;

/**
 * Names the characters that no font can put on paper, and what will stand there instead, before anything is printed. Says
 * nothing, and asks nothing, about ordinary text; never in the way of saving. `saved`: the text cannot be written otherwise any
 * more.
 */
export function RareNote({ text, saved = false }: { text: string; saved?: boolean }) {
  const rare = useSettled(rareCharacters(text), PAUSE_MS);
  const asked = useCall('print.characters', { text: rare }, { enabled: rare !== '' });
  const missing = (asked.data?.missing ?? []).filter(({ char }) => text.includes(char));
  return (
    <span role="status" className={rare !== '' && missing.length > 0 ? 'rare-note' : 'visually-hidden'}>
      {rare === ''
        ? null
        : missing.map(({ char, codePoint, shown }) => (
            <span key={char} className="rare-line">
              <Icon name="flag" size={14} />
              <span>
                <span className="rare-char">「{char}」</span>字（{codePoint}）打印机和本机字库都没有，纸上将印作{' '}
                <span className="number">{shown}</span>
                {saved ? '，请当面说明。' : '；可改用拆字写法，如 ⿰木巨。'}
              </span>
            </span>
          ))}
    </span>
  );
}

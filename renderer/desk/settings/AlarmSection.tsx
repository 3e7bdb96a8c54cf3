import { Button } from 'antd';
import { useState } from 'react';
import { type AlarmSound, sound } from '../frame/alarm-sound.ts';

const SOUNDS: readonly { which: AlarmSound; word: string; meaning: string }[] = [
  { which: 'soon', word: '即将到时', meaning: '分钟时限剩五分之一时，每20秒响一次' },
  { which: 'late', word: '已超时', meaning: '到时以后，每4秒响一次，直到办理或静音' },
];

/** 提醒声音: the two alarms to hear beforehand, so that the loudspeaker is known to work before the night. */
export function AlarmSection() {
  const [heard, setHeard] = useState<boolean | null>(null);
  return (
    <section className="panel" id="settings-alarm" aria-labelledby="alarm-title">
      <h2 id="alarm-title">提醒声音</h2>
      <ul className="alarm-sounds">
        {SOUNDS.map(({ which, word, meaning }) => (
          <li key={which}>
            <Button onClick={() => void sound(which).then(setHeard)}>试听 {word}</Button>
            <span className="quiet">{meaning}</span>
          </li>
        ))}
      </ul>
      <p className="form-words" role="status">
        {heard === null
          ? '值班前试听一次，听不到请检查音箱和系统音量。'
          : heard
            ? '已播放。没有听到请检查音箱和系统音量。'
            : '浏览器没有放行声音，请再按一次。'}
      </p>
    </section>
  );
}

/** Two alarms that differ in pitch and rhythm, so that the ear tells them apart from the next room. Seconds, Hz. */
const PATTERNS = {
  soon: { notes: [880, 880], length: 0.14, pause: 0.12, loudness: 0.35 },
  late: { notes: [1046, 784, 1046, 784, 1046], length: 0.2, pause: 0.06, loudness: 0.9 },
} as const;

export type AlarmSound = keyof typeof PATTERNS;

let context: AudioContext | null = null;

/**
 * Sounds an alarm once, made by the machine itself: no file to be missing at night.
 *
 * @returns false while the browser allows no sound yet, because nobody has pressed a key in this window
 */
export async function sound(which: AlarmSound): Promise<boolean> {
  context ??= new AudioContext();
  // Chrome's promise stays open until a person acts; the alarm does not wait for it.
  if (context.state !== 'running') await Promise.race([context.resume(), new Promise((go) => setTimeout(go, 300))]);
  if (context.state !== 'running') return false;
  const { notes, length, pause, loudness } = PATTERNS[which];
  notes.forEach((pitch, i) => {
    if (context) beep(context, pitch, context.currentTime + i * (length + pause), length, loudness);
  });
  return true;
}

function beep(on: AudioContext, pitch: number, start: number, length: number, loudness: number): void {
  const tone = on.createOscillator();
  const volume = on.createGain();
  tone.type = 'square';
  tone.frequency.value = pitch;
  // A tone that begins and ends at nothing does not click.
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(loudness, start + 0.01);
  volume.gain.setValueAtTime(loudness, start + length - 0.02);
  volume.gain.linearRampToValueAtTime(0, start + length);
  tone.connect(volume).connect(on.destination);
  tone.start(start);
  tone.stop(start + length);
}

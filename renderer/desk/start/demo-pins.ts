const KEY = 'desk-demo-pins';

/** PINs of the demonstration's invented officers, as the core told this window when it made them; never a real one. */
export const DEMO_PINS: Map<string, string> = new Map(read());

function read(): [string, string][] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]') as [string, string][];
  } catch {
    return [];
  }
}

export function rememberDemoPins(officers: readonly { name: string; pin: string }[]): void {
  for (const { name, pin } of officers) DEMO_PINS.set(name, pin);
  localStorage.setItem(KEY, JSON.stringify([...DEMO_PINS]));
}

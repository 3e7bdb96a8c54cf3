/** The digits of a PIN that is easy to guess: all alike, or counting up or down. The core refuses the same (`pin_weak`). */
export function isWeakPin(pin: string): boolean {
  if (!/^\d{6}$/.test(pin)) return true;
  const steps = [...pin].slice(1).map((digit, i) => Number(digit) - Number(pin[i]));
  return [0, 1, -1].some((step) => steps.every((other) => other === step));
}

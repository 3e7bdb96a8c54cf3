import { expect, test } from 'vitest';
import { systemPlatform } from './platform.ts';

test('gives out no id twice, and each as UUIDv7, however many are asked for in one millisecond', () => {
  const { newId } = systemPlatform(() => {});
  const ids = Array.from({ length: 5_000 }, newId);
  expect(new Set(ids).size).toBe(ids.length);
  const version7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(ids.filter((id) => !version7.test(id))).toEqual([]);
});

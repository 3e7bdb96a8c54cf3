import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stationKinds } from '../contract/wire.ts';
import { directoryBody, officersOf, readDirectory } from './directory.ts';

const id = fc.string({ minLength: 1, maxLength: 20 });
const name = fc.string({ minLength: 1, maxLength: 40 }).map((text) => `名${text.trim()}`);
const code = fc.stringMatching(/^[A-Z0-9]{2,12}$/);
const directories = fc.record({
  institution: id,
  stations: fc.uniqueArray(
    fc.record({
      code,
      name: fc.string({ maxLength: 40 }),
      kind: fc.constantFrom(...stationKinds),
      units: fc.array(id, { maxLength: 3 }),
      publicKey: fc.string({ maxLength: 44 }),
      sealingKey: fc.string({ maxLength: 44 }),
      revoked: fc.boolean(),
    }),
    { maxLength: 5, selector: (one) => one.code },
  ),
  units: fc.array(fc.record({ id, name, station: fc.option(code) }), { maxLength: 3 }),
  windows: fc.array(fc.record({ no: fc.constant('03'), name, unit: id }), { maxLength: 3 }),
  officers: fc.array(
    fc.record({
      id: fc.stringMatching(/^[A-Za-z0-9_.-]{1,12}$/),
      name,
      roles: fc.array(id, { maxLength: 3 }),
      stations: fc.array(code, { maxLength: 3 }),
      active: fc.boolean(),
    }),
    { maxLength: 5 },
  ),
});

describe('a directory', () => {
  it('comes out of its body as it went in, and has one body only', () => {
    fc.assert(
      fc.property(directories, (directory) => {
        const body = directoryBody(directory);
        const read = readDirectory(body);
        expect(read).toEqual(directory);
        expect(read && directoryBody(read)).toBe(body);
      }),
    );
  });

  it('gives a station the officers who work there, and those who work everywhere', () => {
    fc.assert(
      fc.property(directories, code, (directory, station) => {
        const here = new Set(officersOf(directory, station));
        for (const officer of directory.officers) {
          const works = officer.stations.length === 0 || officer.stations.some((one) => one === station);
          expect(here.has(officer)).toBe(works);
        }
      }),
    );
  });

  it('is nothing when it is not one, and passes over what a later program adds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        const read = readDirectory(body);
        expect(read === null || typeof read.institution === 'string').toBe(true);
      }),
    );
    const more = { institution: 'x', stations: [], units: [], windows: [], officers: [], holidays: [1] };
    expect(readDirectory(JSON.stringify(more))).toEqual({
      institution: 'x',
      stations: [],
      units: [],
      windows: [],
      officers: [],
    });
  });
});

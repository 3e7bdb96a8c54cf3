import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeskError } from '../../domain/contract/errors.ts';
import { PAGE_HEADERS } from './guard.ts';

const FOLDER = join(import.meta.dirname, 'page');

/** The page's files, all of them: nothing else is ever read. */
const FILES: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'admin.css': 'text/css; charset=utf-8',
  'admin.js': 'text/javascript; charset=utf-8',
  'api.js': 'text/javascript; charset=utf-8',
  'dialogs.js': 'text/javascript; charset=utf-8',
  'elements.js': 'text/javascript; charset=utf-8',
  'roster.js': 'text/javascript; charset=utf-8',
  'rules.js': 'text/javascript; charset=utf-8',
  'stations.js': 'text/javascript; charset=utf-8',
  'trouble.js': 'text/javascript; charset=utf-8',
  'words.js': 'text/javascript; charset=utf-8',
};

/** @throws DeskError `not_found` */
export function pageFile(name: string): Response {
  const type = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
  if (type === undefined) throw new DeskError('not_found');
  return new Response(readFileSync(join(FOLDER, name)), { headers: { ...PAGE_HEADERS, 'content-type': type } });
}

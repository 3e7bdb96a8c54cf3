import { readFileSync } from 'node:fs';
import { FileError } from './outcome.ts';
import { reasonOf } from './write-file.ts';

/**
 * The content of a JSON file, a byte order mark passed over.
 *
 * @param path as the person wrote it, for the message
 * @throws FileError when the file cannot be read or is no JSON
 */
export function readJson(file: string, path: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new FileError(`不能读取 ${path}（${reasonOf(error)}）`);
  }
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new FileError(`${path} 不是合格的 JSON`);
  }
}

import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { FileError } from './outcome.ts';

/**
 * Writes a file whole or not at all: beside its place, fsynced, then renamed. Only this user may read it (mode 0600),
 * because it holds what citizens said.
 *
 * @returns how many pieces were written
 * @throws FileError when the place cannot be written
 */
export function writeWhole(path: string, pieces: Iterable<string | Uint8Array>): number {
  const fresh = join(dirname(path), `.${basename(path)}.${process.pid}.new`);
  let handle: number;
  try {
    handle = openSync(fresh, 'wx', 0o600);
  } catch (error) {
    throw new FileError(`不能写入 ${path}（${reasonOf(error)}）`);
  }
  let count = 0;
  try {
    for (const piece of pieces) {
      writeAll(handle, typeof piece === 'string' ? Buffer.from(piece) : piece);
      count += 1;
    }
    fsyncSync(handle);
    closeSync(handle);
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    if (typeof (error as { syscall?: unknown }).syscall !== 'string') throw error;
    throw new FileError(`不能写入 ${path}（${reasonOf(error)}）`);
  }
  return count;
}

function writeAll(handle: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written);
}

export function reasonOf(error: unknown): string {
  const code = String((error as { code?: unknown }).code ?? '');
  const known: Record<string, string> = {
    ENOENT: '没有这个文件或目录',
    EACCES: '没有权限',
    EISDIR: '这是一个目录',
    ENOTDIR: '路径中有一段不是目录',
    ENOSPC: '磁盘已满',
    EROFS: '磁盘只读',
  };
  return known[code] ?? code;
}

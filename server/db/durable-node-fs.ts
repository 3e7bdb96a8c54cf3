import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/**
 * A data directory for PGlite whose writes reach the disk.
 *
 * As shipped (0.5.16) PGlite starts PostgreSQL with `-F`, which switches fsync off; and even with `fsync=on` nothing is
 * synced, because Emscripten's `fdatasync` is an empty function and its `fsync` asks the file system's `stream_ops`,
 * where NODEFS has none (seen with strace: 0 syncs for 300 commits). Here the missing `fsync` is given to NODEFS;
 * `DURABLE_START` then has PostgreSQL use it.
 */
interface HostStream {
  /** Descriptor on the host; directories have none. */
  nfd?: number;
  node: unknown;
}

interface HostModule {
  NODEFS: {
    stream_ops: { fsync?: (stream: HostStream) => number };
    realPath: (node: unknown) => string;
  };
}

type InitArguments = Parameters<NodeFS['init']>;

export class DurableNodeFS extends NodeFS {
  override async init(...[pg, options]: InitArguments): ReturnType<NodeFS['init']> {
    const initialised = await super.init(pg, options);
    const { emscriptenOpts } = initialised;
    emscriptenOpts.preRun = [...(emscriptenOpts.preRun ?? []), (module: unknown) => giveFsync(module as HostModule)];
    return initialised;
  }
}

function giveFsync({ NODEFS }: HostModule): void {
  NODEFS.stream_ops.fsync = (stream) => {
    if (stream.nfd === undefined) syncPath(NODEFS.realPath(stream.node));
    else fsyncSync(stream.nfd);
    return 0;
  };
}

/** Settings to append to PGlite's start parameters, after its `-F` has been taken out. */
export const DURABLE_SETTINGS = [
  '-c',
  'fsync=on',
  '-c',
  'wal_sync_method=fsync',
  '-c',
  'synchronous_commit=on',
] as const;

/** Syncs every file and folder below `directory`: what initdb wrote went past the hook above. */
export function syncTree(directory: string): void {
  for (const item of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, item.name);
    if (item.isDirectory()) syncTree(path);
    else if (item.isFile()) syncPath(path);
  }
  syncPath(directory);
}

function syncPath(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

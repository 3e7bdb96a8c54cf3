import { useCallback, useEffect, useState } from 'react';
import type { FileWhereabouts } from '../../../../domain/contract/views/sync.ts';
import { CallError, fetchBlobUrl, fileWhereabouts } from '../../client.ts';

/** How often a file on its way is looked after, ms. */
const LOOK_AGAIN = 1_000;

/**
 * Where an attachment is, and its picture once it is here. While it is being fetched the answer follows; otherwise nothing
 * is asked again.
 *
 * @param sha256 undefined for what was only noted down
 */
export function useFile(sha256: string | undefined, picture: boolean) {
  const [where, setWhere] = useState<FileWhereabouts | null>(null);
  const [url, setUrl] = useState<string | null>(null);

  const look = useCallback(
    async (want: boolean, signal?: AbortSignal) => {
      if (!sha256) return;
      try {
        setWhere(await fileWhereabouts(sha256, want, signal));
      } catch (error) {
        if (error instanceof CallError && error.code !== 'unreachable') setWhere({ state: 'failed', code: error.code });
      }
    },
    [sha256],
  );

  useEffect(() => {
    const control = new AbortController();
    void look(false, control.signal);
    return () => control.abort();
  }, [look]);

  useEffect(() => {
    if (where?.state !== 'fetching') return;
    const control = new AbortController();
    const timer = setTimeout(() => void look(false, control.signal), LOOK_AGAIN);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [where, look]);

  const here = where?.state === 'here';
  useEffect(() => {
    if (!sha256 || !picture || !here) return;
    const control = new AbortController();
    let made: string | null = null;
    fetchBlobUrl(`/files/${sha256}`, control.signal).then(
      (file) => {
        made = file.url;
        setUrl(made);
      },
      () => {
        // Without a thumbnail there is still the name, and opening says what is wrong.
      },
    );
    return () => {
      control.abort();
      if (made) URL.revokeObjectURL(made);
      setUrl(null);
    };
  }, [sha256, picture, here]);

  return { where, url, want: () => void look(true) };
}

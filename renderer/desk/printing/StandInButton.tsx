import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { KeyHint } from '../pieces/KeyHint.tsx';
import { useAct } from '../queries.ts';
import { useAltKeys } from './altKeys.ts';

const KEY = 'Alt+B';

/** 改用备用打印机 for a job that waits because of a fault. `keyed`: of several on a page one has the key. */
export function StandInButton({
  jobId,
  title,
  printer,
  keyed,
}: {
  jobId: string;
  title: string;
  /** The name of the printer that takes over. */
  printer: string;
  keyed: boolean;
}) {
  const redirect = useAct('print.redirect', ['print.jobs', 'status', 'case.get']);
  const press = (): void => {
    if (!redirect.isPending) redirect.mutate({ jobId });
  };
  useAltKeys(keyed ? { b: press } : {});
  // By the time of the click the printer may have come back and begun: then there is nothing to redirect.
  const error = redirect.error?.code === 'already_done' ? null : redirect.error;
  return (
    <>
      <button
        type="button"
        className="button button-small"
        disabled={redirect.isPending}
        title={`送到“${printer}”`}
        aria-keyshortcuts={keyed ? KEY : undefined}
        onClick={press}
      >
        <span className="visually-hidden">{title} </span>改用{printer} {keyed ? <KeyHint keys={KEY} /> : null}
      </button>
      <ErrorNote error={error} />
    </>
  );
}

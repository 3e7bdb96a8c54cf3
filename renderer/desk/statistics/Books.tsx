import { Button } from 'antd';
import { useState } from 'react';
import type { Period } from '../../../domain/counting/periods.ts';
import { registersOf } from '../../../domain/documents/register.ts';
import { Dialog } from '../pieces/Dialog.tsx';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { PdfView } from '../pieces/PdfView.tsx';
import { useCall } from '../queries.ts';

/** The books (登记簿) over the chosen period: each opens as the paper it is, to be looked at and printed. */
export function Books({ period, disabled }: { period: Period; disabled: boolean }) {
  const regime = useCall('intake.regime', {});
  const [open, setOpen] = useState<{ id: string; name: string; period: Period } | null>(null);
  return (
    <>
      {(regime.data ? registersOf(regime.data.profile) : []).map(({ id, name }) => (
        <Button key={id} disabled={disabled} onClick={() => setOpen({ id, name, period })}>
          {name}
        </Button>
      ))}
      <ErrorNote error={regime.error} action={<Button onClick={() => regime.refetch()}>重试</Button>} />
      {open ? (
        <Dialog title={`${open.name}　${open.period.from} 至 ${open.period.to}`} onClose={() => setOpen(null)} wide>
          <PdfView
            path={`/register/${encodeURIComponent(open.id)}?from=${open.period.from}&to=${open.period.to}`}
            title={open.name}
          />
        </Dialog>
      ) : null}
    </>
  );
}

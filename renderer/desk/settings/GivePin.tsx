import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { SettingsView } from '../../../domain/contract/views/station.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useAct } from '../queries.ts';
import { Pin } from './PinSection.tsx';

/** The first PIN of somebody whom the centre put on the roster: until then nobody can sign in under that name. */
export function GivePin({ officer, onClose }: { officer: SettingsView['officers'][number]; onClose: () => void }) {
  const give = useAct('settings.givePin', ['settings.get', 'session.officers']);
  const [pin, setPin] = useState('');
  const problem = give.error?.fields.find((field) => field.path === 'pin')?.message ?? '';

  async function submit(event: FormEvent) {
    event.preventDefault();
    const done = await give.mutateAsync({ officerId: officer.id, pin }).catch(() => null);
    if (done) onClose();
  }

  return (
    <form
      className="officer-form"
      onSubmit={(event) => void submit(event)}
      aria-label={`给 ${officer.name} 设首次 PIN`}
    >
      <div className="officer-lines">
        <Pin
          label={`${officer.name} 首次登录的 PIN`}
          value={pin}
          onChange={setPin}
          words="6位数字，当面告知本人，登录后修改"
          problem={problem}
        />
      </div>
      <ErrorNote error={give.error} />
      <div className="form-row">
        <Button type="primary" htmlType="submit" loading={give.isPending} disabled={pin === ''}>
          设好 PIN
        </Button>
        <Button onClick={onClose}>先不设</Button>
      </div>
    </form>
  );
}

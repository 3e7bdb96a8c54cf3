import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import type { SyncStatus } from '../../../domain/contract/views/sync.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useAct } from '../queries.ts';

/** Address of the centre and the enrolment code its administrator gave out; used once. */
export function CentreForm({ status }: { status: SyncStatus }) {
  const [address, setAddress] = useState(status.address ?? '');
  const [code, setCode] = useState('');
  const configure = useAct('sync.configure', ['sync.status', 'settings.get', 'status']);
  const fieldProblem = (path: string) => configure.error?.fields.find((field) => field.path === path)?.message;

  function submit(event: FormEvent) {
    event.preventDefault();
    configure.mutate({ address: address.trim(), enrolCode: code.trim() }, { onSuccess: () => setCode('') });
  }

  return (
    <section className="panel" aria-labelledby="centre-title">
      <h2 id="centre-title">中心</h2>
      {status.centreName ? (
        <p>
          本站点已入网：<strong>{status.centreName}</strong>
        </p>
      ) : null}
      <form className="centre-form" onSubmit={submit}>
        <div className="form-field">
          <label htmlFor="centre-address">中心地址</label>
          <Input
            id="centre-address"
            value={address}
            placeholder="例如 http://10.0.0.8:8620"
            status={fieldProblem('address') ? 'error' : ''}
            aria-describedby="centre-address-words"
            onChange={(event) => setAddress(event.target.value)}
          />
          <div className="form-words" id="centre-address-words">
            {fieldProblem('address') ? (
              <span className="form-problem">请写完整地址，以 http:// 或 https:// 开头</span>
            ) : null}
          </div>
        </div>
        <div className="form-field">
          <label htmlFor="centre-code">入网码</label>
          <Input
            id="centre-code"
            value={code}
            maxLength={64}
            autoComplete="off"
            aria-describedby="centre-code-words"
            onChange={(event) => setCode(event.target.value)}
          />
          <div className="form-words" id="centre-code-words">
            <span className="quiet">
              由中心管理员发放，只用一次{status.centreName ? '；重新入网时才需要填写' : ''}。
            </span>
          </div>
        </div>
        <Button htmlType="submit" loading={configure.isPending} disabled={address.trim() === ''}>
          保存并连接
        </Button>
      </form>
      <ErrorNote error={configure.error} />
      {configure.isSuccess && !configure.isPending ? (
        <p role="status" className="saved-words">
          已保存，正在连接中心。
        </p>
      ) : null}
    </section>
  );
}

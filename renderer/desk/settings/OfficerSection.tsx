import { Button, Checkbox } from 'antd';
import { type FormEvent, useState } from 'react';
import type { RegimeView, SettingsView } from '../../../domain/contract/views/station.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { useAct } from '../queries.ts';
import { GivePin } from './GivePin.tsx';
import { Pin } from './PinSection.tsx';
import { Line } from './StationSection.tsx';
import { StatusWord } from './StatusWord.tsx';

/** Who works here and in which roles; one who leaves is put out of use, never deleted: the files keep the name. */
export function OfficerSection({ settings, regime }: { settings: SettingsView; regime: RegimeView }) {
  const activate = useAct('settings.setOfficerActive', ['settings.get', 'session.officers']);
  const [adding, setAdding] = useState(false);
  const [giving, setGiving] = useState('');
  const newcomer = settings.officers.find((officer) => officer.id === giving && !officer.hasPin);
  const roleName = (id: string) => regime.roles.find((role) => role.id === id)?.name ?? id;
  return (
    <section className="panel" id="settings-officers" aria-labelledby="officers-title">
      <h2 id="officers-title">工作人员</h2>
      <ErrorNote error={activate.error} />
      <table className="list-table">
        <thead>
          <tr>
            <th scope="col">姓名</th>
            <th scope="col">岗位名称</th>
            <th scope="col">制度中的岗位</th>
            <th scope="col">状态</th>
            <th scope="col">操作</th>
          </tr>
        </thead>
        <tbody>
          {settings.officers.map((officer) => (
            <tr key={officer.id}>
              <td>{officer.name}</td>
              <td>{officer.screenRole || '—'}</td>
              <td className="list-words">{officer.roles.map(roleName).join('、')}</td>
              <td>
                <StatusWord
                  good={officer.active && officer.hasPin}
                  words={officer.active ? (officer.hasPin ? '在用' : '未设PIN') : '已停用'}
                />
              </td>
              <td>
                {officer.central ? (
                  <span className="quiet">由中心维护</span>
                ) : (
                  <Button
                    size="small"
                    aria-label={`${officer.active ? '停用' : '启用'} ${officer.name}`}
                    disabled={activate.isPending}
                    onClick={() => activate.mutate({ officerId: officer.id, active: !officer.active })}
                  >
                    {officer.active ? '停用' : '启用'}
                  </Button>
                )}
                {officer.active && !officer.hasPin ? (
                  <Button size="small" aria-label={`给 ${officer.name} 设 PIN`} onClick={() => setGiving(officer.id)}>
                    设 PIN
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {newcomer ? <GivePin key={newcomer.id} officer={newcomer} onClose={() => setGiving('')} /> : null}
      {adding ? (
        <AddOfficer regime={regime} onClose={() => setAdding(false)} />
      ) : (
        <Button onClick={() => setAdding(true)}>添加工作人员</Button>
      )}
    </section>
  );
}

function AddOfficer({ regime, onClose }: { regime: RegimeView; onClose: () => void }) {
  const add = useAct('settings.addOfficer', ['settings.get', 'session.officers']);
  const [name, setName] = useState('');
  const [screenRole, setScreenRole] = useState('');
  const [roles, setRoles] = useState<string[]>([]);
  const [pin, setPin] = useState('');
  const problem = (path: string) => add.error?.fields.find((field) => field.path === path)?.message ?? '';

  async function submit(event: FormEvent) {
    event.preventDefault();
    const done = await add.mutateAsync({ name, roles, screenRole, pin }).catch(() => null);
    if (done) onClose();
  }

  return (
    <form className="officer-form" onSubmit={(event) => void submit(event)} aria-label="添加工作人员">
      <div className="officer-lines">
        <Line label="姓名" value={name} max={120} problem={problem('name')} onChange={setName} />
        <Line
          label="岗位名称（可不填）"
          value={screenRole}
          max={60}
          problem={problem('screenRole')}
          onChange={setScreenRole}
        />
        <Pin
          label="首次登录的 PIN"
          value={pin}
          onChange={setPin}
          words="6位数字，请本人登录后修改"
          problem={problem('pin')}
        />
      </div>
      <fieldset className="roles">
        <legend>制度中的岗位（可多选）</legend>
        {regime.roles.map((role) => (
          <Checkbox
            key={role.id}
            checked={roles.includes(role.id)}
            onChange={(event) =>
              setRoles((now) => (event.target.checked ? [...now, role.id] : now.filter((id) => id !== role.id)))
            }
          >
            {role.name}
          </Checkbox>
        ))}
        {problem('roles') ? <div className="form-problem">请至少选一个岗位</div> : null}
      </fieldset>
      <ErrorNote error={add.error} />
      <div className="form-row">
        <Button
          type="primary"
          htmlType="submit"
          loading={add.isPending}
          disabled={name.trim() === '' || roles.length === 0 || pin === ''}
        >
          添加
        </Button>
        <Button onClick={onClose}>不添加</Button>
      </div>
    </form>
  );
}

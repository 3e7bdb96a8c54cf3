import { type FormEvent, useState } from 'react';
import type { OutputOf } from '../../../domain/contract/procedures.ts';
import type { SetupStatus } from '../../../domain/contract/views/station.ts';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { Icon } from '../pieces/Icon.tsx';
import { Progress } from '../pieces/Progress.tsx';
import { useAct } from '../queries.ts';
import { DemoReady } from './DemoReady.tsx';
import { rememberDemoPins } from './demo-pins.ts';
import { PrinterChoice } from './PrinterChoice.tsx';
import { RestoreCard } from './RestoreCard.tsx';
import { SetupField } from './SetupField.tsx';
import { checkSetup, EMPTY_SETUP, FIELD_OF_PATH, type SetupErrors, type SetupForm, setupInput } from './setup-form.ts';

/** First start: one short page, or one click for a demonstration station. */
export function SetupPage({ setup, onDone }: { setup: SetupStatus; onDone: () => void }) {
  const create = useAct('setup.create');
  const demo = useAct('setup.demo');
  const [form, setForm] = useState<SetupForm>(() => ({
    ...EMPTY_SETUP,
    regime: setup.regimes.some(({ id }) => id === EMPTY_SETUP.regime)
      ? EMPTY_SETUP.regime
      : (setup.regimes[0]?.id ?? ''),
  }));
  const [errors, setErrors] = useState<SetupErrors>({});
  const [made, setMade] = useState<OutputOf<'setup.demo'>['officers'] | null>(null);
  const regime = setup.regimes.find(({ id }) => id === form.regime);
  const busy = create.isPending || demo.isPending;

  const put = (change: Partial<SetupForm>): void => {
    setForm((before) => ({ ...before, ...change, ...(change.regime ? { roles: [] } : {}) }));
    setErrors((before) => {
      const after = { ...before };
      for (const key of Object.keys(change)) delete after[key as keyof SetupForm];
      return after;
    });
  };

  const showErrors = (found: SetupErrors): void => {
    setErrors(found);
    window.setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), 30);
  };

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found = checkSetup(form);
    if (Object.keys(found).length > 0) {
      showErrors(found);
      return;
    }
    const screenRole = regime?.roles.find(({ id }) => id === form.roles[0])?.name ?? '';
    create.mutate(setupInput(form, screenRole), {
      onSuccess: onDone,
      onError: (refused) => {
        const beside: SetupErrors = {};
        for (const { path, message } of refused.fields) {
          const field = FIELD_OF_PATH[path];
          if (field) beside[field] = message;
        }
        if (refused.code === 'pin_weak') beside.pin = refused.message;
        if (Object.keys(beside).length > 0) showErrors(beside);
      },
    });
  };

  if (made) return <DemoReady officers={made} onGo={onDone} />;
  const shared = { form, errors, put };
  return (
    <main className="start" aria-label="首次设置">
      <div className="start-wide">
        <header className="start-head">
          <div>
            <p className="start-brand">接诉台</p>
            <h1>首次设置</h1>
            <p className="field-hint">填写一次，约一分钟。以后都可以在“设置”里修改（站点代码除外）。</p>
          </div>
          <section className="start-demo" aria-label="先试用">
            <p>第一次来？先看看它怎样工作：</p>
            <button
              type="button"
              className="button button-large"
              disabled={busy}
              onClick={() =>
                demo.mutate(
                  {},
                  {
                    onSuccess: ({ officers }) => {
                      rememberDemoPins(officers);
                      setMade(officers);
                    },
                  },
                )
              }
            >
              <Icon name="arrow" /> 试用演示站点
            </button>
          </section>
        </header>
        <RestoreCard onDone={onDone} />
        <form className="setup" onSubmit={submit} noValidate>
          <fieldset className="start-card">
            <legend>站点</legend>
            <div className="setup-grid">
              <SetupField
                {...shared}
                name="code"
                label="站点代码"
                must
                upper
                max={12}
                hint="印在每个编号的开头，例如 TH03"
              />
              <SetupField {...shared} name="name" label="站点名称" must hint="例如：县政务服务中心投诉受理台" />
              <SetupField {...shared} name="organisation" label="所属单位" hint="印在通知书的落款处" />
              <SetupField {...shared} name="phone" label="对外电话" max={60} />
              <div className="field setup-wide">
                <label className="field-label" htmlFor="regime">
                  办理制度
                </label>
                <select
                  id="regime"
                  className="input"
                  value={form.regime}
                  onChange={({ target }) => put({ regime: target.value })}
                >
                  {setup.regimes.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </select>
              </div>
            </div>
          </fieldset>
          <fieldset className="start-card">
            <legend>第一位工作人员</legend>
            <div className="setup-grid">
              <SetupField {...shared} name="officer" label="姓名" must max={120} />
              <div />
              <SetupField
                {...shared}
                name="pin"
                label="PIN"
                must
                type="password"
                max={6}
                hint="6位数字，不用连号或同号"
              />
              <SetupField {...shared} name="pinAgain" label="再输一次 PIN" must type="password" max={6} />
              <fieldset className="field setup-wide" aria-describedby={errors.roles ? 'roles-error' : undefined}>
                <legend className="field-label">
                  岗位（可多选）
                  <span className="field-must" aria-hidden="true">
                    {' '}
                    *
                  </span>
                </legend>
                <span className="setup-roles">
                  {regime?.roles.map(({ id, name }) => (
                    <label key={id} className="check">
                      <input
                        type="checkbox"
                        checked={form.roles.includes(id)}
                        aria-invalid={errors.roles ? true : undefined}
                        onChange={({ target }) =>
                          put({
                            roles: target.checked ? [...form.roles, id] : form.roles.filter((role) => role !== id),
                          })
                        }
                      />
                      {name}
                    </label>
                  ))}
                </span>
                {errors.roles ? (
                  <span className="field-error" id="roles-error" role="alert">
                    <Icon name="alert" size={14} />
                    {errors.roles}
                  </span>
                ) : null}
              </fieldset>
            </div>
          </fieldset>
          <PrinterChoice {...shared} />
          <fieldset className="start-card">
            <legend>中心（可以以后再设）</legend>
            <div className="setup-grid">
              <SetupField
                {...shared}
                name="centre"
                label="中心地址"
                max={300}
                hint="例如 https://10.0.0.8:8443；不填则只存本机"
              />
              <SetupField {...shared} name="enrolCode" label="入网码" max={64} hint="由中心管理员提供，只能用一次" />
            </div>
          </fieldset>
          <div className="setup-foot">
            {create.isError && Object.keys(errors).length === 0 ? <ErrorNote error={create.error} /> : null}
            {demo.isError ? <ErrorNote error={demo.error} /> : null}
            {busy ? <Progress words="正在建立加密数据库" /> : null}
            <button type="submit" className="button button-primary button-large" disabled={busy}>
              完成设置
            </button>
          </div>
        </form>
      </div>
    </main>
  );
}

import type { OutputOf } from '../../../domain/contract/procedures.ts';
import { Icon } from '../pieces/Icon.tsx';

/** After 试用演示站点: who may sign in, and with what. */
export function DemoReady({ officers, onGo }: { officers: OutputOf<'setup.demo'>['officers']; onGo: () => void }) {
  return (
    <main className="start" aria-label="演示站点已建好">
      <div className="start-card demo-ready">
        <h1>
          <Icon name="check" size={24} /> 演示站点已建好
        </h1>
        <p>人物和单位都是虚构的，打印在屏幕上显示。可以用任何一位登录，一个人走完整个流程：</p>
        <table>
          <thead>
            <tr>
              <th scope="col">姓名</th>
              <th scope="col">岗位</th>
              <th scope="col">PIN</th>
            </tr>
          </thead>
          <tbody>
            {officers.map(({ id, name, screenRole, pin }) => (
              <tr key={id}>
                <td>{name}</td>
                <td>{screenRole}</td>
                <td>
                  <code>{pin}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <button
          // biome-ignore lint/a11y/noAutofocus: the page has this one button; Enter goes on
          autoFocus
          type="button"
          className="button button-primary button-large"
          onClick={onGo}
        >
          去登录
        </button>
      </div>
    </main>
  );
}

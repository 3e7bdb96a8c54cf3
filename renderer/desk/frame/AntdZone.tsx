import { App, ConfigProvider } from 'antd';
import zhCN from 'antd/es/locale/zh_CN.js';
import type { ReactNode } from 'react';
import { usePreferences } from '../preferences.ts';
import { antdTheme } from '../theme.ts';

/** antd's provider; loaded with the first page that needs antd, so that 受理 paints without it. */
export default function AntdZone({ children }: { children: ReactNode }) {
  const preferences = usePreferences();
  return (
    <ConfigProvider
      locale={zhCN}
      theme={antdTheme(preferences)}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
    >
      <App component={false}>{children}</App>
    </ConfigProvider>
  );
}

declare module '*.css';

// antd's ES build carries CommonJS-style declarations, which Node's resolution reads with a `default` too many.
declare module 'antd/es/locale/zh_CN.js' {
  import type { ConfigProviderProps } from 'antd';

  const locale: NonNullable<ConfigProviderProps['locale']>;
  export default locale;
}

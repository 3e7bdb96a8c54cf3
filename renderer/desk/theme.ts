import { type ThemeConfig, theme } from 'antd';
import type { Preferences } from './preferences.ts';

export const FONT_STACK =
  '"Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", HanaMinA, HanaMinB, sans-serif';

/** antd in the desk's own colours; the same values stand as CSS variables in `desk.css`. */
export function antdTheme({ theme: mode, textSize }: Preferences): ThemeConfig {
  const dark = mode === 'dark';
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: dark ? '#5aa2ec' : '#0a5ab4',
      colorLink: dark ? '#7db8f5' : '#0a5ab4',
      colorError: dark ? '#ff7b7b' : '#c4161c',
      colorSuccess: dark ? '#58c27d' : '#137a3b',
      colorWarning: dark ? '#ff9d5c' : '#b23c00',
      colorBgBase: dark ? '#12171d' : '#ffffff',
      colorBgContainer: dark ? '#1a2129' : '#ffffff',
      colorTextBase: dark ? '#e8edf2' : '#1a222c',
      colorTextPlaceholder: dark ? '#95a1ae' : '#667180',
      colorTextDescription: dark ? '#a9b4c0' : '#525d69',
      colorBorder: dark ? '#5c6875' : '#aab4bf',
      colorBorderSecondary: dark ? '#2f3943' : '#e2e7ec',
      fontFamily: FONT_STACK,
      fontSize: Math.round((14 * textSize) / 100),
      controlHeight: Math.round((32 * textSize) / 100),
      borderRadius: 4,
      motion: false,
    },
    components: {
      Button: { primaryShadow: 'none', ...(dark ? { primaryColor: '#0b1520' } : {}) },
      Table: { cellPaddingBlockSM: 6, cellPaddingInlineSM: 8 },
    },
  };
}

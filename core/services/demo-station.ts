import { USUAL_PROFILE } from '../../domain/contract/printing.ts';
import type { StationSettings } from '../workspace.ts';

/**
 * The demonstration station: everything invented. Officers for each role of 唐河's regime, so that a newcomer can walk
 * a case through its whole life alone, and printers that show their paper on the screen.
 */
export const DEMO_SETTINGS: StationSettings = {
  station: {
    code: 'TH03',
    name: '唐河县政务服务中心投诉受理台（演示）',
    organisation: '唐河县政务和大数据服务中心',
    regime: 'tanghe',
    phone: '0377-12345',
  },
  printers: {
    slip: { kind: 'screen', id: 'slip', name: '回执打印机（屏幕）', width: '80', profile: USUAL_PROFILE },
    a4: { kind: 'screen', id: 'a4', name: 'A4打印机（屏幕）', width: 'a4', profile: USUAL_PROFILE },
    spare: null,
  },
  units: [
    { id: 'u-bdc', name: '县不动产登记机构', station: null },
    { id: 'u-gac', name: '县公安局出入境管理部门', station: null },
    { id: 'u-sjj', name: '县市场监管部门', station: null },
    { id: 'u-zjj', name: '县住建部门', station: null },
    { id: 'u-ybj', name: '县医保部门', station: null },
  ],
  windows: [
    { no: '03', name: '不动产登记窗口', unit: 'u-bdc' },
    { no: '09', name: '公安出入境窗口', unit: 'u-gac' },
    { no: '12', name: '市场监管窗口', unit: 'u-sjj' },
    { no: '17', name: '建设工程审批窗口', unit: 'u-zjj' },
    { no: '21', name: '医保社保综合窗口', unit: 'u-ybj' },
  ],
  demo: true,
};

export const DEMO_OFFICERS = [
  { name: '葛知秋', roles: ['intake_officer'], screenRole: '受理人员', admin: false, pin: '246801' },
  { name: '汤小满', roles: ['window_rep'], screenRole: '窗口首席代表', admin: false, pin: '246802' },
  { name: '牛穗丰', roles: ['ducha'], screenRole: '督查室主任', admin: true, pin: '246803' },
  { name: '员小棠', roles: ['leader'], screenRole: '中心分管领导', admin: false, pin: '246804' },
  { name: '曲径通', roles: ['window_chief', 'unit'], screenRole: '窗口负责人', admin: false, pin: '246805' },
] as const;

import { type PrinterConfig, USUAL_PROFILE } from '../../../domain/contract/printing.ts';
import type { InputOf } from '../../../domain/contract/procedures.ts';
import { isWeakPin } from './pin.ts';

/** What the first-run form holds while it is being filled in: text as typed. */
export interface SetupForm {
  code: string;
  name: string;
  organisation: string;
  phone: string;
  regime: string;
  officer: string;
  roles: readonly string[];
  pin: string;
  pinAgain: string;
  printer: 'screen' | 'tcp' | 'folder';
  width: '80' | '58';
  host: string;
  port: string;
  folder: string;
  centre: string;
  enrolCode: string;
}

export const EMPTY_SETUP: SetupForm = {
  code: '',
  name: '',
  organisation: '',
  phone: '',
  regime: 'tanghe',
  officer: '',
  roles: [],
  pin: '',
  pinAgain: '',
  printer: 'screen',
  width: '80',
  host: '',
  port: '9100',
  folder: '',
  centre: '',
  enrolCode: '',
};

export type SetupErrors = Partial<Record<keyof SetupForm, string>>;

/** What can be said before asking the core; the core checks all of it again. */
export function checkSetup(form: SetupForm): SetupErrors {
  const errors: SetupErrors = {};
  if (!/^[A-Z0-9]{2,12}$/.test(form.code)) errors.code = '2至12位大写字母或数字，例如 TH03';
  if (form.name.trim() === '') errors.name = '请填写站点名称';
  if (form.officer.trim() === '') errors.officer = '请填写姓名';
  if (form.roles.length === 0) errors.roles = '请至少选择一个岗位';
  if (isWeakPin(form.pin)) errors.pin = 'PIN 须为6位数字，且不能是连续或相同的数字';
  else if (form.pin !== form.pinAgain) errors.pinAgain = '两次输入的 PIN 不一样';
  if (form.printer === 'tcp' && form.host.trim() === '') errors.host = '请填写打印机地址';
  const port = Number(form.port);
  if (form.printer === 'tcp' && !(Number.isInteger(port) && port >= 1 && port <= 65_535)) {
    errors.port = '端口应为1至65535的数字，一般是9100';
  }
  if (form.printer === 'folder' && form.folder.trim() === '') errors.folder = '请填写文件夹的完整路径';
  if (form.centre !== '' && !/^https?:\/\/\S+$/.test(form.centre)) errors.centre = '地址应以 http:// 或 https:// 开头';
  if (form.centre !== '' && form.enrolCode.trim() === '') errors.enrolCode = '请填写中心给的入网码';
  return errors;
}

/** Which form field a refused path of the core belongs to. */
export const FIELD_OF_PATH: Readonly<Record<string, keyof SetupForm>> = {
  'station.code': 'code',
  'station.name': 'name',
  'station.organisation': 'organisation',
  'station.phone': 'phone',
  regime: 'regime',
  'officer.name': 'officer',
  'officer.roles': 'roles',
  'officer.pin': 'pin',
  'printers.slip.host': 'host',
  'printers.slip.port': 'port',
  'printers.slip.path': 'folder',
  'centre.address': 'centre',
  'centre.enrolCode': 'enrolCode',
};

export function setupInput(form: SetupForm, screenRole: string): InputOf<'setup.create'> {
  const { printer, width } = form;
  const profile = USUAL_PROFILE;
  const slip: PrinterConfig =
    printer === 'tcp'
      ? { kind: 'tcp', id: 'slip', name: '小票打印机', host: form.host.trim(), port: Number(form.port), width, profile }
      : printer === 'folder'
        ? { kind: 'folder', id: 'slip', name: '小票（存文件夹）', path: form.folder.trim(), width, profile }
        : { kind: 'screen', id: 'slip', name: '小票（屏幕显示）', width, profile };
  const a4: PrinterConfig =
    printer === 'folder'
      ? { kind: 'folder', id: 'a4', name: 'A4（存文件夹）', path: form.folder.trim(), width: 'a4', profile }
      : { kind: 'screen', id: 'a4', name: 'A4（屏幕显示）', width: 'a4', profile };
  return {
    station: { code: form.code, name: form.name, organisation: form.organisation, phone: form.phone },
    regime: form.regime,
    officer: { name: form.officer, roles: [...form.roles], screenRole, pin: form.pin },
    printers: { slip, a4, spare: null },
    centre: form.centre === '' ? null : { address: form.centre, enrolCode: form.enrolCode.trim() },
  };
}

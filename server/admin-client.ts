import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { DeskError, type ErrorBody, messageOf } from '../domain/contract/errors.ts';
import { invitationSchema } from '../domain/contract/wire.ts';
import type { CommandLine } from './command-line.ts';
import { UsageError } from './command-line.ts';
import type { DataFolder } from './data-folder.ts';
import type { StationLine } from './enrol.ts';
import type { Published } from './rulebooks.ts';

const NOT_RUNNING = '这个数据目录没有正在运行的中心，请先启动：npm run centre';

/** @throws UsageError for words that no invitation can have; DeskError `centre_unreachable` or what the centre says */
export async function askInvitation(
  folder: DataFolder,
  line: Pick<CommandLine, 'code' | 'kind' | 'institution' | 'units'>,
): Promise<{ code: string; enrolCode: string }> {
  const { code, kind, institution, units } = line;
  const invitation = invitationSchema.safeParse({ code, kind, institution, units });
  if (!invitation.success)
    throw new UsageError(`站点编号、类型或单位不对：${invitation.error.issues[0]?.path.join('.')}`);
  return (await ask(folder, 'POST', '/admin/invitations', invitation.data)) as { code: string; enrolCode: string };
}

/**
 * Has the running centre sign a rule file.
 *
 * @throws UsageError when there is no such file; DeskError `centre_unreachable`, or what the centre says against it
 */
export async function askPublish(folder: DataFolder, path: string): Promise<Published> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`读不到这个文件：${path}`);
  }
  return (await ask(folder, 'POST', '/admin/rulebooks', { name: basename(path), text })) as Published;
}

export async function askStations(folder: DataFolder): Promise<StationLine[]> {
  return ((await ask(folder, 'GET', '/admin/stations')) as { stations: StationLine[] }).stations;
}

/** @returns the token of the snapshot */
export async function askSnapshot(folder: DataFolder): Promise<string> {
  return ((await ask(folder, 'POST', '/admin/snapshots')) as { token: string }).token;
}

/**
 * @returns how many chains are backed up further now
 * @throws DeskError `not_found` for a token that is used, unknown or from before a restore
 */
export async function askBackedUp(folder: DataFolder, token: string): Promise<number> {
  return ((await ask(folder, 'POST', `/admin/snapshots/${token}/backed-up`)) as { stations: number }).stations;
}

async function ask(folder: DataFolder, method: string, path: string, body?: unknown): Promise<unknown> {
  const address = folder.readAddress();
  if (!address) throw new DeskError('centre_unreachable', { detail: NOT_RUNNING });
  const headers = { authorization: `Bearer ${folder.token().value}` };
  const response = await send(`${reachable(address)}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) {
    const { code, detail } = (answer as ErrorBody).error;
    throw new DeskError(code, detail === undefined ? {} : { detail: `${messageOf(code)}：${detail}` });
  }
  return answer;
}

/** A centre that listens on every address is asked on this machine's own. */
function reachable(address: string): string {
  return address.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) });
  } catch (error) {
    throw new DeskError('centre_unreachable', { cause: error, detail: NOT_RUNNING });
  }
}

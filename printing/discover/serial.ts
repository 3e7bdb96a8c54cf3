import type { FoundPrinter } from '../../domain/contract/printing.ts';

/** What serialport tells of a port; `friendlyName` comes on Windows only. */
export interface PortFacts {
  path: string;
  manufacturer?: string | undefined;
  pnpId?: string | undefined;
  friendlyName?: string | undefined;
}

/** Serial ports at which something may be: not the thirty-two that Linux names whether or not they exist. */
export async function serialPorts(): Promise<FoundPrinter[]> {
  return foundPorts(await (await import('serialport')).SerialPort.list());
}

export function foundPorts(ports: readonly PortFacts[]): FoundPrinter[] {
  return ports
    .filter((port) => port.pnpId || !/^\/dev\/ttyS\d+$/.test(port.path))
    .map((port) => ({
      kind: 'serial',
      port: port.path,
      name: port.friendlyName ?? port.path,
      detail: [port.manufacturer, port.pnpId].filter(Boolean).join(' '),
    }));
}

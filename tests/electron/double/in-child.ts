import { EventEmitter } from 'node:events';
import { type Crossing, Port } from './ports.ts';

/** Plays `process.parentPort` for the core's process. */
const ports = new Map<number, Port>();
const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (data: unknown) => {
    process.send?.({ to: 'parent-port', data, ports: [] } satisfies Crossing);
  },
});
Object.assign(process, { parentPort });

process.on('message', (crossing: Crossing) => {
  if (crossing.to === 'port') return ports.get(crossing.port)?.arrive(crossing.data);
  const arrived = crossing.ports.map((number) => {
    const port = new Port();
    port.connect((data) => process.send?.({ to: 'port', port: number, data } satisfies Crossing));
    ports.set(number, port);
    return port;
  });
  parentPort.emit('message', { data: crossing.data, ports: arrived });
});
// A utility process ends with its parent.
process.on('disconnect', () => process.exit(1));

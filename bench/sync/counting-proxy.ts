import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { answerParent } from './child.ts';

/** Between a station and the centre: passes bytes on and counts them, HTTP's own included. */
const count = { up: 0, down: 0 };
const open = new Set<Socket>();
let target = 0;

const server = createServer({ noDelay: true }, (near) => {
  const far = connect({ port: target, host: '127.0.0.1', noDelay: true });
  const both = [near, far] as const;
  const end = () => {
    for (const socket of both) {
      socket.destroy();
      open.delete(socket);
    }
  };
  const pass = (from: Socket, to: Socket, way: 'up' | 'down') => {
    open.add(from);
    from.on('data', (bytes) => {
      count[way] += bytes.length;
      if (to.write(bytes)) return;
      from.pause();
      to.once('drain', () => from.resume());
    });
    from.on('end', () => to.end());
    from.on('error', end);
    from.on('close', end);
  };
  pass(near, far, 'up');
  pass(far, near, 'down');
});

answerParent(
  {
    listen: (port: number) => {
      target = port;
      return new Promise<number>((resolve) => {
        server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
      });
    },
    /** Bytes since the last time this was asked. */
    count: () => {
      const passed = { ...count };
      count.up = 0;
      count.down = 0;
      return passed;
    },
  },
  () => {
    for (const socket of open) socket.destroy();
    server.close();
  },
);

import { expect, test } from 'vitest';
import { openChannel } from '../../src/ctap/hid/channel.ts';
import { KeySession } from '../../src/ctap/session.ts';
import { udpSource } from '../../src/main/services/keys/udpSource.ts';
import { freePort } from '../freePort.ts';
import { keydesk } from './run.ts';

test('simulate key makes one with room for as many as asked, and ends it when told to', async () => {
  const replyPort = await freePort();
  const seen: (number | undefined)[] = [];
  const look = async (address: string) => {
    const transport = await udpSource([address]).open(address);
    seen.push((await KeySession.open(await openChannel(transport))).info.remainingDiscoverableCredentials);
    await transport.close();
  };
  const { code, stdout } = await keydesk(['simulate', 'key', '--udp', `0:${replyPort}`, '--capacity', '3'], {
    onStdout: (child, text) => {
      if (text.endsWith('\n')) void look(JSON.parse(text).key).finally(() => child.kill());
    },
  });
  expect(stdout).toMatch(new RegExp(`^{"key":"udp:[0-9]+:${replyPort}"}\n$`));
  expect(seen).toEqual([3]);
  expect(code).toBe(0);
});

test('simulate key wants a number for its capacity', async () => {
  const { code, stderr } = await keydesk(['simulate', 'key', '--capacity', 'many']);
  expect(stderr).toContain('Give a whole number.');
  expect(code).toBe(2);
});

test.each([
  ['key, whose state cannot be kept', ['key', '--udp', '0:9', '--state', '/nowhere/state.json']],
  ['tenant, whose state cannot be kept', ['graph', '--state', '/nowhere/state.json']],
])('a simulated %s ends with the reason', async (_, args) => {
  const { code, stdout } = await keydesk(['simulate', ...args, '--json']);
  expect(code).toBe(1);
  expect(JSON.parse(stdout).error).toMatchObject({
    code: 'simulator-failed',
    cause: expect.stringContaining('ENOENT'),
  });
});

test('simulate graph gives another tenant for another seed, and the same one for the same', async () => {
  const tenantOf = async (seed: string) => {
    const { stdout } = await keydesk(['simulate', 'graph', '--users', '1', '--seed', seed], {
      onStdout: (child, text) => {
        if (text.endsWith('\n')) child.kill();
      },
    });
    return JSON.parse(stdout).tenantId;
  };
  const [one, again, other] = [await tenantOf('one'), await tenantOf('one'), await tenantOf('other')];
  expect(one).toMatch(/^[0-9a-f-]{36}$/);
  expect(again).toBe(one);
  expect(other).not.toBe(one);
});

test('a simulated key whose control port is taken ends with the reason', async () => {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const { code, stderr } = await keydesk(['simulate', 'key', '--udp', `0:${await freePort()}`, '--control', port]);
  server.close();
  expect(code).toBe(1);
  expect(stderr).toContain('EADDRINUSE');
});

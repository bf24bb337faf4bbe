import { expect, test } from 'vitest';
import { openChannel } from '../../src/ctap/hid/channel.ts';
import { KeySession } from '../../src/ctap/session.ts';
import { udpSource } from '../../src/main/keys/udpSource.ts';
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

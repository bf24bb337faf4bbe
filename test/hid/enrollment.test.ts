import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { KeySummary } from '../../src/contract/keys/schema.ts';
import { createSoftwareKey, type SoftwareKeyOptions } from '../../src/simulator/key/softwareKey.ts';
import { keydesk } from '../cli/run.ts';
import { enrollAt, PIN } from '../main/features/enrollment/desk.ts';
import { type HidDesk, openHidDesk } from './desk.ts';
import { type Socket, sockets } from './socket.ts';

let desk: HidDesk;
beforeAll(async () => {
  desk = await openHidDesk();
});
afterEach(() => Promise.all(sockets.map(socket => socket.unplug())));
afterAll(() => desk.close());

const user = (n: number) => `user${n}@contoso.example`;
const pin = { kind: 'given', pin: PIN } as const;
const passkeysOf = (n: number) => desk.client.passkeys.list({ user: user(n) });

/** Plugs in a new key and gives it, with the id that Keydesk knows it by. */
async function plugNew(socket: Socket, options: Partial<SoftwareKeyOptions> = {}) {
  const key = await createSoftwareKey({ profile: 'full', ...options });
  return { key, keyId: `hid:${await socket.plug(key)}` };
}

/** Waits until the core's list of keys fits. */
async function untilKeys(fits: (keys: readonly KeySummary[]) => boolean): Promise<void> {
  for await (const keys of await desk.client.keys.watch()) if (fits(keys)) return;
}
const plugged = (...ids: string[]) => untilKeys(keys => ids.every(id => keys.some(key => key.id === id)));

describe('an enrollment over /dev/hidraw', () => {
  test('by the keydesk command: the passkey is made, registered and proven to sign in', async () => {
    const { key, keyId } = await plugNew(sockets[0]);
    const { graph } = desk;
    const args = ['enroll', '--user', user(1), '--key', keyId, '--graph', graph.url, '--pin-stdin', '--json'];
    const { code, stdout, stderr } = await keydesk(args, { stdin: PIN, env: { KEYDESK_GRAPH_TOKEN: graph.token } });
    expect(stderr).toContain('Touch the button');
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      user: { userPrincipalName: user(1) },
      key: { id: keyId, serial: sockets[0].serial },
      proof: { verified: true },
    });
    expect(code).toBe(0);
    expect(key.state()).toMatchObject({ pinSet: true, credentialCount: 1 });
    expect(await passkeysOf(1)).toHaveLength(1);
  });

  test('of three keys at once, each for another user', async () => {
    const keys = await Promise.all(sockets.map(socket => plugNew(socket)));
    await plugged(...keys.map(({ keyId }) => keyId));
    const ended = await Promise.all(keys.map(({ keyId }, i) => enrollAt(desk, { user: user(i + 2), keyId, pin })));
    for (const [i, { result }] of ended.entries()) {
      expect(result).toMatchObject({
        user: { userPrincipalName: user(i + 2) },
        key: { serial: sockets[i]?.serial },
        proof: { verified: true },
      });
      expect(await passkeysOf(i + 2)).toHaveLength(1);
    }
    expect(keys.map(({ key }) => key.state().credentialCount)).toEqual([1, 1, 1]);
  });
});

describe('a key unplugged in the middle of makeCredential', () => {
  test('ends it with key-removed and nothing registered; plugged in again it can be enrolled', async () => {
    // Whose passkey the last key of this serial number held: it is theirs no more.
    for (const { id } of await passkeysOf(2)) await desk.client.passkeys.delete({ user: user(2), id });
    const { key, keyId } = await plugNew(sockets[0], { touch: 'never' });
    await plugged(keyId);
    const { failure } = await enrollAt(desk, { user: user(5), keyId, pin }, event => {
      if (event.type === 'interaction' && event.interaction.kind === 'touch') return sockets[0].unplug();
      return undefined;
    });
    expect(failure?.error.code).toBe('key-removed');
    expect(await passkeysOf(5)).toHaveLength(0);
    await untilKeys(keys => keys.length === 0);

    key.setTouch('auto');
    const again = `hid:${await sockets[0].plug(key)}`;
    await plugged(again);
    const { result } = await enrollAt(desk, { user: user(5), keyId: again, pin });
    expect(result).toMatchObject({ proof: { verified: true } });
    expect(await passkeysOf(5)).toHaveLength(1);
  });
});

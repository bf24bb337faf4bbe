import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { forkKeyHost } from '../../../src/main/keys/childHost.ts';
import { type KeyHost, startKeyHost } from '../../../src/main/keys/keyHost.ts';
import { createKeys } from '../../../src/main/keys/keys.ts';
import type { KeyHostProcess } from '../../../src/main/keys/protocol.ts';
import { parseUdpAddress } from '../../../src/main/keys/udpSource.ts';

let processes: KeyHostProcess[] = [];
let host: KeyHost | undefined;
afterEach(() => {
  host?.close();
  processes = [];
});

function start(): KeyHost {
  const spawn = () => {
    const spawned = forkKeyHost();
    processes.push(spawned);
    return spawned;
  };
  host = startKeyHost(spawn, { hid: true, udp: [], practice: { folder: null } });
  return host;
}

/** The next list of keys that fits. */
function keysThat(keyHost: KeyHost, fits: (ids: string[]) => boolean): Promise<void> {
  return new Promise(resolve => {
    const unsubscribe = keyHost.onKeys(keys => {
      if (!fits(keys.map(key => key.id))) return;
      unsubscribe();
      resolve();
    });
  });
}

describe('the key host', () => {
  test('lists keys, follows removal and insertion, and opens them', async () => {
    const keyHost = start();
    await keyHost.ready();
    expect(keyHost.keys().map(key => key.id)).toContain('practice');
    const removed = keysThat(keyHost, ids => !ids.includes('practice'));
    await keyHost.act('remove');
    await removed;
    await expect(keyHost.open('practice')).rejects.toMatchObject({ code: 'key-not-found' });
    const inserted = keysThat(keyHost, ids => ids.includes('practice'));
    await keyHost.act('insert');
    await inserted;
    const details = await createKeys(keyHost).details('practice');
    expect(details).toMatchObject({ id: 'practice', pin: { set: false, supported: true } });
  });

  test('a kill of it costs the running operation and nothing else', async () => {
    const keyHost = start();
    await keyHost.ready();
    await keyHost.act({ touchPolicy: 'manual' });
    const connection = await keyHost.open('practice');
    const waiting = connection.transact({ name: 'cbor', payload: Uint8Array.of(0x0b) });
    const back = keysThat(keyHost, ids => ids.includes('practice'));
    processes[0]?.kill();
    await expect(waiting).rejects.toMatchObject({ code: 'key-host-crashed' });
    await expect(connection.transact({ name: 'wink' })).rejects.toMatchObject({ code: 'key-host-crashed' });
    await back;
    const again = await keyHost.open('practice');
    await again.transact({ name: 'wink' });
    expect(processes).toHaveLength(2);
  });

  test('a host that dies before its first list is started again, and the process waits for that', async () => {
    const keys = join(import.meta.dirname, '../../../src/main/keys');
    const program = `
      import { forkKeyHost } from '${keys}/childHost.ts';
      import { startKeyHost } from '${keys}/keyHost.ts';
      const modules = ['/not/there.ts'];
      const host = startKeyHost(() => forkKeyHost(modules.shift()), { hid: false, udp: ['8111:7112'], practice: null });
      await host.ready();
      console.log(host.keys()[0].id);
      host.close();`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
    expect(stdout).toBe('udp:8111:7112\n');
  });

  test('a host that dies at every start fails those who wait for its list', async () => {
    host = startKeyHost(() => forkKeyHost('/not/there.ts'), { hid: false, udp: [], practice: null });
    await expect(createKeys(host).list()).rejects.toMatchObject({ code: 'key-host-crashed' });
  });

  test('a key pulled out in the middle ends what waits for it', async () => {
    const keyHost = start();
    await keyHost.ready();
    await keyHost.act({ touchPolicy: 'manual' });
    const key = await createKeys(keyHost).open('practice');
    const touched = key.connection.transact({ name: 'cbor', payload: Uint8Array.of(0x0b) });
    await keyHost.act('remove');
    await expect(touched).rejects.toMatchObject({ code: 'transport-closed' });
    if (!key.gone.aborted) await new Promise(resolve => key.gone.addEventListener('abort', resolve));
    expect(key.gone.reason).toMatchObject({ code: 'key-removed' });
  });

  test('chooses: none, one, the named one; and names what is not there', async () => {
    const keyHost = start();
    const keys = createKeys(keyHost);
    expect(await keys.choose(undefined)).toMatchObject({ id: 'practice' });
    await expect(keys.choose('hid:/dev/nothing')).rejects.toMatchObject({ code: 'key-not-found' });
    const removed = keysThat(keyHost, ids => ids.length === 0);
    await keyHost.act('remove');
    await removed;
    await expect(keys.choose(undefined)).rejects.toMatchObject({ code: 'no-key' });
  });

  test('two keys and no choice', async () => {
    host = startKeyHost(() => forkKeyHost(), { hid: false, udp: ['8111:7112', '8113:7114'], practice: null });
    await expect(createKeys(host).choose(undefined)).rejects.toMatchObject({
      code: 'several-keys',
      params: { count: 2 },
    });
  });

  test.each(['', '1', '1:2:3', '0:5', '1:65536', 'a:b'])('%j is no UDP address', address => {
    expect(() => parseUdpAddress(address)).toThrow(expect.objectContaining({ code: 'key-not-found' }));
  });
});

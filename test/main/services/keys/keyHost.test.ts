import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { forkKeyHost } from '../../../../src/main/services/keys/childHost.ts';
import { type KeyHost, startKeyHost } from '../../../../src/main/services/keys/keyHost.ts';
import { createKeys } from '../../../../src/main/services/keys/keysOfHost.ts';
import type { KeyHostProcess } from '../../../../src/main/services/keys/protocol.ts';
import { parseUdpAddress } from '../../../../src/main/services/keys/udpSource.ts';
import { createSoftwareKey, type SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../../../src/simulator/key/udp.ts';
import { freePort } from '../../../freePort.ts';

let processes: KeyHostProcess[] = [];
let host: KeyHost | undefined;
afterEach(async () => {
  await host?.close();
  processes = [];
});

const SELECTION = { name: 'cbor', payload: Uint8Array.of(0x0b) } as const;

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
    const keys = join(import.meta.dirname, '../../../../src/main/services/keys');
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

  test('a practice key that is kept in a folder is one key to two processes, which use it in turn', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-host-'));
    const practice = { folder: join(folder, 'keys') };
    const begin = () =>
      startKeyHost(() => forkKeyHost(), { hid: false, udp: [], practice, locks: join(folder, 'locks') });
    mkdirSync(practice.folder);
    const [one, other] = [begin(), begin()];
    try {
      const key = await createKeys(one).open('practice');
      await other.ready();
      const waiting = createKeys(other).open('practice');
      await key.session.setPin('271828');
      key.close();
      const same = await waiting;
      expect(same.session.info.options.clientPin).toBe(true);
      await same.session.changePin('271828', '314159');
      same.close();
      await createKeys(one).use('practice', again => again.session.changePin('314159', '271828'));
    } finally {
      await Promise.all([one.close(), other.close()]);
      rmSync(folder, { recursive: true });
    }
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

describe('a host that dies', () => {
  test('while a second operation waits for its turn: that one is refused, and the next one is served', async () => {
    const keyHost = start();
    const keys = createKeys(keyHost);
    await keyHost.ready();
    await keyHost.act({ touchPolicy: 'manual' });
    const first = await keys.open('practice');
    const touched = first.connection.transact(SELECTION);
    const second = keys.open('practice');
    processes[0]?.kill();
    await expect(touched).rejects.toMatchObject({ code: 'key-host-crashed' });
    // Nobody took the key out.
    expect(first.gone.reason).toMatchObject({ code: 'key-host-crashed' });
    first.close();
    await expect(second).rejects.toMatchObject({ code: 'key-host-crashed' });
    // Asked while no host lives, it waits for the next one.
    (await keys.open('practice')).close();
  });

  test('refuses what is asked of it before the next one lives', async () => {
    const keyHost = start();
    await keyHost.ready();
    const back = keysThat(keyHost, ids => ids.length === 0);
    processes[0]?.kill();
    await back;
    await expect(keyHost.open('practice')).rejects.toMatchObject({ code: 'key-host-crashed' });
    await keyHost.ready();
  });

  test('and cannot be started again at once is started later', async () => {
    let starts = 0;
    host = startKeyHost(
      () => {
        starts++;
        if (starts === 1) throw new Error('EAGAIN');
        return forkKeyHost();
      },
      { hid: false, udp: ['8111:7112'], practice: null },
    );
    await host.ready();
    expect(starts).toBe(2);
  });

  test('because there is no program to run counts as a death too', async () => {
    const execPath = Object.getOwnPropertyDescriptor(process, 'execPath');
    let starts = 0;
    const spawn = () => {
      starts++;
      if (starts === 1) Object.defineProperty(process, 'execPath', { ...execPath, value: '/not/there' });
      const spawned = forkKeyHost();
      Object.defineProperty(process, 'execPath', execPath ?? {});
      return spawned;
    };
    host = startKeyHost(spawn, { hid: false, udp: ['8111:7112'], practice: null });
    await host.ready();
    expect(starts).toBe(2);
  });
});

test('what is given up ends soon, though host and key hang', async () => {
  let tell: Parameters<KeyHostProcess['onMessage']>[0] = () => undefined;
  const hanging: KeyHostProcess = {
    post: message => message.type === 'end' && tell({ type: 'ended' }),
    onMessage: listener => {
      tell = listener;
    },
    onExit: () => undefined,
    kill: () => undefined,
  };
  host = startKeyHost(() => hanging, { hid: true, udp: [], practice: null });
  tell({ type: 'keys', keys: [{ id: 'hid:1' }] });
  vi.useFakeTimers();
  try {
    const abort = new AbortController();
    const waiting = createKeys(host).open('hid:1', abort.signal);
    waiting.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(0);
    abort.abort();
    await vi.advanceTimersByTimeAsync(2500);
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  } finally {
    vi.useRealTimers();
  }
});

describe('a touch that a host waits for', () => {
  let key: SoftwareKey;
  let udp: Awaited<ReturnType<typeof serveUdp>>;
  let folder: string;
  let address: string;
  let touched: Promise<Uint8Array>;

  async function waitingHost(): Promise<void> {
    folder = mkdtempSync(join(tmpdir(), 'keydesk-host-'));
    key = await createSoftwareKey({ profile: 'full', touch: 'manual' });
    const replyPort = await freePort();
    udp = await serveUdp(key, { port: 0, replyPort });
    address = `${udp.port}:${replyPort}`;
    host = startKeyHost(spawnKept, { hid: false, udp: [address], practice: null, locks: folder });
    await host.ready();
    const connection = await host.open(`udp:${address}`);
    touched = connection.transact(SELECTION);
    touched.catch(() => undefined);
    await vi.waitUntil(() => key.state().waitingForTouch, { interval: 5, timeout: 15_000 });
  }
  const spawnKept = () => {
    const spawned = forkKeyHost();
    processes.push(spawned);
    return spawned;
  };
  const waitsNoLonger = () => vi.waitUntil(() => !key.state().waitingForTouch, { interval: 5, timeout: 5000 });
  afterEach(async () => {
    await host?.close();
    await udp.close();
    await key.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is canceled when the host is ended', async () => {
    await waitingHost();
    await host?.close();
    expect(key.state().waitingForTouch).toBe(false);
  });

  test('is canceled by the next host where this one was killed', async () => {
    await waitingHost();
    processes[0]?.kill();
    await waitsNoLonger();
    await host?.ready();
    const again = await host?.open(`udp:${address}`);
    expect(await again?.transact({ name: 'cbor', payload: Uint8Array.of(0x04) })).toHaveProperty('0', 0);
  });

  test('is canceled before the operation fails, so that a command may end at once', async () => {
    await waitingHost();
    processes[0]?.kill();
    await expect(touched).rejects.toMatchObject({ code: 'key-host-crashed' });
    await host?.close();
    await waitsNoLonger();
  });

  test('is canceled before the Keydesk ends, though its operation was given up already', async () => {
    await waitingHost();
    const dead = keysThat(host as KeyHost, ids => ids.length === 0);
    processes[0]?.kill();
    await dead;
    await host?.close();
    await waitsNoLonger();
  });

  test('is canceled by the first host of the next Keydesk where all of this one was killed', async () => {
    await waitingHost();
    const next = startKeyHost(() => forkKeyHost(), { hid: false, udp: [address], practice: null, locks: folder });
    // This one lives: what it waits for is its own.
    await next.ready();
    expect(key.state().waitingForTouch).toBe(true);
    await next.close();
    const [killed] = processes;
    host = undefined;
    killed?.kill();
    const later = startKeyHost(() => forkKeyHost(), { hid: false, udp: [address], practice: null, locks: folder });
    await waitsNoLonger();
    await later.close();
  });

  test('makes another Keydesk wait', async () => {
    await waitingHost();
    const other = startKeyHost(() => forkKeyHost(), { hid: false, udp: [address], practice: null, locks: folder });
    const details = createKeys(other).details(`udp:${address}`);
    await other.ready();
    key.touch();
    await host?.close();
    expect(await details).toMatchObject({ pin: { set: false } });
    await other.close();
  });
});

describe('a damaged file of the practice key', () => {
  test('is reported and left as it is; other keys are listed all the same', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-practice-'));
    const file = join(folder, 'key.json');
    writeFileSync(file, '{"note":"State of');
    host = startKeyHost(() => forkKeyHost(), { hid: false, udp: ['8111:7112'], practice: { folder } });
    await host.ready();
    expect(host.keys().map(({ id }) => id)).toEqual(['udp:8111:7112']);
    expect(host.problems()).toMatchObject([{ code: 'practice-key-damaged', params: { file, source: 'practice' } }]);
    const keys = createKeys(host);
    await expect(keys.choose('practice')).rejects.toMatchObject({ code: 'practice-key-damaged', params: { file } });
    expect(readFileSync(file, 'utf8')).toBe('{"note":"State of');
    rmSync(folder, { recursive: true });
  });

  test('of one model leaves the other one in hand', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-practice-'));
    writeFileSync(join(folder, 'key-old.json'), '[]');
    host = startKeyHost(() => forkKeyHost(), { hid: false, udp: [], practice: { folder } });
    await host.ready();
    await expect(host.act({ model: 'old' })).rejects.toMatchObject({ code: 'practice-key-damaged' });
    expect(host.keys().map(({ id }) => id)).toEqual(['practice']);
    rmSync(folder, { recursive: true });
  });
});

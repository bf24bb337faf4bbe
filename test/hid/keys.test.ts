import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { devicesAsync } from 'node-hid';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { toFailure } from '../../src/contract/errors/failure.ts';
import { wordsFor } from '../../src/contract/errors/words.ts';
import { openChannel } from '../../src/ctap/hid/channel.ts';
import { forkKeyHost } from '../../src/main/services/keys/childHost.ts';
import { hidSource } from '../../src/main/services/keys/hidSource.ts';
import { type KeyHost, startKeyHost } from '../../src/main/services/keys/keyHost.ts';
import { createKeys } from '../../src/main/services/keys/keysOfHost.ts';
import type { KeyHostProcess } from '../../src/main/services/keys/protocol.ts';
import { createSoftwareKey, type SoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { programs } from '../programs.ts';
import { withholdDrivers } from './gadget.ts';
import { keysThat } from './keyHost.ts';
import { otherDevice, PRODUCT_ID, sockets, VENDOR_ID } from './socket.ts';

const [socket] = sockets;
const hid = { hid: true, udp: [], practice: null };
let host: KeyHost;
let key: SoftwareKey;

beforeAll(async () => {
  key = await createSoftwareKey({ profile: 'full' });
  host = startKeyHost(() => forkKeyHost(programs.keyHost), hid);
  await host.ready();
});
afterEach(() => socket.unplug());
afterAll(async () => {
  await host.close();
  await key.close();
});

/** Plugs the key in and waits until the key host has seen it. */
async function plug(): Promise<string> {
  const keyId = `hid:${await socket.plug(key)}`;
  await keysThat(host, keys => keys.some(({ id }) => id === keyId));
  return keyId;
}

describe('a security key on USB', () => {
  test('is listed with vendor, product and serial as soon as it is plugged in, and no more once it is out', async () => {
    const keyId = await plug();
    expect(host.keys()).toEqual([
      {
        id: keyId,
        vendorId: VENDOR_ID,
        productId: PRODUCT_ID,
        manufacturer: 'Keydesk',
        product: 'Software key',
        serial: socket.serial,
      },
    ]);
    await socket.unplug();
    await keysThat(host, keys => keys.length === 0);
  });

  test('is distinguished from other HID devices by its usage page; those are never written to', async () => {
    await otherDevice.plug();
    const other = await otherDevice.hidraw();
    const keyId = await plug();
    try {
      const pages = (await devicesAsync()).map(({ path, usagePage }) => [path, usagePage]);
      expect(new Map(pages as [string, number][])).toEqual(
        new Map([
          [other, 0xff00],
          [keyId.replace('hid:', ''), 0xf1d0],
        ]),
      );
      expect(host.keys().map(({ id }) => id)).toEqual([keyId]);
      await expect(host.open(`hid:${other}`)).rejects.toMatchObject({ code: 'key-not-fido2' });
    } finally {
      await otherDevice.unplug();
    }
  });

  test('tells its getInfo, and gives a PING of 1024 bytes back unchanged', async () => {
    const keyId = await plug();
    expect(await createKeys(host).details(keyId)).toMatchObject({ serial: socket.serial, pin: { set: false } });
    const connection = await host.open(keyId);
    const payload = Uint8Array.from({ length: 1024 }, (_, i) => i % 251);
    expect(await connection.transact({ name: 'ping', payload })).toEqual(payload);
    await connection.close();
  });

  test('is listed although its node appears long after the USB event', async () => {
    const drivers = withholdDrivers();
    const plugged = socket.plug(key);
    await sleep(400);
    drivers();
    const keyId = `hid:${await plugged}`;
    await keysThat(host, keys => keys.some(({ id }) => id === keyId));
  });

  test('that takes the place of another one, which an operation waits for, is left alone', async () => {
    const [, otherSocket] = sockets;
    const other = await createSoftwareKey({ profile: 'full' });
    const keyId = await plug();
    const keys = createKeys(host);
    const first = await keys.open(keyId);
    const second = keys.details(keyId);
    second.catch(() => undefined);
    try {
      await socket.unplug();
      expect(`hid:${await otherSocket.plug(other)}`).toBe(keyId);
      await keysThat(host, listed => listed.some(({ serial }) => serial === otherSocket.serial));
      first.close();
      await expect(second).rejects.toMatchObject({ code: 'key-changed' });
    } finally {
      await otherSocket.unplug();
      await other.close();
    }
  });

  test('waits for no touch any longer when the host that asked for it was killed', async () => {
    const locks = mkdtempSync(join(tmpdir(), 'keydesk-locks-'));
    const processes: KeyHostProcess[] = [];
    const killed = startKeyHost(
      () => {
        const spawned = forkKeyHost(programs.keyHost);
        processes.push(spawned);
        return spawned;
      },
      { ...hid, locks },
    );
    key.setTouch('manual');
    try {
      const keyId = await plug();
      await keysThat(killed, keys => keys.some(({ id }) => id === keyId));
      const connection = await killed.open(keyId);
      const touched = connection.transact({ name: 'cbor', payload: Uint8Array.of(0x0b) });
      touched.catch(() => undefined);
      await vi.waitUntil(() => key.state().waitingForTouch, { timeout: 20_000 });
      processes[0]?.kill();
      await vi.waitUntil(() => !key.state().waitingForTouch, { timeout: 20_000 });
      await expect(touched).rejects.toMatchObject({ code: 'key-host-crashed' });
    } finally {
      key.setTouch('auto');
      await killed.close();
    }
  });

  test('that disappeared between list and open is not found', async () => {
    const keyId = await plug();
    await socket.unplug();
    await expect(host.open(keyId)).rejects.toMatchObject({ code: 'key-not-found', params: { keyId } });
  });
});

describe('without permission', () => {
  test('the udev rule of the package names the key, and no other device, as one for the person at the desk', async () => {
    // Debian's own rules for security keys out of the way, so that ours alone is seen to work.
    mkdirSync('/etc/udev/rules.d', { recursive: true });
    symlinkSync('/dev/null', '/etc/udev/rules.d/60-fido-id.rules');
    copyFileSync(join(import.meta.dirname, '../../build/linux/70-keydesk.rules'), '/etc/udev/rules.d/70-keydesk.rules');
    execFileSync('udevadm', ['control', '--reload']);
    await otherDevice.plug();
    try {
      const devices = [await socket.plug(key), await otherDevice.hidraw()];
      execFileSync('udevadm', ['settle']);
      const tags = devices.map(name =>
        execFileSync('udevadm', ['info', '--query=property', `--name=${name}`], { encoding: 'utf8' }),
      );
      expect(tags.map(text => /^TAGS=.*:uaccess:/m.test(text))).toEqual([true, false]);
    } finally {
      await otherDevice.unplug();
    }
  });

  test('the error says so, and its words name the udev rule to install', async () => {
    const module = join(import.meta.dirname, 'unprivilegedHost.ts');
    const unprivileged = startKeyHost(() => forkKeyHost(module), hid);
    try {
      const keyId = await plug();
      await keysThat(unprivileged, keys => keys.length === 1);
      const error = await unprivileged.open(keyId).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'key-access-denied', params: { keyId, platform: 'linux' } });
      expect(wordsFor(toFailure(error)).next).toContain('70-keydesk.rules');
    } finally {
      await unprivileged.close();
    }
  });
});

describe('two programs on one key', () => {
  const getInfo = Uint8Array.of(0x04);
  const authenticatorSelection = Uint8Array.of(0x0b);
  const source = hidSource();
  afterAll(source.close);

  test('a lock of the other one makes it busy, until it lets go', async () => {
    const keyId = await plug();
    const other = await openChannel(await source.open(keyId));
    await other.lock(10);
    await expect(createKeys(host).details(keyId)).rejects.toMatchObject({ code: 'key-busy' });
    await other.lock(0);
    expect(await createKeys(host).details(keyId)).toMatchObject({ id: keyId });
    await other.close();
  });

  test('a transaction of the other one is waited for', async () => {
    const keyId = await plug();
    key.setTouch('manual');
    const other = await host.open(keyId);
    const blinks = Promise.withResolvers<void>();
    const selection = other.transact(
      { name: 'cbor', payload: authenticatorSelection },
      { onKeepAlive: () => blinks.resolve() },
    );
    await blinks.promise;
    const mine = await openChannel(await source.open(keyId));
    const info = mine.cbor(getInfo);
    await vi.waitUntil(() => mine.counts().transactions.CBOR === 2);
    key.touch();
    expect(await selection).toEqual(Uint8Array.of(0));
    expect((await info)[0]).toBe(0);
    await mine.close();
    await other.close();
  });
});

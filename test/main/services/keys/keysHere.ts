import { setTimeout as delay } from 'node:timers/promises';
import type { KeyHost } from '../../../../src/main/services/keys/keyHost.ts';
import type { Keys } from '../../../../src/main/services/keys/keys.ts';
import { createKeys } from '../../../../src/main/services/keys/keysOfHost.ts';
import {
  createSoftwareKey,
  type SoftwareKey,
  type SoftwareKeyOptions,
} from '../../../../src/simulator/key/softwareKey.ts';
import { createBus, hostOn } from './hostHere.ts';

/** Software keys on a scripted bus and the keys of the core, all in this process and without a core. */
export interface KeysHere {
  readonly host: KeyHost;
  readonly keys: Keys;
  /** Creates a key and plugs it in beside the others. Returns it with its id. */
  plug(options?: Partial<SoftwareKeyOptions>): Promise<{ key: SoftwareKey; keyId: string }>;
  unplug(keyId: string): Promise<void>;
  /** Unplugs a key and plugs it, or another one, into the same port. */
  replug(keyId: string, other?: SoftwareKey): Promise<void>;
  close(): Promise<void>;
}

export function openKeysHere(): KeysHere {
  const bus = createBus();
  const host = hostOn(bus);
  const made: SoftwareKey[] = [];
  const unplug = async (keyId: string) => {
    bus.plugged.get(keyId.slice('hid:'.length))?.key.powerOff();
    bus.plugged.delete(keyId.slice('hid:'.length));
    // A key counts as unplugged if two consecutive enumerations do not find it.
    await host.look();
    await host.look();
  };
  return {
    host,
    keys: createKeys(host),
    plug: async options => {
      const key = await createSoftwareKey({ profile: 'full', ...options });
      const path = `/dev/hidraw${made.push(key)}`;
      bus.plug(path, key, { product: 'Key' });
      await host.look();
      return { key, keyId: `hid:${path}` };
    },
    unplug,
    replug: async (keyId, other) => {
      const path = keyId.slice('hid:'.length);
      const key = other ?? bus.plugged.get(path)?.key;
      if (key === undefined) throw new Error(`no key is plugged in at ${path}`);
      await unplug(keyId);
      key.powerOn();
      bus.plug(path, key, { product: 'Key' });
      // A key whose handle was just closed is not listed for a moment.
      do {
        await delay(50);
        await host.look();
      } while (!host.keys().some(({ id }) => id === keyId));
    },
    close: async () => {
      await host.close();
      await Promise.all(made.map(key => key.close()));
    },
  };
}

import type { KeyHost } from '../../../src/main/keys/keyHost.ts';
import { createKeys, type Keys } from '../../../src/main/keys/keys.ts';
import {
  createSoftwareKey,
  type SoftwareKey,
  type SoftwareKeyOptions,
} from '../../../src/simulator/key/softwareKey.ts';
import { createBus, hostOn } from './hostHere.ts';

/** Software keys on a scripted bus and the keys of the core, all within this process and without a core. */
export interface KeysHere {
  readonly host: KeyHost;
  readonly keys: Keys;
  /** Makes a key and plugs it in beside the others. Returns it with its id. */
  plug(options?: Partial<SoftwareKeyOptions>): Promise<{ key: SoftwareKey; keyId: string }>;
  unplug(keyId: string): Promise<void>;
  close(): Promise<void>;
}

export function openKeysHere(): KeysHere {
  const bus = createBus();
  const host = hostOn(bus);
  const made: SoftwareKey[] = [];
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
    unplug: async keyId => {
      bus.plugged.get(keyId.slice('hid:'.length))?.key.powerOff();
      bus.plugged.delete(keyId.slice('hid:'.length));
      // A key is gone when two enumerations in a row do not find it.
      await host.look();
      await host.look();
    },
    close: async () => {
      await host.close();
      await Promise.all(made.map(key => key.close()));
    },
  };
}

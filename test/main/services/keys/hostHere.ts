import type { Device } from 'node-hid';
import { type HidSystem, hidSource } from '../../../../src/main/services/keys/hidSource.ts';
import { serveKeyHost } from '../../../../src/main/services/keys/hostServer.ts';
import type { SourceMakers } from '../../../../src/main/services/keys/hostSources.ts';
import { type KeyHost, startKeyHost } from '../../../../src/main/services/keys/keyHost.ts';
import type {
  FromHost,
  HostConfiguration,
  KeyHostProcess,
  ToHost,
} from '../../../../src/main/services/keys/protocol.ts';
import type { SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';

/** A key host in this process, so that a test controls what its sources find. */
export function hostHere(makers: SourceMakers): KeyHostProcess {
  let toCore: (message: FromHost) => void = () => undefined;
  let toHost: (message: ToHost) => void = () => undefined;
  serveKeyHost(
    {
      post: message => queueMicrotask(() => toCore(message)),
      onMessage: listener => {
        toHost = listener;
      },
    },
    makers,
  );
  return {
    post: message => queueMicrotask(() => toHost(message)),
    onMessage: listener => {
      toCore = listener;
    },
    onExit: () => undefined,
    kill: () => undefined,
  };
}

/** A USB bus as the operating system reports it, which may differ from the actual one. */
export interface Bus extends HidSystem {
  /** The result of enumerations, and the key at each path. */
  readonly plugged: Map<string, { device: Device; key: SoftwareKey }>;
  plug(path: string, key: SoftwareKey, told?: Partial<Device>): void;
  /** Sends an event of the system. */
  event(): void;
  /** Replaces the next enumerations. */
  readonly next: (() => Promise<Device[]>)[];
}

export function createBus(): Bus {
  const plugged: Bus['plugged'] = new Map();
  const next: Bus['next'] = [];
  let listener: () => void = () => undefined;
  return {
    plugged,
    next,
    plug: (path, key, told = {}) => {
      const device = {
        vendorId: 1,
        productId: 2,
        release: 0,
        interface: 0,
        usagePage: 0xf1d0,
        usage: 1,
        path,
        ...told,
      };
      plugged.set(path, { device, key });
    },
    event: () => listener(),
    devices: async () => {
      const odd = next.shift();
      return odd === undefined ? [...plugged.values()].map(({ device }) => device) : odd();
    },
    open: async path => {
      const found = plugged.get(path);
      if (found === undefined) throw new Error('no such device');
      return found.key.connect();
    },
    watch: () => ({
      onChange: next => {
        listener = next;
      },
      close: async () => undefined,
    }),
  };
}

const configuration: HostConfiguration = { hid: true, udp: [], practice: null };

/** Creates a core's key host over a scripted bus. The test provides other sources. */
export function hostOn(bus: Bus, others: Partial<SourceMakers> = {}): KeyHost {
  const none = async () => null;
  const makers = { hid: async () => hidSource(bus), udp: none, practice: none, ...others };
  return startKeyHost(() => hostHere(makers), configuration);
}

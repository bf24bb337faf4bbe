import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import type { Contract } from '../../../../src/contract/contract.ts';
import { type Core, startCore } from '../../../../src/main/app/core.ts';
import type { ShellServices } from '../../../../src/main/app/shellServices.ts';
import type { Clocks } from '../../../../src/main/base/store/deskTime.ts';
import { claimsOf } from '../../../../src/main/services/auth/session.ts';
import { hidSource } from '../../../../src/main/services/keys/hidSource.ts';
import { type GraphSimulator, startGraphSimulator } from '../../../../src/simulator/graph/server.ts';
import {
  createSoftwareKey,
  type SoftwareKey,
  type SoftwareKeyOptions,
} from '../../../../src/simulator/key/softwareKey.ts';
import { testServices } from '../../app/shellServices.ts';
import { type Bus, createBus, hostHere } from './hostHere.ts';

/** A whole core with keys on a scripted USB bus: with serial numbers, at ports that the test chooses. */
export interface BusDesk {
  readonly bus: Bus;
  readonly folder: string;
  readonly graph: GraphSimulator;
  client: ContractRouterClient<Contract>;
  /** Creates a key that is not plugged in. */
  key(options?: Partial<SoftwareKeyOptions>): Promise<SoftwareKey>;
  /** Plugs in a key alone, and returns its id. */
  plug(key: SoftwareKey, serial?: string, port?: number): Promise<string>;
  /** Plugs in another key beside it. */
  plugToo(key: SoftwareKey, serial?: string, port?: number): Promise<string>;
  unplug(): Promise<void>;
  /** Restarts the core. @param between runs after the end and before the new start */
  restart(between?: () => void | Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the desk. @param clocks the clocks of the desk @param users the number of the tenant's users @param rights the claims of its token, for
 * example permissions and roles. Default: the token of the tenant, which may do everything @param tenant a simulated tenant that several desks use.
 * Default: one of its own @param services what its shell has beyond that of a test
 */
export async function openBusDesk(
  clocks?: Clocks,
  users = 10,
  rights?: object,
  tenant?: GraphSimulator,
  services: Partial<ShellServices> = {},
): Promise<BusDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bus-'));
  const [bus, graph] = [createBus(), tenant ?? (await startGraphSimulator({ users }))];
  graph.acceptTokens(async token => claimsOf(token));
  const token = rights === undefined ? graph.token : `.${Buffer.from(JSON.stringify(rights)).toString('base64url')}.`;
  const keys: SoftwareKey[] = [];
  const none = async () => null;
  const start = () =>
    startCore({
      dataFolder: folder,
      practice: false,
      clocks,
      graph: { graphUrl: graph.url, version: 'v1.0', token },
      services: {
        ...testServices(),
        ...services,
        spawnKeyHost: () => hostHere({ hid: async () => hidSource(bus), udp: none, practice: none }),
      },
    });
  let core: Core = await start();

  /** Resolves when the core lists exactly the plugged-in keys. */
  const settled = async () => {
    const wanted = [...bus.plugged.keys()].map(path => `hid:${path}`).sort();
    bus.event();
    for await (const listed of await desk.client.keys.watch()) {
      if (JSON.stringify(listed.map(({ id }) => id).sort()) === JSON.stringify(wanted)) return;
      bus.event();
    }
  };
  const plugToo = async (key: SoftwareKey, serial?: string, port = 0) => {
    const path = `/dev/hidraw${port}`;
    key.powerOn();
    bus.plug(path, key, { product: 'Key', ...(serial === undefined ? {} : { serialNumber: serial }) });
    await settled();
    return `hid:${path}`;
  };
  const unplug = async () => {
    for (const { key } of bus.plugged.values()) key.powerOff();
    bus.plugged.clear();
    await settled();
  };
  const desk: BusDesk = {
    bus,
    folder,
    graph,
    client: createRouterClient(core.router),
    key: async options => {
      const key = await createSoftwareKey({ profile: 'full', ...options });
      key.powerOff();
      keys.push(key);
      return key;
    },
    plug: async (key, serial, port) => {
      await unplug();
      return plugToo(key, serial, port);
    },
    plugToo,
    unplug,
    restart: async between => {
      await core.close();
      await between?.();
      core = await start();
      desk.client = createRouterClient(core.router);
      await core.recovered;
    },
    close: async () => {
      await core.close();
      await Promise.all(keys.map(key => key.close()));
      if (tenant === undefined) await graph.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await core.recovered;
  return desk;
}

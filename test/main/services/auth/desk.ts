import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import type { ConnectionView, NewConnection, SignInEvent } from '../../../../src/contract/connections/schema.ts';
import type { Contract } from '../../../../src/contract/contract.ts';
import { type Core, startCore } from '../../../../src/main/app/core.ts';
import type { CoreOptions } from '../../../../src/main/app/coreOptions.ts';
import type { ShellServices } from '../../../../src/main/app/shellServices.ts';
import type { Sealer } from '../../../../src/main/base/sealer.ts';
import type { PrivateWindow } from '../../../../src/main/services/auth/privateBrowser.ts';
import { forkKeyHost } from '../../../../src/main/services/keys/childHost.ts';
import { type GraphSimulator, startGraphSimulator } from '../../../../src/simulator/graph/server.ts';
import { type IdentitySimulator, startIdentitySimulator } from '../../../../src/simulator/identity/server.ts';
import { HELPDESK } from '../../../../src/simulator/identity/state.ts';
import { programs } from '../../../programs.ts';
import { enterCode, type Person, signInAt } from '../../../simulator/identity/browser.ts';

export type Client = ContractRouterClient<Contract>;

/** A whole core with a simulated tenant and its sign-in. The shell opens addresses with `browser`. */
export interface SignInDesk {
  readonly folder: string;
  readonly graph: GraphSimulator;
  readonly identity: IdentitySimulator;
  readonly client: Client;
  /** Called with the next address to open. Default: the helpdesk user signs in immediately. */
  browser: (url: string) => Promise<unknown>;
  /** Returns the shell's services for the core. */
  services(): ShellServices;
  /** The window of a user's sign-in. */
  privateWindow: PrivateWindow;
  person(change?: Partial<Person>): Person;
  /** Adds a connection to the simulated tenant. The first one is current. */
  connect(change?: Partial<NewConnection>): Promise<ConnectionView>;
  /** Signs in completely, and enters the device code if there is one. */
  signIn(id: string, options?: { method?: 'browser' | 'device-code'; signal?: AbortSignal }): Promise<SignInEvent[]>;
  /** Ends the core and starts it again on the same folder. */
  restart(options?: Partial<CoreOptions>): Promise<void>;
  /** Moves the clock of the sign-in by this many ms. */
  skew(ms: number): void;
  close(): Promise<void>;
}

export async function openSignInDesk(
  options: { sealer?: Sealer | null; signIn?: CoreOptions['signIn']; users?: number } = {},
): Promise<SignInDesk> {
  let skew = 0;
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-auth-'));
  const graph = await startGraphSimulator({ users: options.users ?? 40 });
  const identity = await startIdentitySimulator({ graph, clock: () => Date.now() + skew });
  let core: Core;
  let client: Client;
  const start = async (more: Partial<CoreOptions> = {}) => {
    core = await startCore({
      dataFolder: folder,
      practice: false,
      services: desk.services(),
      signIn: { loginCa: identity.ca, ...options.signIn },
      ...more,
    });
    client = createRouterClient(core.router);
  };
  const desk: SignInDesk = {
    folder,
    graph,
    identity,
    get client() {
      return client;
    },
    services: () => ({
      kind: 'cli',
      reason: 'test',
      openUrl: async url => void (await desk.browser(url)),
      privateBrowser: {
        open: async url => {
          await desk.browser(url);
          return desk.privateWindow;
        },
      },
      sealer: options.sealer ?? null,
      spawnKeyHost: () => forkKeyHost(programs.keyHost),
    }),
    browser: async url => void signInAt(url, identity.ca, desk.person()),
    privateWindow: { closed: new Promise(() => undefined), close: async () => undefined },
    person: change => ({ name: HELPDESK, password: identity.state.password, ...change }),
    connect: change =>
      client.connections.add({
        name: 'Contoso',
        tenantId: graph.tenantId,
        clientId: identity.clientId,
        authority: identity.authority,
        graphUrl: graph.url,
        version: 'v1.0',
        signIn: 'browser',
        ...change,
      }),
    signIn: async (id, { method, signal } = {}) => {
      const events: SignInEvent[] = [];
      const request = { id, ...(method === undefined ? {} : { method }) };
      for await (const event of await client.connections.signIn(request, signal === undefined ? {} : { signal })) {
        events.push(event);
        if (event.kind === 'device-code') {
          void enterCode(event.verificationUri, event.userCode, identity.ca, desk.person());
        }
      }
      return events;
    },
    restart: async more => {
      await core.close();
      await start(more);
    },
    skew: ms => {
      skew = ms;
    },
    close: async () => {
      await core.close();
      await identity.close();
      await graph.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await start();
  return desk;
}

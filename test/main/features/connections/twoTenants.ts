import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { createRouterClient } from '@orpc/server';
import { vi } from 'vitest';
import { startCore } from '../../../../src/main/app/core.ts';
import type { CoreOptions } from '../../../../src/main/app/coreOptions.ts';
import { type GraphSimulator, startGraphSimulator } from '../../../../src/simulator/graph/server.ts';
import { createSoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../../../src/simulator/key/udp.ts';
import { freePort } from '../../../freePort.ts';
import { testServices } from '../../app/shellServices.ts';

/** One of the two tenants, over real HTTP. */
export interface Side {
  readonly name: string;
  readonly graph: GraphSimulator;
  /** The value that identifies the tenant in all records. */
  readonly tenant: string;
  /** The id of its connection. */
  readonly connection: string;
  /** Requests that arrived, as `GET /v1.0/users`, oldest first. */
  readonly requests: string[];
  /** Makes it the connected tenant. */
  use(): Promise<void>;
  /** Does the same from another process, through the settings file, at any time. */
  switchElsewhere(): void;
}

/** Two tenants, and a software key. */
export async function openTwoTenantsWithKey(options: Pick<CoreOptions, 'sleep'> = {}) {
  const softwareKey = await createSoftwareKey({ profile: 'full' });
  const replyPort = await freePort();
  const udp = await serveUdp(softwareKey, { port: 0, replyPort });
  const desk = await openTwoTenants({ ...options, udpKeys: [`${udp.port}:${replyPort}`] });
  return {
    ...desk,
    close: async () => {
      await desk.close();
      await udp.close();
      await softwareKey.close();
    },
  };
}

export type TwoTenants = Awaited<ReturnType<typeof openTwoTenants>>;

type Row = Record<string, SQLInputValue>;

/** Opens a whole core with two connections, Contoso and Fabrikam. Contoso is connected. */
export async function openTwoTenants(options: Pick<CoreOptions, 'udpKeys' | 'sleep' | 'oneTenant'> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-two-'));
  const graphs = await Promise.all(
    ['contoso', 'fabrikam'].map(seed => startGraphSimulator({ users: 60, seed, token: `token of ${seed}` })),
  );
  const core = await startCore({
    dataFolder: folder,
    practice: false,
    services: testServices(),
    ...options,
  });
  const client = createRouterClient(core.router);

  const sideOf = async (name: string, graph: GraphSimulator): Promise<Side> => {
    const tenant = graph.tenantId;
    const shape = { name, tenantId: tenant, clientId: '', authority: 'https://127.0.0.1', graphUrl: graph.url };
    const { id } = await client.connections.add({ ...shape, version: 'v1.0', signIn: 'token' });
    const requests: string[] = [];
    const { pass } = graph.faults;
    vi.spyOn(graph.faults, 'pass').mockImplementation((method, path) => {
      requests.push(`${method} ${path}`);
      return pass.call(graph.faults, method, path);
    });
    const use = async () => {
      await client.connections.use({ id });
      await client.settings.setToken({ token: graph.token });
    };
    const switchElsewhere = () => {
      const file = join(folder, 'settings.json');
      writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), currentConnection: id }));
    };
    return { name, graph, tenant, connection: id, requests, use, switchElsewhere };
  };
  const [contoso, fabrikam] = graphs;
  if (contoso === undefined || fabrikam === undefined) throw new Error('no tenants');
  const [a, b] = [await sideOf('Contoso', contoso), await sideOf('Fabrikam', fabrikam)];
  await a.use();

  const sql = <T>(work: (database: DatabaseSync) => T): T => {
    const database = new DatabaseSync(join(folder, 'keydesk.db'), { timeout: 5000 });
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  const add = (table: string, row: Row) =>
    sql(database => {
      const names = Object.keys(row);
      const values = names.map(() => '?').join(', ');
      database.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${values})`).run(...Object.values(row));
    });
  return {
    folder,
    a,
    b,
    client,
    all: (statement: string, ...values: SQLInputValue[]) =>
      sql(database => database.prepare(statement).all(...values)) as Record<string, string | number | null>[],
    add,
    /** Adds a key with a serial number to the inventory. */
    addKey: (id: string, row: Row = {}) =>
      add('security_key', {
        id,
        identity: `serial:1:1:${id}`,
        identified_by: 'serial',
        serial: id,
        first_seen_at: LONG_AGO,
        last_seen_at: LONG_AGO,
        ...row,
      }),
    /**
     * Adds an assignment of the n-th user of a tenant: active for a long time, with a passkey that Entra has under the
     * same id.
     */
    addAssignment: (side: Side, n: number, row: Row = {}) => {
      const { id, userPrincipalName, displayName } = side.graph.tenant.user(n);
      add('assignment', {
        id: `${side.name}-${n}`,
        tenant: side.tenant,
        user_id: id,
        user_principal_name: userPrincipalName,
        display_name: `${displayName} of ${side.name}`,
        purpose: 'primary',
        state: 'active',
        source: 'desk',
        reason: 'registered',
        method_id: `method-of-${side.name}-${n}`,
        created_at: LONG_AGO,
        updated_at: LONG_AGO,
        activated_at: LONG_AGO,
        ...row,
      });
    },
    close: async () => {
      await core.close();
      await Promise.all(graphs.map(graph => graph.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Older than any replication delay of Entra. */
export const LONG_AGO = '2025-01-01T00:00:00.000Z';

import { writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Failure } from '../../../../src/contract/errors/failure.ts';
import { type GraphSimulator, startGraphSimulator } from '../../../../src/simulator/graph/server.ts';
import { freePort } from '../../../freePort.ts';
import { noPostgres, PASSWORD, type Postgres, startPostgres } from '../../../postgres.ts';
import { changeServer } from '../../../postgresFiles.ts';
import { startSilentProxy } from '../../../silentProxy.ts';
import { startStandby } from '../../../standby.ts';
import { type BusDesk, openBusDesk } from '../../services/keys/busDesk.ts';

let postgres: Postgres;
let graph: GraphSimulator;
/** A desk that tries everything that cannot work. It stays as it is. */
let desk: BusDesk;
let made = 0;
beforeAll(async () => {
  if (noPostgres !== null) return;
  [postgres, graph] = [await startPostgres(), await startGraphSimulator({ users: 10 })];
  const passwords = join(postgres.folder, 'all-passwords');
  writeFileSync(passwords, `*:*:*:*:${PASSWORD}\n`, { mode: 0o600 });
  process.env.PGPASSFILE = passwords;
  desk = await openBusDesk(undefined, undefined, undefined, graph);
});
afterAll(async () => {
  await desk?.close();
  await graph?.close();
  await postgres?.close();
});

interface Place {
  readonly user?: string;
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
}

const at = ({ user = 'desk', host = '127.0.0.1', port = postgres.port, database = 'postgres' }: Place) =>
  `postgres://${user}@${host}:${port}/${database}`;
const emptyDatabase = async () => {
  await postgres.database(`bad${++made}`);
  return `bad${made}`;
};
const admin = (database: string, sql: string) => postgres.query(database, sql);

/** Returns the error of joining or making a record, and how long it took, in ms. */
async function failureOf(way: 'join' | 'create', place: Place) {
  const began = performance.now();
  try {
    await desk.client.record[way]({ url: at(place), name: 'Bad' });
  } catch (error) {
    const { code, params } = (error as { data: Failure }).data;
    return { code, ...params, took: performance.now() - began };
  }
  throw new Error('nothing failed');
}

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
};

/** Makes a record from another desk, so that the database has one. */
async function recordIn(database: string): Promise<void> {
  const maker = await openBusDesk(undefined, undefined, undefined, graph);
  await maker.client.record.create({ url: at({ database }), name: 'Maker' });
  await maker.close();
}

describe.skipIf(noPostgres !== null)('a record that cannot be used says why', () => {
  const notAddresses = [
    'not an address',
    'http://desk@127.0.0.1/x',
    'postgres://127.0.0.1/x',
    'postgres://desk@127.0.0.1/',
  ];
  test.each([...notAddresses, 'postgres://desk@127.0.0.1/x%00y', 'postgres://de%0Ask@127.0.0.1/x'])(
    'an address that is none: %s',
    async url => {
      await expect(desk.client.record.join({ url })).rejects.toMatchObject({
        data: { code: 'record-url-invalid', params: { reason: 'form' } },
      });
    },
  );

  test('a host that does not exist', async () => {
    expect(await failureOf('join', { host: 'nowhere.invalid' })).toMatchObject({
      code: 'record-unreachable',
      host: 'nowhere.invalid',
      reason: 'name',
    });
  });

  test('a port where nothing listens, or something else', async () => {
    const port = await freePort();
    expect(await failureOf('join', { port })).toMatchObject({ code: 'record-unreachable', reason: 'closed', port });
    const web = await listening(createHttpServer((_, response) => response.end('hello')));
    expect(await failureOf('join', { port: web })).toMatchObject({ code: 'record-not-postgres', port: web });
    // With TLS: 0.0.0.0 is this computer too, but Keydesk does not know it.
    expect(await failureOf('join', { host: '0.0.0.0', port: web })).toMatchObject({ code: 'record-not-postgres' });
    const mail = await listening(createServer(socket => socket.end('220 mail ready\r\n')));
    expect(await failureOf('join', { port: mail })).toMatchObject({ code: 'record-not-postgres' });
  });

  test('a port that says nothing', async () => {
    const silent = await listening(createServer(() => undefined));
    const failure = await failureOf('join', { port: silent });
    expect(failure).toMatchObject({ code: 'record-unreachable', reason: 'silent' });
    expect(failure.took).toBeLessThan(30_000);
  });

  test('a database that does not exist', async () => {
    expect(await failureOf('join', { database: 'nothing' })).toMatchObject({
      code: 'record-database-missing',
      database: 'nothing',
    });
  });

  test('a role that does not exist, with another password, or that may not come from here', async () => {
    await admin('postgres', `CREATE ROLE other LOGIN PASSWORD 'something else'`);
    expect(await failureOf('join', { user: 'nobody' })).toMatchObject({ code: 'record-refused', how: 'none' });
    expect(await failureOf('join', { user: 'other' })).toMatchObject({ code: 'record-refused', user: 'other' });
    const all = 'host all all 127.0.0.1/32 scram-sha-256';
    await changeServer(postgres, { hba: ['host all other 127.0.0.1/32 reject', all] });
    expect(await failureOf('join', { user: 'other' })).toMatchObject({ code: 'record-refused', how: 'computer' });
  });

  test('a role that lacks rights', async () => {
    const database = await emptyDatabase();
    await admin('postgres', `CREATE ROLE guest LOGIN PASSWORD '${PASSWORD}'`);
    expect(await failureOf('create', { database, user: 'guest' })).toMatchObject({
      code: 'record-not-owner',
      user: 'guest',
      database,
    });
    await recordIn(database);
    expect(await failureOf('join', { database, user: 'guest' })).toMatchObject({
      code: 'record-right-missing',
      user: 'guest',
    });
  });

  test('a database of another product', async () => {
    const used = await emptyDatabase();
    await admin(used, 'CREATE SCHEMA shop; CREATE TABLE shop.orders (id int)');
    expect(await failureOf('create', { database: used })).toMatchObject({
      code: 'record-database-used',
      table: 'shop.orders',
    });
    expect(await failureOf('join', { database: used })).toMatchObject({ code: 'record-missing' });
    const alike = await emptyDatabase();
    await admin(alike, 'CREATE SCHEMA keydesk AUTHORIZATION desk');
    expect(await failureOf('create', { database: alike })).toMatchObject({ code: 'record-foreign' });
    expect(await failureOf('join', { database: alike })).toMatchObject({ code: 'record-missing' });
    await admin(alike, 'CREATE TABLE keydesk.record (title text); GRANT SELECT ON keydesk.record TO desk');
    expect(await failureOf('join', { database: alike })).toMatchObject({ code: 'record-foreign' });
    await admin(alike, 'ALTER TABLE keydesk.record ADD id uuid, ADD version int, ADD product text');
    expect(await failureOf('join', { database: alike })).toMatchObject({ code: 'record-foreign' });
    // Tables that an extension brings do not count.
    const extended = await emptyDatabase();
    await admin(extended, 'CREATE TABLE brought (id int)');
    await admin(extended, 'CREATE EXTENSION pgcrypto; ALTER EXTENSION pgcrypto ADD TABLE brought');
    await recordIn(extended);
    expect(await failureOf('create', { database: extended })).toMatchObject({ code: 'record-exists' });
  });

  test('a record of another version', async () => {
    const database = await emptyDatabase();
    await recordIn(database);
    await admin(database, 'UPDATE keydesk.record SET version = version + 1, writes_from = version + 1');
    expect(await failureOf('join', { database })).toMatchObject({ code: 'record-newer' });
  });

  test('a server that only reads: a standby, and a role by its settings', async () => {
    const database = await emptyDatabase();
    await recordIn(database);
    const standby = await startStandby(postgres);
    onTestFinished(standby.close);
    const readOnly = { code: 'record-read-only', host: '127.0.0.1' };
    expect(await failureOf('join', { database, port: standby.port })).toMatchObject(readOnly);
    const empty = await emptyDatabase();
    await expect.poll(() => standby.has(empty), { timeout: 30_000 }).toBe(true);
    expect(await failureOf('create', { database: empty, port: standby.port })).toMatchObject(readOnly);
    await admin('postgres', `CREATE ROLE reading LOGIN PASSWORD '${PASSWORD}' IN ROLE desk`);
    await admin('postgres', 'ALTER ROLE reading SET default_transaction_read_only = on');
    expect(await failureOf('join', { database, user: 'reading' })).toMatchObject(readOnly);
    expect(await failureOf('create', { database: empty, user: 'reading' })).toMatchObject(readOnly);
  });

  test('a server that is too old', async () => {
    // The answer to the question for the version is changed on its way.
    const old = await startSilentProxy(postgres.port, data =>
      Buffer.from(data.toString('latin1').replace(/1[3-9](\d{4})(?=C)/, '12$1'), 'latin1'),
    );
    onTestFinished(old.close);
    expect(await failureOf('join', { port: old.port })).toMatchObject({
      code: 'record-server-old',
      version: 12,
      oldest: 13,
    });
  });

  test('a server that takes no more connections', async () => {
    const database = await emptyDatabase();
    await recordIn(database);
    await admin('postgres', `CREATE ROLE few LOGIN PASSWORD '${PASSWORD}' CONNECTION LIMIT 1`);
    const first = new pg.Client({ host: '127.0.0.1', port: postgres.port, user: 'few', database, password: PASSWORD });
    first.on('error', () => undefined);
    await first.connect();
    expect(await failureOf('join', { database, user: 'few' })).toMatchObject({
      code: 'record-connections-full',
      user: 'few',
    });
    await first.end();
  });

  test('nothing of it has changed the desk', async () => {
    expect(await desk.client.record.show()).toMatchObject({ kind: 'embedded', signIn: null });
  });
});

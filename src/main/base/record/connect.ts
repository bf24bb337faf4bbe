import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import pgpass from 'pgpass';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import type { RecordAddress } from './address.ts';
import type { RecordSignIn } from './state.ts';
import { type TlsTarget, tlsOf } from './tls.ts';
import { recordError } from './trouble.ts';

/** How a desk reaches the record. */
export interface RecordTarget extends TlsTarget {
  /** How it signs in, for the words of a refusal. */
  readonly signIn?: RecordSignIn | undefined;
  /**
   * Returns the password, or the token that is used as one. Called for each connection.
   * @param isRefused Whether the server has just refused the last one
   */
  readonly password?: ((isRefused: boolean) => Promise<string>) | undefined;
}

export type RecordClient = pg.Client;

/** How long to wait for a connection, in ms. */
const CONNECT = 5000;
/** How long to wait for an answer, in ms: longer than a writer waits for the others. A connection that a firewall dropped never answers. */
const ANSWER = 15_000;
/** How long a connection that did nothing may take to answer, in ms. */
const STILL_THERE = 3000;
/** How long to wait for the server's goodbye, in ms. */
const GOODBYE = 1000;
/** When to begin to ask whether the other side is still there, in ms. Firewalls forget connections that are silent. */
const KEEP_ALIVE = 10_000;
/** How PostgreSQL begins its first answer without TLS: authentication, an error, a notice, or another version of the protocol. */
const FIRST = 'RENv';
/** The oldest server that has everything that is used here. */
const OLDEST = 13;

/** PostgreSQL's numbers for bigint and json. */
const BIGINT = 20;
const types: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: 'text' | 'binary') =>
    id === BIGINT && format !== 'binary' ? Number : pg.types.getTypeParser(id, format as 'text'),
};

/** The socket of each client, to end it without the server's help. */
const sockets = new WeakMap<RecordClient, Socket>();

/**
 * Connects to the record's server, and checks that it can hold a record.
 * @param onLost Called with the client when its connection ends or fails, perhaps twice
 * @param answer How long to wait for each answer, in ms
 * @throws KeydeskError as recordError; record-server-old; errors of `password` and `certificate`
 */
export async function connect(
  target: RecordTarget,
  onLost: (client: RecordClient) => void = () => undefined,
  answer = ANSWER,
): Promise<RecordClient> {
  try {
    return await open(target, false, onLost, answer);
  } catch (error) {
    // A token can end earlier than this computer's clock says. One more try gets a new one.
    if (target.signIn !== 'entra' || !hasCode(error, 'record-refused')) throw error;
    return await open(target, true, onLost, answer);
  }
}

async function open(
  target: RecordTarget,
  isRefused: boolean,
  onLost: (client: RecordClient) => void,
  answer: number,
): Promise<RecordClient> {
  const { address, signIn } = target;
  // Before the connection, because a token may take longer than a server waits for a password.
  const password = await (target.password?.(isRefused) ?? fromPasswordFile(address));
  const ssl = await tlsOf(target);
  const socket = new Socket();
  const client = new pg.Client({
    host: address.host,
    port: address.port,
    database: address.database,
    user: address.user,
    password,
    application_name: 'Keydesk',
    ssl,
    // SECURITY: a password that is proven over another TLS connection than this one is refused, if the server can tell.
    enableChannelBinding: ssl !== false,
    stream: () => socket,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE,
    connectionTimeoutMillis: CONNECT,
    query_timeout: answer,
    types,
  });
  sockets.set(client, socket);
  let first: string | undefined;
  socket.once('data', (data: Buffer) => {
    first = String.fromCharCode(data[0] ?? 0);
  });
  // Without a listener, an error of a connection that nobody waits for would end the process.
  client.on('error', () => onLost(client));
  client.on('end', () => onLost(client));
  try {
    await client.connect();
    await checkServer(client);
    return client;
  } catch (error) {
    await disconnect(client);
    const { host, port } = address;
    if (ssl === false && first !== undefined && !FIRST.includes(first))
      throw new KeydeskError('record-not-postgres', { host, port });
    throw recordError(error, address, signIn);
  }
}

/** Ends a connection, also one that no longer answers. Never rejects. */
export async function disconnect(client: RecordClient): Promise<void> {
  const goodbye = new AbortController();
  // A connection that is lost already has nothing to say goodbye to.
  const ended = client.end().catch(() => undefined);
  // Its only error is that nobody waits any more.
  const waited = delay(GOODBYE, undefined, { signal: goodbye.signal }).catch(() => undefined);
  await Promise.race([ended, waited]);
  goodbye.abort();
  sockets.get(client)?.destroy();
}

/**
 * Asks a connection that did nothing for a while whether the other side is still there. Without this, the first statement on a
 * connection that a firewall dropped would wait as long as the slowest answer may take.
 * @throws errors of pg
 */
export async function stillThere(client: RecordClient): Promise<void> {
  const question = { text: 'SELECT', query_timeout: STILL_THERE };
  await client.query(question);
}

async function checkServer(client: RecordClient): Promise<void> {
  const { rows } = await client.query<{ version: string }>("SELECT current_setting('server_version_num') AS version");
  const version = Math.floor(Number(rows[0]?.version) / 10_000);
  if (version < OLDEST) throw new KeydeskError('record-server-old', { version, oldest: OLDEST });
}

/** Returns the password from the file of PostgreSQL's own tools (PGPASSFILE, `~/.pgpass`); empty if it has none. */
function fromPasswordFile(address: RecordAddress): Promise<string> {
  return new Promise(resolve => pgpass(address, password => resolve(password ?? '')));
}

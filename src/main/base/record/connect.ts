import pg from 'pg';
import pgpass from 'pgpass';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { isLoopback, type RecordAddress } from './address.ts';
import { recordError } from './trouble.ts';

/** How a desk reaches the record. */
export interface RecordTarget {
  readonly address: RecordAddress;
  /** Returns the password, or the token that is used as one. Called for each connection. */
  readonly password?: (() => Promise<string>) | undefined;
  /** A client certificate and its key, as PEM. */
  readonly certificate?: { readonly cert: string; readonly key: string } | undefined;
  /** The certificates of the authorities that may have issued the server's, as PEM. Those of the system if it is missing. */
  readonly ca?: string | undefined;
}

export type RecordClient = pg.Client;

/** How long to wait for a connection, in ms. */
const CONNECT = 5000;
/** How long to wait for an answer, in ms. A connection that a firewall dropped answers never. */
const ANSWER = 30_000;
/** The oldest server that has everything that is used here. */
const OLDEST = 13;

/** PostgreSQL's numbers for bigint and json. */
const BIGINT = 20;
const types: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: 'text' | 'binary') =>
    id === BIGINT && format !== 'binary' ? Number : pg.types.getTypeParser(id, format as 'text'),
};

/**
 * Connects to the record's server, and checks that it can hold a record.
 * @param onLost Called with the client when its connection ends or fails, perhaps twice
 * @throws KeydeskError as recordError; record-server-old
 */
export async function connect(
  target: RecordTarget,
  onLost: (client: RecordClient) => void = () => undefined,
): Promise<RecordClient> {
  const { address } = target;
  const client = new pg.Client({
    host: address.host,
    port: address.port,
    database: address.database,
    user: address.user,
    password: target.password ?? (() => fromPasswordFile(address)),
    application_name: 'Keydesk',
    ssl: tlsOf(target),
    keepAlive: true,
    connectionTimeoutMillis: CONNECT,
    query_timeout: ANSWER,
    types,
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
    throw recordError(error, address);
  }
}

/** Ends a connection, also one that no longer answers. Never rejects. */
export async function disconnect(client: RecordClient): Promise<void> {
  // A connection that is lost already has nothing to say goodbye to.
  await client.end().catch(() => undefined);
}

/**
 * SECURITY: the server's certificate must be issued by a known authority for the name in the address. A server on this computer
 * needs no certificate, because the connection does not leave the computer.
 */
function tlsOf({ address, ca, certificate }: RecordTarget): pg.ClientConfig['ssl'] {
  if (isLoopback(address) && ca === undefined && certificate === undefined) return false;
  return {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(ca === undefined ? {} : { ca }),
    ...(certificate === undefined ? {} : certificate),
  };
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

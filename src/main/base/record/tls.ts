import type { ClientConfig } from 'pg';
import { isLoopback, type RecordAddress } from './address.ts';
import { type ClientCertificate, tlsCertificate } from './clientCertificate.ts';

/** A server, and what TLS needs to reach it. */
export interface TlsTarget {
  readonly address: RecordAddress;
  /** Returns the client certificate and its key. Called for each connection. */
  readonly certificate?: (() => Promise<ClientCertificate>) | undefined;
  /** The certificates of the authorities that may have issued the server's, as PEM. `roots` if it is missing. */
  readonly ca?: string | undefined;
  /** Returns the authorities that this computer trusts, as PEM. Those that Node brings if it is missing. */
  readonly roots?: (() => readonly string[]) | undefined;
}

/**
 * Returns how to use TLS for a target. SECURITY: the server's certificate must be issued by a known authority for the name in the address. A server on this
 * computer needs no certificate, because the connection does not leave the computer.
 * @throws errors of the target's `certificate` and `roots`
 */
export async function tlsOf({
  address,
  ca,
  certificate,
  roots,
}: TlsTarget): Promise<Exclude<ClientConfig['ssl'], undefined>> {
  if (isLoopback(address) && ca === undefined && certificate === undefined) return false;
  const trusted = ca ?? roots?.();
  return {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(trusted === undefined ? {} : { ca: typeof trusted === 'string' ? trusted : [...trusted] }),
    ...(certificate === undefined ? {} : tlsCertificate(await certificate())),
  };
}

import type { ClientConfig } from 'pg';
import { isLoopback } from './address.ts';
import { tlsCertificate } from './clientCertificate.ts';
import type { RecordTarget } from './connect.ts';

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
}: RecordTarget): Promise<Exclude<ClientConfig['ssl'], undefined>> {
  if (isLoopback(address) && ca === undefined && certificate === undefined) return false;
  const trusted = ca ?? roots?.();
  return {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(trusted === undefined ? {} : { ca: typeof trusted === 'string' ? trusted : [...trusted] }),
    ...(certificate === undefined ? {} : tlsCertificate(await certificate())),
  };
}

import type { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { compactVerify, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import { KeydeskError } from '../../contract/errors.ts';
import { certificateOf, isValidAt, leadsTo } from './chain.ts';

const statusReportSchema = z.looseObject({ status: z.string(), effectiveDate: z.string().optional() });

/** The parts of a metadata BLOB that are used here (FIDO Metadata Service 3.0, 3.1); the rest is let pass. */
const payloadSchema = z.looseObject({
  no: z.number().int().nonnegative(),
  nextUpdate: z.iso.date(),
  entries: z.array(
    z.looseObject({
      aaguid: z.string().toLowerCase().optional(),
      metadataStatement: z
        .looseObject({ description: z.string(), attestationRootCertificates: z.array(z.string()).default([]) })
        .optional(),
      statusReports: z.array(statusReportSchema).default([]),
    }),
  ),
});
export type BlobPayload = z.infer<typeof payloadSchema>;

const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** The root of the FIDO Alliance's service, as it stands among the roots that Node carries. */
export function fidoRoots(): X509Certificate[] {
  return rootCertificates
    .map(pem => certificateOf(pem))
    .filter(root => root !== undefined)
    .filter(root => root.subject.includes('OU=GlobalSign Root CA - R3'));
}

/**
 * Verifies a metadata BLOB: a JWS whose x5c leads to one of the roots and whose certificates are valid now (FIDO Metadata
 * Service 3.0, 3.2). Revocation lists of those certificates are not fetched.
 * @throws KeydeskError metadata-untrusted, metadata-damaged
 */
export async function verifyBlob(jws: string, roots: readonly X509Certificate[], now: Date): Promise<BlobPayload> {
  const chain = chainOf(jws);
  const [leaf] = chain;
  if (leaf === undefined || !leadsTo(roots, chain)) throw untrusted('its certificates lead to another root');
  const late = chain.find(certificate => !isValidAt(certificate, now));
  if (late !== undefined) throw untrusted(`its certificate is valid until ${late.validTo}`);
  const { payload } = await compactVerify(jws, leaf.publicKey, { algorithms: ALGORITHMS }).catch((cause: unknown) => {
    throw untrusted('its signature is wrong', cause);
  });
  try {
    return payloadSchema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)));
  } catch (cause) {
    throw new KeydeskError('metadata-damaged', {}, { cause });
  }
}

function chainOf(jws: string): X509Certificate[] {
  try {
    const { x5c } = decodeProtectedHeader(jws);
    return z
      .array(z.string())
      .parse(x5c)
      .map(encoded => z.custom<X509Certificate>(Boolean).parse(certificateOf(Buffer.from(encoded, 'base64'))));
  } catch (cause) {
    throw new KeydeskError('metadata-damaged', {}, { cause });
  }
}

function untrusted(reason: string, cause?: unknown): KeydeskError {
  return new KeydeskError('metadata-untrusted', { reason }, { cause });
}

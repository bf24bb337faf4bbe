import { compactVerify, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import { type ErrorParams, KeydeskError } from '../../../contract/errors/errors.ts';
import { parseJson } from '../network/json.ts';
import { type Certificate, certificateOf, certificatesOf } from './certificates.ts';
import { judgePath } from './path.ts';
import { statusReportSchema } from './statuses.ts';

/** Keeps the readable members of a list. Each is parsed separately. */
const readable = <T extends z.ZodType>(member: T) =>
  z
    .array(z.unknown())
    .catch([])
    .transform(members => members.map(each => member.safeParse(each)).flatMap(({ data }) => (data ? [data] : [])));

const statementSchema = z.looseObject({
  description: z.string().min(1).optional().catch(undefined),
  authenticatorVersion: z.number().int().nonnegative().optional().catch(undefined),
  attestationRootCertificates: readable(z.string()),
});

/** A key model. Entries without an AAGUID are left out, because such keys cannot store a passkey. */
const entrySchema = z.looseObject({
  aaguid: z.guid().toLowerCase(),
  metadataStatement: statementSchema.optional().catch(undefined),
  statusReports: readable(statusReportSchema),
});

/**
 * The used parts of a metadata BLOB (FIDO Metadata Service 3.0, 3.1.6). Other parts and unreadable entries are ignored,
 * so that one malformed entry does not affect all other models.
 */
const payloadSchema = z.looseObject({
  no: z.number().int().nonnegative(),
  nextUpdate: z.iso.date(),
  entries: z.array(z.unknown()).pipe(readable(entrySchema)),
});
export type BlobPayload = z.infer<typeof payloadSchema>;

const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** The expected signer of a list. */
export interface BlobSigner {
  readonly roots: readonly Certificate[];
  /**
   * The DNS name that the signing certificate must have. Without a name, every certificate under the roots may sign.
   */
  readonly name?: string;
}

/**
 * Verifies a metadata BLOB: a JWS whose x5c leads to one of the roots, whose certificates are valid now, and whose
 * signer is the expected one (FIDO Metadata Service 3.0, 3.2). It does not fetch revocation lists of those
 * certificates.
 * @throws KeydeskError metadata-untrusted, metadata-damaged
 */
export async function verifyBlob(jws: string, { roots, name }: BlobSigner, now: Date): Promise<BlobPayload> {
  const [leaf, ...others] = chainOf(jws);
  const path = judgePath([leaf, ...others], roots, now);
  if (path.verdict === 'untrusted') throw untrusted('list-root');
  if (path.verdict === 'not-valid-now') {
    const { validFromDate, validToDate } = path.certificate.x509;
    throw untrusted('list-dates', { from: validFromDate.toISOString(), until: validToDate.toISOString() });
  }
  // SECURITY: the pinned roots issue certificates for the whole web; only the service's own certificate may sign its
  // list.
  if (name !== undefined && leaf.x509.checkHost(name, { wildcards: false }) === undefined) {
    throw untrusted('list-signer', { name });
  }
  const { payload } = await compactVerify(jws, leaf.x509.publicKey, { algorithms: ALGORITHMS }).catch(
    (cause: unknown) => {
      throw untrusted('list-signature', {}, cause);
    },
  );
  try {
    return payloadSchema.parse(parseJson(new TextDecoder('utf-8', { fatal: true }).decode(payload)));
  } catch (cause) {
    throw new KeydeskError('metadata-damaged', {}, { cause });
  }
}

/**
 * Returns the certificates, the signing one first. Leaves out other unreadable ones, because they may not belong to the
 * path.
 */
function chainOf(jws: string): [Certificate, ...Certificate[]] {
  try {
    const [leaf, ...others] = z.array(z.string()).parse(decodeProtectedHeader(jws).x5c);
    const certificate = leaf === undefined ? undefined : certificateOf(leaf);
    if (certificate === undefined) throw new RangeError('no certificate that signed');
    return [certificate, ...certificatesOf(others)];
  } catch (cause) {
    throw new KeydeskError('metadata-damaged', {}, { cause });
  }
}

function untrusted(reason: string, facts: ErrorParams = {}, cause?: unknown): KeydeskError {
  return new KeydeskError('metadata-untrusted', { reason, ...facts }, { cause });
}

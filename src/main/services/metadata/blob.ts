import { compactVerify, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import { type ErrorParams, KeydeskError } from '../../../contract/errors/errors.ts';
import { parseJson } from '../network/json.ts';
import { type Certificate, certificateOf, certificatesOf } from './certificates.ts';
import { judgePath } from './path.ts';
import { statusReportSchema } from './statuses.ts';

/** A list of which the members that can be read are kept, each judged alone. */
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

/** A model of key. Keys that have no AAGUID cannot hold a passkey, and their entries are left out. */
const entrySchema = z.looseObject({
  aaguid: z.guid().toLowerCase(),
  metadataStatement: statementSchema.optional().catch(undefined),
  statusReports: readable(statusReportSchema),
});

/**
 * The parts of a metadata BLOB that are used here (FIDO Metadata Service 3.0, 3.1.6). The rest is ignored, and so is an entry that
 * cannot be read: one malformed entry must not cost the knowledge of all other models.
 */
const payloadSchema = z.looseObject({
  no: z.number().int().nonnegative(),
  nextUpdate: z.iso.date(),
  entries: z.array(z.unknown()).pipe(readable(entrySchema)),
});
export type BlobPayload = z.infer<typeof payloadSchema>;

const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** Whom a list is taken from. */
export interface BlobSigner {
  readonly roots: readonly Certificate[];
  /** The DNS name that the signing certificate must carry; without one, every certificate under the roots may sign. */
  readonly name?: string;
}

/**
 * Verifies a metadata BLOB: a JWS whose x5c leads to one of the roots by certificates that are valid now, and that the expected
 * signer signed (FIDO Metadata Service 3.0, 3.2). Revocation lists of those certificates are not fetched.
 * @throws KeydeskError metadata-untrusted, metadata-damaged
 */
export async function verifyBlob(jws: string, { roots, name }: BlobSigner, now: Date): Promise<BlobPayload> {
  const [leaf, ...others] = chainOf(jws);
  const path = judgePath([leaf, ...others], roots, now);
  if (path.verdict === 'untrusted') throw untrusted('list-root');
  if (path.verdict === 'not-valid-now') {
    const { validFrom, validTo } = path.certificate.x509;
    throw untrusted('list-dates', { from: validFrom, until: validTo });
  }
  // SECURITY: the pinned roots sign certificates for the whole web; only the service's own may sign its list.
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

/** The certificate that signed first. Others that cannot be read may not belong to the path at all. */
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

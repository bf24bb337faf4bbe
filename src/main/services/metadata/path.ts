import { type Certificate, isIssuedBy, isSame, isValidAt } from './certificates.ts';

/**
 * SECURITY: a key or a server sends the certificates. This limits how many are checked, and how many signatures are
 * verified.
 */
const MAX_CERTIFICATES = 16;
const MAX_ATTEMPTS = 200;

/** `not-valid-now`: the path leads to an anchor, but `certificate` in it has expired or is not valid yet. */
export type PathVerdict =
  | { readonly verdict: 'trusted' }
  | { readonly verdict: 'untrusted' }
  | { readonly verdict: 'not-valid-now'; readonly certificate: Certificate };

/**
 * Checks whether a path leads from a certificate to a trust anchor (RFC 5280, 6.1). Any valid path counts: the other
 * certificates may be in any order, be cross-signed, or not belong to the path.
 *
 * Trust anchors are trusted as they are: a root, an intermediate, or the certificate itself (FIDO Metadata Statement
 * 3.1, attestationRootCertificates). Their own validity and their right to issue are not checked, because makers list
 * roots without CA basic constraints. If an anchor limits the length of paths, the limit applies.
 */
export function judgePath(
  certificates: readonly Certificate[],
  anchors: readonly Certificate[],
  time: Date,
): PathVerdict {
  const [leaf, ...others] = certificates.slice(0, MAX_CERTIFICATES);
  if (leaf === undefined) return { verdict: 'untrusted' };
  if (anchors.some(anchor => isSame(anchor, leaf))) return { verdict: 'trusted' };
  if (findPath(leaf, others, anchors, certificate => isValidAt(certificate, time)) !== undefined) {
    return { verdict: 'trusted' };
  }
  const late = findPath(leaf, others, anchors, () => true)?.find(certificate => !isValidAt(certificate, time));
  return late === undefined ? { verdict: 'untrusted' } : { verdict: 'not-valid-now', certificate: late };
}

/** Returns a path, the leaf first and without its anchor. */
function findPath(
  leaf: Certificate,
  others: readonly Certificate[],
  anchors: readonly Certificate[],
  isValid: (certificate: Certificate) => boolean,
): readonly Certificate[] | undefined {
  let attempts = 0;
  const issued = (certificate: Certificate, issuer: Certificate) =>
    attempts++ < MAX_ATTEMPTS && isIssuedBy(certificate, issuer);

  const extend = (path: readonly Certificate[]): readonly Certificate[] | undefined => {
    const top = path.at(-1);
    if (top === undefined || top.strange || !isValid(top)) return undefined;
    if (anchors.some(anchor => fits(anchor, path) && issued(top, anchor))) return path;
    for (const issuer of others) {
      if (!issuer.ca || path.some(below => isSame(below, issuer)) || !fits(issuer, path)) continue;
      const found = issued(top, issuer) ? extend([...path, issuer]) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return extend([leaf]);
}

/**
 * Returns whether an issuer allows this number of intermediate certificates below it. Self-issued ones do not count
 * (RFC 5280, 4.2.1.9).
 */
function fits({ pathLength }: Certificate, [, ...intermediates]: readonly Certificate[]): boolean {
  if (pathLength === undefined) return true;
  return intermediates.filter(({ subject, issuer }) => subject !== issuer).length <= pathLength;
}

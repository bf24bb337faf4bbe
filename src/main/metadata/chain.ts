import { X509Certificate } from 'node:crypto';

/** A certificate from DER or PEM; undefined where it is none. */
export function certificateOf(encoded: Uint8Array | string): X509Certificate | undefined {
  try {
    return new X509Certificate(encoded);
  } catch {
    return undefined;
  }
}

/** Whether a chain, leaf first, leads to one of the roots: itself one of them, or each issued by the next and the last by a root. */
export function leadsTo(roots: readonly X509Certificate[], chain: readonly X509Certificate[]): boolean {
  const [certificate, ...rest] = chain;
  if (certificate === undefined) return false;
  if (roots.some(root => root.fingerprint256 === certificate.fingerprint256)) return true;
  const [issuer] = rest;
  if (issuer === undefined) return roots.some(root => isIssuedBy(certificate, root));
  return isIssuedBy(certificate, issuer) && leadsTo(roots, rest);
}

/** The name, the right to issue, and the signature itself. */
function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

export function isValidAt(certificate: X509Certificate, time: Date): boolean {
  return certificate.validFromDate <= time && time <= certificate.validToDate;
}

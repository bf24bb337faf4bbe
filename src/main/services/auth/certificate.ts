import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { CredentialState } from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';

/** The certificate that an app signs in with, in MSAL's form. */
export interface AppCertificate {
  /** SHA-256 in hex, without colons. */
  readonly thumbprint: string;
  /** PKCS #8, PEM. */
  readonly privateKey: string;
  /** PEM. */
  readonly certificate: string;
  readonly state: CredentialState;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/;
const KEY = /-----BEGIN (?:RSA |ENCRYPTED )?PRIVATE KEY-----[\s\S]+?-----END (?:RSA |ENCRYPTED )?PRIVATE KEY-----/;

/**
 * Reads a certificate and its private key from a PEM text.
 * @throws KeydeskError certificate-unreadable, certificate-expired
 */
export function readCertificate(pem: string, now = Date.now()): AppCertificate {
  const [certificateText, keyText] = [CERTIFICATE.exec(pem)?.[0], KEY.exec(pem)?.[0]];
  if (certificateText === undefined) throw unreadable('pem-without-certificate');
  if (keyText === undefined) throw unreadable('pem-without-key');
  const certificate = parse('pem-certificate-damaged', () => new X509Certificate(certificateText));
  const reason = keyText.includes('ENCRYPTED') ? 'pem-key-encrypted' : 'pem-key-damaged';
  const key: KeyObject = parse(reason, () => createPrivateKey(keyText));
  if (key.asymmetricKeyType !== 'rsa') throw unreadable('pem-key-not-rsa');
  if (!certificate.checkPrivateKey(key)) throw unreadable('pem-mismatch');
  const notAfter = new Date(certificate.validTo);
  if (notAfter.getTime() <= now) {
    throw new KeydeskError('certificate-expired', { notAfter: notAfter.toISOString().slice(0, 10) });
  }
  const thumbprint = certificate.fingerprint256.replaceAll(':', '');
  return {
    thumbprint,
    privateKey: String(key.export({ type: 'pkcs8', format: 'pem' })),
    certificate: certificate.toString(),
    state: {
      kind: 'certificate',
      subject: certificate.subject.replaceAll('\n', ', '),
      thumbprint,
      expiresAt: notAfter.toISOString(),
    },
  };
}

/**
 * Throws an error without a cause. SECURITY: the library's error can quote the text, which contains the private key.
 */
function parse<T>(reason: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw unreadable(reason);
  }
}

function unreadable(reason: string): KeydeskError {
  return new KeydeskError('certificate-unreadable', { reason });
}

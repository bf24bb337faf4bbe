import { equal } from '../bytes.ts';
import { type KeyObject, parseCertificate } from '../crypto.ts';
import { CtapError } from '../errors.ts';
import { readCertificate } from './der.ts';

/** The required contents of a packed attestation certificate (WebAuthn Level 3, 8.2.1). */
export interface AttestationCertificate {
  readonly publicKey: KeyObject;
  /** From the extension id-fido-gen-ce-aaguid, 16 bytes, if the certificate has it. */
  readonly aaguid: Uint8Array | undefined;
  /** Checks the requirements. @throws CtapError attestation-invalid with the requirement that is not met */
  checkRequirements(): void;
}

/** id-fido-gen-ce-aaguid, 1.3.6.1.4.1.45724.1.1.4, as the content bytes of its OBJECT IDENTIFIER. */
const AAGUID_OID = '2b0601040182e51c010104';
const AAGUID_LENGTH = 16;
const PURPOSE = 'Authenticator Attestation';
const OCTET_STRING = 0x04;

/** Caches the last certificate: keys of one batch have the same one, and a desk enrolls one after the other. */
let last: { readonly der: Uint8Array; readonly certificate: AttestationCertificate } | undefined;

/** Reads an attestation certificate. @throws CtapError attestation-invalid if the bytes are not a certificate */
export function attestationCertificate(der: Uint8Array): AttestationCertificate {
  if (last === undefined || !equal(last.der, der)) last = { der: der.slice(), certificate: read(der) };
  return last.certificate;
}

function read(der: Uint8Array): AttestationCertificate {
  try {
    const x509 = parseCertificate(der);
    const { version, extensions } = readCertificate(der);
    return {
      publicKey: x509.publicKey,
      aaguid: aaguidOf(extensions.get(AAGUID_OID)),
      checkRequirements: () => {
        const subject = x509.subject.split('\n').map(line => splitOnce(line, '='));
        // A name may hold several attributes of one kind.
        const has = (kind: string, is: (value: string) => boolean) =>
          subject.some(([name, value]) => name === kind && is(value));
        if (version !== 3) throw invalid('certificate-version');
        const isFilled = (value: string) => value !== '';
        if (!has('C', value => /^[A-Z]{2}$/.test(value))) throw invalid('certificate-country');
        if (!has('O', isFilled) || !has('CN', isFilled)) throw invalid('certificate-maker');
        if (!has('OU', value => value === PURPOSE)) throw invalid('certificate-purpose');
        if (x509.ca) throw invalid('certificate-authority');
      },
    };
  } catch (cause) {
    if (cause instanceof CtapError) throw cause;
    throw new CtapError('attestation-invalid', { reason: 'certificate-unreadable' }, { cause });
  }
}

/** Returns the AAGUID. The extension's value is an OCTET STRING of 16 bytes, and the extension must not be critical. */
function aaguidOf(extension: { critical: boolean; value: Uint8Array } | undefined): Uint8Array | undefined {
  if (extension === undefined) return undefined;
  const { critical, value } = extension;
  if (critical || value[0] !== OCTET_STRING || value[1] !== AAGUID_LENGTH || value.length !== 2 + AAGUID_LENGTH) {
    throw invalid('certificate-extension');
  }
  return value.slice(2);
}

function splitOnce(text: string, by: string): [string, string] {
  const at = text.indexOf(by);
  return [text.slice(0, at), text.slice(at + 1)];
}

function invalid(reason: string): CtapError {
  return new CtapError('attestation-invalid', { reason });
}

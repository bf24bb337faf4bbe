import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { CompactSign } from 'jose';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 24 * 60 * 60 * 1000;

export interface BlobEntry {
  readonly aaguid: string;
  readonly description?: string;
  /** DER. */
  readonly roots?: readonly Uint8Array[];
  readonly statuses?: readonly string[];
}

export interface BlobOptions {
  readonly no?: number;
  readonly nextUpdate?: string;
  readonly entries?: readonly BlobEntry[];
  /** In place of what the entries would give. */
  readonly payload?: unknown;
}

/** A metadata service of one's own: a root, and a leaf that signs. */
export interface Authority {
  readonly rootPem: string;
  blob(options?: BlobOptions): Promise<string>;
}

/** The leaf is valid until `until`, a day from now without. */
export async function createAuthority(until = new Date(Date.now() + DAY)): Promise<Authority> {
  const [rootKeys, leafKeys] = [await newKeys(), await newKeys()];
  const notBefore = new Date(Math.min(Date.now(), until.getTime()) - DAY);
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Test Root',
    keys: rootKeys,
    signingAlgorithm: algorithm,
    notBefore,
    notAfter: new Date(Date.now() + DAY),
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  const leaf = await x509.X509CertificateGenerator.create({
    subject: 'CN=mds.test.example',
    issuer: root.subject,
    publicKey: leafKeys.publicKey,
    signingKey: rootKeys.privateKey,
    signingAlgorithm: algorithm,
    notBefore,
    notAfter: until,
  });
  const x5c = [leaf, root].map(({ rawData }) => Buffer.from(rawData).toString('base64'));
  return {
    rootPem: root.toString('pem'),
    blob: ({ no = 1, nextUpdate = '2099-01-01', entries = [], payload } = {}) => {
      const text = JSON.stringify(payload ?? { no, nextUpdate, entries: entries.map(entryOf) });
      return new CompactSign(new TextEncoder().encode(text))
        .setProtectedHeader({ alg: 'ES256', typ: 'JWT', x5c })
        .sign(leafKeys.privateKey);
    },
  };
}

function newKeys() {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

function entryOf({ aaguid, description = 'A key', roots = [], statuses = ['FIDO_CERTIFIED_L1'] }: BlobEntry) {
  return {
    aaguid,
    metadataStatement: {
      description,
      attestationRootCertificates: roots.map(root => Buffer.from(root).toString('base64')),
    },
    statusReports: statuses.map(status => ({ status, effectiveDate: '2024-01-01' })),
  };
}

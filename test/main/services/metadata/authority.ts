import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { CompactSign } from 'jose';
import { type Issued, issue } from './pki.ts';

const DAY = 24 * 60 * 60 * 1000;

/** A status, or a whole status report. */
type Report = string | Readonly<Record<string, unknown>>;

export interface BlobEntry {
  readonly aaguid: string;
  readonly description?: string;
  /** DER, or the text in the list. */
  readonly roots?: readonly (Uint8Array | string)[];
  /** authenticatorVersion of the statement. */
  readonly version?: number;
  readonly statuses?: readonly Report[];
}

export interface BlobOptions {
  readonly no?: number;
  readonly nextUpdate?: string;
  readonly entries?: readonly BlobEntry[];
  /** Replaces the payload with the entries. */
  readonly payload?: unknown;
}

/** A metadata service for tests: a root, and a leaf that signs. */
export interface Authority {
  readonly rootPem: string;
  blob(options?: BlobOptions): Promise<string>;
}

/** Creates a service. Its leaf is valid until `until`. Default: a day from now. */
export async function createAuthority(until = new Date(Date.now() + DAY)): Promise<Authority> {
  const days = (until.getTime() - Date.now()) / DAY;
  const from = Math.min(0, days) - 1;
  const root = await issue({ subject: 'CN=Test Root', ca: true, from });
  const leaf = await issue({ subject: 'CN=mds.test.example', by: root, from, until: days });
  return authorityOf(root, leaf, [leaf, root]);
}

/** Returns a service whose lists `leaf` signs. `chain` is their x5c. */
export function authorityOf(root: Issued, leaf: Issued, chain: readonly Issued[]): Authority {
  return {
    rootPem: root.pem,
    blob: ({ no = 1, nextUpdate = '2099-01-01', entries = [], payload } = {}) => {
      const text = JSON.stringify(payload ?? { no, nextUpdate, entries: entries.map(entryOf) });
      const x5c = chain.map(({ der }) => Buffer.from(der).toString('base64'));
      return new CompactSign(new TextEncoder().encode(text))
        .setProtectedHeader({ alg: 'ES256', typ: 'JWT', x5c })
        .sign(leaf.keys.privateKey);
    },
  };
}

/** Returns the host name extension of a certificate. */
export function forHost(name: string): x509.Extension {
  return new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }]);
}

export function entryOf({
  aaguid,
  description = 'A key',
  roots = [],
  version,
  statuses = ['FIDO_CERTIFIED_L1'],
}: BlobEntry) {
  return {
    aaguid,
    metadataStatement: {
      description,
      ...(version === undefined ? {} : { authenticatorVersion: version }),
      attestationRootCertificates: roots.map(root =>
        typeof root === 'string' ? root : Buffer.from(root).toString('base64'),
      ),
    },
    statusReports: statuses.map(report =>
      typeof report === 'string' ? { status: report, effectiveDate: '2024-01-01' } : report,
    ),
  };
}

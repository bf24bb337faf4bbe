import { readFileSync } from 'node:fs';
import tls, { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { decodePem } from '../../base/decodeText.ts';

/** The root certificates that Keydesk trusts for servers. */
export interface Trust {
  /**
   * Returns the context for TLS.
   * @param extra PEM of one more root
   * @throws KeydeskError certificates-unreadable
   */
  context(extra?: string): SecureContext;
  /** Returns the roots, as PEM. @throws KeydeskError certificates-unreadable */
  roots(): readonly string[];
  /** Returns the number of roots from each source. @throws KeydeskError certificates-unreadable */
  sources(): readonly {
    readonly source: 'built-in' | 'system' | 'file';
    readonly file?: string;
    readonly count: number;
  }[];
}

/** Reading and parsing a few hundred certificates takes about 80 ms, so each process does it once. */
const contexts = new Map<string, SecureContext>();

/**
 * Trusts the roots of Node, those of the operating system, to which companies add their own, and those in the files of
 * KEYDESK_CA_FILE and NODE_EXTRA_CA_CERTS. In a packaged Electron app Node itself ignores NODE_EXTRA_CA_CERTS.
 */
export function openTrust(env: NodeJS.ProcessEnv): Trust {
  const { KEYDESK_CA_FILE: own, NODE_EXTRA_CA_CERTS: extraOfNode } = env;
  const files = [...new Set([own, extraOfNode].filter(file => file !== undefined && file !== ''))] as string[];
  // For its own variable, Node only warns about an unreadable file. The file of KEYDESK_CA_FILE must be readable.
  const roots = (file: string) => rootsIn(file, file === own);
  return {
    context: (extra = '') => {
      const name = JSON.stringify([files, extra]);
      const known = contexts.get(name);
      if (known !== undefined) return known;
      const added = files.flatMap(roots);
      const ca = [...new Set([...builtIn(), ...ofSystem(), ...added, ...(extra === '' ? [] : [extra])])];
      const made = createSecureContext({ ca });
      contexts.set(name, made);
      return made;
    },
    roots: () => [...new Set([...builtIn(), ...ofSystem(), ...files.flatMap(roots)])],
    sources: () => [
      { source: 'built-in', count: builtIn().length },
      { source: 'system', count: ofSystem().length },
      ...files.map(file => ({ source: 'file' as const, file, count: roots(file).length })),
    ],
  };
}

function builtIn(): readonly string[] {
  return rootCertificates;
}

/** Returns the system's roots, or none if this Node or Electron's cannot read the system's store. */
function ofSystem(): readonly string[] {
  try {
    return tls.getCACertificates('system');
  } catch {
    return [];
  }
}

function rootsIn(file: string, needed: boolean): string[] {
  try {
    const found = decodePem(readFileSync(file)).match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
    if (found === null) throw new Error('no certificate in PEM');
    return [...found];
  } catch (cause) {
    if (!needed) return [];
    throw new KeydeskError('certificates-unreadable', { file }, { cause });
  }
}

import { readFileSync } from 'node:fs';
import tls, { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { decodePem } from '../../base/decodeText.ts';

/** Which root certificates a server may lead to. */
export interface Trust {
  /** @param extra PEM of one more root @throws KeydeskError certificates-unreadable */
  context(extra?: string): SecureContext;
  /** How many come from where. @throws KeydeskError certificates-unreadable */
  sources(): readonly {
    readonly source: 'built-in' | 'system' | 'file';
    readonly file?: string;
    readonly count: number;
  }[];
}

/** Reading and parsing a few hundred certificates takes about 80 ms, so it is done once for a process. */
const contexts = new Map<string, SecureContext>();

/**
 * The roots that Node brings, those of the operating system, where a company puts its own, and those in the files that
 * KEYDESK_CA_FILE and NODE_EXTRA_CA_CERTS name. Node itself ignores the latter in a packaged Electron app.
 */
export function openTrust(env: NodeJS.ProcessEnv): Trust {
  const { KEYDESK_CA_FILE: own, NODE_EXTRA_CA_CERTS: extraOfNode } = env;
  const files = [...new Set([own, extraOfNode].filter(file => file !== undefined && file !== ''))] as string[];
  // Node warns about its own variable and goes on; only a file that Keydesk was told to use must be there.
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

/** None where this Node, or Electron's, cannot read the system's store. */
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

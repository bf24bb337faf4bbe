import { useState } from 'react';
import type { PackageRef, Unlock } from '../../../contract/deferred/schema.ts';
import type { Pem } from './PemFile.tsx';

export const unlockKinds = ['passphrase', 'identity', 'station'] as const satisfies readonly Unlock['kind'][];

/** An existing package, and how it is opened. @param first the way that is chosen first */
export function useUnlock(first: Unlock['kind']) {
  const [file, setFile] = useState('');
  const [kind, setKind] = useState<Unlock['kind']>(first);
  const [passphrase, setPassphrase] = useState('');
  const [identity, setIdentity] = useState<Pem | null>(null);
  const unlock = (): Unlock | null => {
    if (kind === 'station') return { kind };
    if (kind === 'passphrase') return passphrase === '' ? null : { kind, passphrase };
    if (identity === null) return null;
    return { kind, pem: identity.text, ...(passphrase === '' ? {} : { passphrase }) };
  };
  const ref = (): PackageRef | null => {
    const by = unlock();
    return file.trim() === '' || by === null ? null : { file: file.trim(), unlock: by };
  };
  return { file, setFile, kind, setKind, passphrase, setPassphrase, identity, setIdentity, ref };
}

export type UnlockState = ReturnType<typeof useUnlock>;

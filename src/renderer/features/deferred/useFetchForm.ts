import { useState } from 'react';
import type { BatchCreate } from '../../../contract/batches/schema.ts';
import { CHALLENGE_DAYS, type FetchRequest, type PackageLock } from '../../../contract/deferred/schema.ts';
import type { Pem } from './PemFile.tsx';

/** The choices of a new package, without its users. */
export function useFetchForm(suggested: string) {
  const [typed, setFile] = useState<string>();
  const [days, setDays] = useState<number>(CHALLENGE_DAYS.default);
  const [profile, setProfile] = useState('');
  const [existing, setExisting] = useState<BatchCreate['existing']>('skip');
  const [kind, setKind] = useState<PackageLock['kind']>('passphrase');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [certificate, setCertificate] = useState<Pem | null>(null);
  const file = typed ?? suggested;
  const lock = (): PackageLock | null => {
    if (kind === 'certificates') return certificate === null ? null : { kind, pems: [certificate.text] };
    return passphrase === '' || passphrase !== again ? null : { kind, passphrase };
  };
  const request = (source: BatchCreate['source']): FetchRequest | null => {
    const by = lock();
    if (by === null || file.trim() === '') return null;
    return { file: file.trim(), source, lock: by, days, existing, ...(profile === '' ? {} : { profile }) };
  };
  return {
    file,
    setFile,
    days,
    setDays,
    profile,
    setProfile,
    existing,
    setExisting,
    kind,
    setKind,
    passphrase,
    setPassphrase,
    again,
    setAgain,
    certificate,
    setCertificate,
    isReady: () => lock() !== null && file.trim() !== '',
    request,
  };
}

export type FetchForm = ReturnType<typeof useFetchForm>;

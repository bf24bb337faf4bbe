import type { Database } from '../../base/store/transactions.ts';
import type { Activity } from '../activity/activity.ts';
import type { SharedRecord } from '../record/sharedRecord.ts';
import { NO_COPIES } from './copies.ts';
import type { DeskKey, DeskKeys } from './deskKeys.ts';
import { noteDeskLeft, readKeys, readStatements } from './foundKeys.ts';
import type { Keyring } from './keyring.ts';
import type { FoundKey } from './learn.ts';
import { digitsOf, fingerprintOf } from './publicKey.ts';
import { recipientsOf } from './recipients.ts';
import { openRing, type RingParts } from './ring.ts';
import { openRounds, type Rounds } from './rounds.ts';
import { addCopies, openCopy } from './sealCopies.ts';
import { isSigned } from './statement.ts';
import { removeDesk, trustDesk } from './trust.ts';

export interface DeskKeysParts extends Omit<RingParts, 'record'> {
  readonly database: Database;
  readonly record: Pick<SharedRecord, 'state' | 'sight' | 'look' | 'onReached'>;
  /** Binds the activity log, for one entry. */
  readonly activity: () => Pick<Activity, 'recordIn' | 'note'>;
  /** Whether this Keydesk ends after one command. It then works once more at its end. */
  readonly isCommand: boolean;
}

export function openDeskKeys(parts: DeskKeysParts): DeskKeys {
  const { database, record, log } = parts;
  const ring = openRing(parts);
  let rounds: Rounds | undefined;
  const keys = async (): Promise<Keyring | undefined> => {
    const read = await ring.read();
    return typeof read === 'object' ? read : undefined;
  };
  return {
    seal: async (secret, text) => {
      if (record.state() === undefined) return NO_COPIES;
      const own = await keys();
      if (own === undefined) return NO_COPIES;
      return addCopies(own, await recipientsOf(database, own), { ...secret, copies: NO_COPIES }, text);
    },
    open: async secret => {
      if (record.state() === undefined) return { why: 'embedded' };
      const own = await keys();
      return own === undefined ? { why: 'keyless' } : openCopy(own, secret);
    },
    refresh: async () => rounds?.due(),
    own: async () => {
      const read = await ring.read();
      if (read === undefined) return undefined;
      if (typeof read === 'string') return { keyless: read };
      const print = fingerprintOf(read.own);
      const isThere = (await readKeys(database, read.own.record)).some(({ fingerprint }) => fingerprint === print);
      return isThere
        ? { fingerprint: digitsOf(print) }
        : { keyless: rounds?.mayPublish === false ? 'rightless' : 'away' };
    },
    all: async () => {
      const state = record.state();
      if (state === undefined) return [];
      const own = await keys();
      const found = await readKeys(database, state.record);
      return describe(own, found, own === undefined ? [] : await authorsAbout(database, own, found));
    },
    trust: async (desk, digits) => {
      await record.look();
      await trustDesk({ ...parts, ring }, desk, digits);
      await rounds?.now();
    },
    remove: async desk => {
      await record.look();
      const introduced = await removeDesk({ ...parts, ring }, desk);
      await rounds?.now();
      return introduced;
    },
    leaving: async () => {
      const desk = record.state()?.desk;
      if (desk === undefined) return false;
      await rounds?.stop();
      try {
        await noteDeskLeft(database, desk);
        return true;
      } catch (error) {
        // A record that is gone for good must not keep the desk.
        log(`record: the keys of this desk stay (${String(error)})`);
        return false;
      }
    },
    left: async () => rounds?.settle(),
    start: secrets => {
      rounds = openRounds({ ...parts, ring, secrets });
    },
    close: async () => rounds?.close(),
  };
}

/** Returns the fingerprints of the keys that trust this desk, by their own word. */
async function authorsAbout(database: Database, { own }: Keyring, found: readonly FoundKey[]): Promise<string[]> {
  const about = fingerprintOf(own);
  const signing = new Map(found.map(({ fingerprint, key }) => [fingerprint, key.signing]));
  return (await readStatements(database, own.record))
    .filter(({ signature, ...statement }) => {
      const key = signing.get(statement.by);
      return statement.about === about && statement.says === 'trust' && key && isSigned(statement, key, signature);
    })
    .map(({ by }) => by);
}

function describe(own: Keyring | undefined, found: readonly FoundKey[], trusting: readonly string[]): DeskKey[] {
  const ownPrint = own && fingerprintOf(own.own);
  const known = new Map(own?.known.map(each => [fingerprintOf(each.key), each]));
  const deskOf = (print: string | undefined) =>
    print === ownPrint
      ? own?.own.desk
      : (found.find(each => each.fingerprint === print)?.key.desk ?? known.get(print ?? '')?.key.desk);
  return found.map(({ fingerprint, key, hasLeft }) => {
    const trusted = known.get(fingerprint);
    const standing = () => {
      if (fingerprint === ownPrint) return 'own' as const;
      if (trusted?.isRemoved === true) return 'removed' as const;
      if (hasLeft) return 'left' as const;
      return trusted === undefined ? ('waiting' as const) : ('trusted' as const);
    };
    return {
      fingerprint,
      desk: key.desk,
      holder: key.holder,
      standing: standing(),
      confirmedBy: trusted === undefined ? null : (deskOf(trusted.via) ?? null),
      trustsThis: trusting.includes(fingerprint),
    };
  });
}

import type { ActivityFacts, ActivityKind } from '../../../contract/activity/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import type {
  ConfigRequest,
  CredentialDeletion,
  CredentialList,
  Fingerprint,
  FingerprintEvent,
  ResetEvent,
} from '../../../contract/keys/management.ts';
import type { KeyDetails } from '../../../contract/keys/schema.ts';
import { fromBase64url } from '../../../ctap/bytes.ts';
import { type Channel, telling } from '../../base/stream.ts';
import { type Activity, keySubject } from '../../services/activity/activity.ts';
import { withKeyErrors } from '../../services/keys/keyErrors.ts';
import type { KeyHost } from '../../services/keys/keyHost.ts';
import type { Keys } from '../../services/keys/keys.ts';
import type { NewPinRule } from '../../services/keys/newPinRule.ts';
import { withNewPin, withPin } from '../../services/keys/pinErrors.ts';
import type { Assignments } from '../assignments/assignments.ts';
import type { Enrollments } from '../enrollment/enrollments.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { configure } from './configure.ts';
import { deleteCredential, listCredentials } from './credentials.ts';
import { enrollFingerprint, listFingerprints, removeFingerprint, renameFingerprint } from './fingerprints.ts';
import { resetKey } from './reset.ts';

interface KeyRef {
  readonly keyId?: string | undefined;
}
interface KeyPin extends KeyRef {
  readonly pin: string;
}

/** What can be done with a plugged-in key besides enrolling it. Every call opens the key and closes it again. */
export interface KeyManagement {
  /** Makes the key blink, where it can. */
  wink(ref: KeyRef): Promise<void>;
  /** @throws KeydeskError pin-already-set, pin-breaks-rule */
  setPin(request: KeyPin): Promise<void>;
  /** @throws KeydeskError pin-not-set, pin-wrong, pin-breaks-rule, … */
  changePin(request: KeyPin & { newPin: string }): Promise<void>;
  configure(request: ConfigRequest): Promise<KeyDetails>;
  credentials(request: KeyPin): Promise<CredentialList>;
  deleteCredential(request: KeyPin & { credentialId: string }): Promise<CredentialDeletion>;
  fingerprints(request: KeyPin): Promise<Fingerprint[]>;
  enrollFingerprint(request: KeyPin & { name?: string | undefined }, signal?: AbortSignal): Channel<FingerprintEvent>;
  renameFingerprint(request: KeyPin & { id: string; name: string }): Promise<void>;
  removeFingerprint(request: KeyPin & { id: string }): Promise<void>;
  reset(request: KeyRef & { confirm: string }, signal?: AbortSignal): Channel<ResetEvent>;
}

export interface KeyManagementParts {
  readonly keys: Keys;
  readonly keyHost: KeyHost;
  readonly activity: Activity;
  readonly inventory: Pick<Inventory, 'beforeReset'>;
  readonly assignments: Pick<Assignments, 'erased'>;
  readonly enrollments: Pick<Enrollments, 'beforeReset' | 'beforeDeletion' | 'pinKnown'>;
  readonly newPinRule: NewPinRule;
  readonly log: (message: string) => void;
}

export function createKeyManagement(parts: KeyManagementParts): KeyManagement {
  const { keys, keyHost, activity, inventory, assignments, enrollments, newPinRule, log } = parts;
  const failed = (error: unknown) => ({ type: 'failed' as const, failure: toFailure(error) });
  /** A change of a key, which leaves an entry in the log. */
  const changing = <T>(kind: ActivityKind, facts: ActivityFacts, work: (use: Keys['use']) => Promise<T>): Promise<T> =>
    activity.during(kind, async subject => {
      subject.facts = facts;
      return work((keyId, use, signal) => {
        const noted: typeof use = key => {
          subject.key = keySubject(key);
          return use(key);
        };
        return keys.use(keyId, noted, signal);
      });
    });

  return {
    wink: ({ keyId }) =>
      keys.use(keyId, async ({ connection }) => {
        await withKeyErrors(() => connection.transact({ name: 'wink' }));
      }),
    setPin: ({ keyId, pin }) =>
      changing('key-pin-set', {}, use =>
        use(keyId, async ({ session }) => {
          const { clientPin } = session.info.options;
          if (clientPin === undefined) throw new KeydeskError('key-lacks-capability', { what: 'clientPin' });
          if (clientPin) throw new KeydeskError('pin-already-set');
          newPinRule(pin);
          await withNewPin(session, () => session.setPin(pin));
        }),
      ),
    changePin: ({ keyId, pin, newPin }) =>
      changing('key-pin-changed', {}, use =>
        use(keyId, async key => {
          const { session } = key;
          if (session.info.options.clientPin !== true) throw new KeydeskError('pin-not-set');
          newPinRule(newPin);
          await withNewPin(session, () => session.changePin(pin, newPin));
          await enrollments.pinKnown(key);
        }),
      ),
    configure: ({ keyId, pin, change }) => {
      return changing('key-configured', factsOf(change), use => use(keyId, key => configure(key, pin, change)));
    },
    credentials: ({ keyId, pin }) => keys.use(keyId, key => listCredentials(key, pin)),
    deleteCredential: async ({ keyId, pin, credentialId }) => {
      const unfinished = await changing('key-credential-deleted', { credentialId }, use =>
        use(keyId, async key => {
          const made = fromBase64url(credentialId);
          const before = await withPin(key.session, () => enrollments.beforeDeletion(key, pin, made));
          await deleteCredential(key, pin, credentialId);
          return before;
        }),
      );
      // It is gone from the key, whatever becomes of the record.
      const failed = (error: unknown) => log(`after a credential was deleted: ${String(error)}`);
      const revoked = await assignments.erased({ credentialId }).catch(error => {
        failed(error);
        return [];
      });
      await unfinished.erased().catch(failed);
      return { revoked };
    },
    fingerprints: ({ keyId, pin }) => keys.use(keyId, key => listFingerprints(key, pin)),
    enrollFingerprint: ({ keyId, ...request }, signal) =>
      telling<FingerprintEvent>(
        signal,
        (tell, aborted) =>
          changing('fingerprint-enrolled', { name: request.name ?? null }, use =>
            use(keyId, key => enrollFingerprint(key, request, tell, aborted), aborted),
          ),
        failed,
      ),
    renameFingerprint: ({ keyId, pin, id, name }) =>
      changing('fingerprint-renamed', { id, name }, use => use(keyId, key => renameFingerprint(key, pin, id, name))),
    removeFingerprint: ({ keyId, pin, id }) =>
      changing('fingerprint-removed', { id }, use => use(keyId, key => removeFingerprint(key, pin, id))),
    reset: (request, signal) =>
      telling<ResetEvent>(
        signal,
        (tell, aborted) =>
          changing('key-reset', {}, use =>
            resetKey(
              { keys: { use, forget: keys.forget, details: keys.details }, keyHost, inventory, enrollments, log },
              request,
              tell,
              aborted,
            ),
          ),
        failed,
      ),
  };
}

/** A change of configuration as the log keeps it. */
function factsOf({ kind: setting, ...value }: ConfigRequest['change']): ActivityFacts {
  const plain = Object.entries(value).map(([name, fact]) => [name, Array.isArray(fact) ? fact.join(', ') : fact]);
  return { setting, ...Object.fromEntries(plain) };
}

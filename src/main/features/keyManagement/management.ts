import type { ActivityFacts, ActivityKind } from '../../../contract/activity/schema.ts';
import type { Assignment } from '../../../contract/assignments/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, toFailure } from '../../../contract/errors/failure.ts';
import type {
  ConfigRequest,
  CredentialDeletion,
  CredentialList,
  Fingerprint,
  FingerprintEvent,
  ResetEvent,
  ResetStep,
} from '../../../contract/keys/management.ts';
import type { KeyDetails, KeySummary } from '../../../contract/keys/schema.ts';
import { type Channel, telling } from '../../base/stream.ts';
import type { Activity } from '../../services/activity/activity.ts';
import { withKeyErrors } from '../../services/keys/keyErrors.ts';
import type { KeyHost } from '../../services/keys/keyHost.ts';
import type { Keys } from '../../services/keys/keys.ts';
import type { NewPinRule } from '../../services/keys/newPinRule.ts';
import type { Assignments } from '../assignments/assignments.ts';
import type { Enrollments } from '../enrollment/enrollments.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { configure } from './configure.ts';
import { listCredentials } from './credentials.ts';
import { eraseCredential } from './eraseCredential.ts';
import { enrollFingerprint, listFingerprints, removeFingerprint, renameFingerprint } from './fingerprints.ts';
import { changePin, setPin } from './pin.ts';
import { recordedChange } from './recordedChange.ts';
import { type ResetRequest, resetKey } from './reset.ts';

interface KeyRef {
  readonly keyId?: string | undefined;
}
interface KeyPin extends KeyRef {
  readonly pin: string;
}

/** The operations on a plugged-in key besides enrollment. Every call opens and closes the key. */
export interface KeyManagement {
  /** Makes the key blink, if it supports that. */
  wink(ref: KeyRef): Promise<void>;
  /** Sets the first PIN. @throws KeydeskError pin-already-set, pin-breaks-rule */
  setPin(request: KeyPin): Promise<void>;
  /** Changes the PIN. @throws KeydeskError pin-not-set, pin-wrong, pin-breaks-rule, … */
  changePin(request: KeyPin & { newPin: string }): Promise<void>;
  configure(request: ConfigRequest): Promise<KeyDetails>;
  credentials(request: KeyPin): Promise<CredentialList>;
  deleteCredential(request: KeyPin & { credentialId: string }): Promise<CredentialDeletion>;
  fingerprints(request: KeyPin): Promise<Fingerprint[]>;
  enrollFingerprint(request: KeyPin & { name?: string | undefined }, signal?: AbortSignal): Channel<FingerprintEvent>;
  renameFingerprint(request: KeyPin & { id: string; name: string }): Promise<void>;
  removeFingerprint(request: KeyPin & { id: string }): Promise<void>;
  reset(request: KeyRef & { confirm: string }, signal?: AbortSignal): Channel<ResetEvent>;
  /**
   * Resets a key as part of an enrollment, because its profile says so. Returns the id of the blank key, undefined if it does not answer
   * afterwards, and the assignments whose passkeys were erased.
   * @throws KeydeskError reset-…, touch-timeout, cancelled, key-…
   */
  resetFirst(
    key: KeySummary,
    step: (step: ResetStep, longTouch: boolean) => void,
    signal: AbortSignal,
  ): Promise<{ keyId: string | undefined; erased: Assignment[] }>;
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
  const { keys, keyHost, inventory, enrollments, newPinRule, log } = parts;
  const changing = <T>(kind: ActivityKind, facts: ActivityFacts, work: (use: Keys['use']) => Promise<T>) =>
    recordedChange(parts, kind, facts, work);
  const reset = (request: ResetRequest, tell: (event: ResetEvent) => void, signal: AbortSignal) =>
    changing('key-reset', {}, use => {
      const opening = { use, forget: keys.forget, details: keys.details };
      return resetKey({ keys: opening, keyHost, inventory, enrollments, log }, request, tell, signal);
    });
  return {
    wink: ({ keyId }) =>
      keys.use(keyId, async ({ connection }) => {
        await withKeyErrors(() => connection.transact({ name: 'wink' }));
      }),
    setPin: ({ keyId, pin }) => changing('key-pin-set', {}, use => use(keyId, key => setPin(key, pin, newPinRule))),
    changePin: ({ keyId, ...pins }) =>
      changing('key-pin-changed', {}, use =>
        use(keyId, async key => {
          await changePin(key, pins, newPinRule);
          await enrollments.pinKnown(key);
        }),
      ),
    configure: ({ keyId, pin, change }) =>
      changing('key-configured', factsOf(change), use => use(keyId, key => configure(key, pin, change))),
    credentials: ({ keyId, pin }) => keys.use(keyId, key => listCredentials(key, pin)),
    deleteCredential: request => eraseCredential(parts, request),
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
    reset: (request, signal) => telling<ResetEvent>(signal, (tell, aborted) => reset(request, tell, aborted), failed),
    resetFirst: async ({ id, product }, step, signal) => {
      const tell = (event: ResetEvent) => event.type === 'step' && step(event.step, event.longTouch === true);
      const end = await reset({ keyId: id, confirm: product ?? id }, tell, signal);
      if (end.type !== 'completed') throw new KeydeskError('internal');
      return { keyId: end.key?.id, erased: end.revoked };
    },
  };
}

function failed(error: unknown): { type: 'failed'; failure: Failure } {
  return { type: 'failed', failure: toFailure(error) };
}

/** Returns the facts of a configuration change for the activity log. */
function factsOf({ kind: setting, ...value }: ConfigRequest['change']): ActivityFacts {
  const plain = Object.entries(value).map(([name, fact]) => [name, Array.isArray(fact) ? fact.join(', ') : fact]);
  return { setting, ...Object.fromEntries(plain) };
}

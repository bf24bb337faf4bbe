import type { ActivationEvent, PinAnswer, PinTask } from '../../../contract/activation/schema.ts';
import type { EnrollmentEvent, EnrollmentRequest } from '../../../contract/enrollment/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { InventoryKey } from '../../../contract/inventory/schema.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { Store } from '../../base/store/database.ts';
import type { KeyHost } from '../../services/keys/keyHost.ts';
import type { Keys } from '../../services/keys/keys.ts';
import type { NewPinRule } from '../../services/keys/newPinRule.ts';
import { type Directory, refuseUser } from '../directory/directory.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Policies } from '../policy/policies.ts';
import type { Workflows } from '../workflows/workflows.ts';
import { forUser } from './forUser.ts';
import { type KeyWanted, oneKey, watchKey, whilePlugged } from './keyWait.ts';
import type { Permit } from './permit.ts';
import type { ActivationRecords } from './records.ts';
import { hasLeft, refusesKey } from './refusedKey.ts';
import type { Sitting } from './sittings.ts';
import type { StayedKeys } from './stayedKeys.ts';
import { type ActivatedKey, activateThis } from './thisKey.ts';

export interface ActivateParts {
  keys: Keys;
  newPinRule: NewPinRule;
  keyHost: Pick<KeyHost, 'keys' | 'onKeys' | 'ready'>;
  inventory: Pick<Inventory, 'plugged' | 'lookUp'>;
  policies: Policies;
  directory: Pick<Directory, 'recent'>;
  workflows: Pick<Workflows, 'fulfill'>;
  enroll: (request: EnrollmentRequest, signal: AbortSignal) => AsyncIterable<EnrollmentEvent>;
  records: ActivationRecords;
  stayed: StayedKeys;
  database: Store['database'];
  /** The id of the tenant in which the user has proven their identity. */
  tenant: string;
  station: string;
}

/** The interface by which an activation reaches the person at the station. */
export interface ActivationAttendant {
  /** Aborts when the person leaves. */
  readonly signal: AbortSignal;
  readonly permit: Permit;
  /** Records a refusal whose reason the person does not see. */
  noteRefused(error: unknown): void;
  tell(event: Exclude<ActivationEvent, { type: 'done' | 'failed' | 'pin-wanted' }>): void;
  askPin(task: PinTask, signal: AbortSignal): Promise<Omit<PinAnswer, 'sitting'>>;
}

type Done = Extract<ActivationEvent, { type: 'done' }>;

/**
 * Activates one key for one user. Checks the key before anything is written to it, sets a PIN that only its user knows, records the
 * activation, runs the workflows, and provisions what is then assigned. If the key is removed too early or refused, waits for it or for
 * another key. Does not repeat steps that are done.
 * @throws KeydeskError user-…, policy-…, graph-…, activation-…, cancelled
 */
export async function activate(parts: ActivateParts, sitting: Sitting, attendant: ActivationAttendant): Promise<Done> {
  const { signal, tell, permit } = attendant;
  const waiting = AbortSignal.any([signal, permit.late]);
  const confirm = () => permit.confirm(parts.database);
  let known: ActivatedKey | undefined;
  let again = false;
  let refused: { key: KeySummary; failure: Failure } | undefined;
  for (;;) {
    const why = refused === undefined ? {} : { refused: refused.failure };
    const wanted = ({ several }: KeyWanted) => tell({ type: 'key-wanted', several, again, ...why });
    const plugged = await oneKey(parts.keyHost, wanted, waiting, refused?.key);
    const { id: keyId } = plugged;
    tell({ type: 'working' });
    const stays = watchKey(parts.keyHost, plugged);
    try {
      await confirm();
      const key = await look(parts, sitting, keyId, waiting);
      const ask = (task: PinTask) => whilePlugged(stays, waiting, until => attendant.askPin(task, until));
      const thisKey = { ...parts, confirm: permit.confirm, confirmNow: confirm, ask };
      known = await activateThis(thisKey, sitting, { ...key, keyId }, known);
      parts.stayed.note(plugged, known.activation);
      tell({ type: 'working' });
      return await provision(parts, sitting, { keyId, ...known, stays: stays.signal }, attendant);
    } catch (error) {
      waiting.throwIfAborted();
      again = hasLeft(error);
      if (!again && !refusesKey(error)) throw error;
      refused = again ? undefined : { key: plugged, failure: forUser(error) };
      if (!again) attendant.noteRefused(error);
      // SECURITY: the PIN of a refused key is not tried on another key.
      if (!again) known = undefined;
    } finally {
      stays.end();
    }
  }
}

/** Checks whether this user may use this key. Writes nothing. */
async function look(
  { inventory, keys, policies, directory }: ActivateParts,
  { user }: Sitting,
  keyId: string,
  signal: AbortSignal,
): Promise<InventoryKey> {
  const asked = directory.recent(user.id, signal);
  const lookup = inventory.lookUp();
  const key = await keys.open(keyId, signal);
  lookup.keyOpened(key);
  try {
    const { id } = await asked.then(user => {
      refuseUser(user);
      return user;
    });
    const { aaguid, attestationFormats } = key.session.info;
    const [objection, judged] = await Promise.all([
      lookup.objection(id),
      policies.judge(asked, Promise.resolve({ aaguid, attestationFormats })),
    ]);
    if (objection !== undefined) throw thrown(objection);
    if (judged.verdict === 'refused') throw thrown(judged.reason);
  } finally {
    key.close();
  }
  return inventory.plugged(keyId, signal);
}

/**
 * Provisions the assignment, unless the key already has its passkey. Uses the station's connection to Graph; the user never has a token of
 * it.
 */
async function provision(
  { workflows, enroll, records, database }: ActivateParts,
  { user }: Sitting,
  { keyId, pin, activation, stays }: ActivatedKey & { keyId: string; stays: AbortSignal },
  { signal, permit, tell }: ActivationAttendant,
): Promise<Done> {
  const made: { passkey: Done['passkey'] } = { passkey: await records.passkey(activation) };
  const make = async (assignmentId: string) => {
    await permit.confirm(database);
    stays.throwIfAborted();
    await records.leadsTo(activation, assignmentId);
    // No profile: the user has chosen the PIN of this key a moment ago, and nobody at a station can be led through a reset.
    const chosen = { pin: { kind: 'given' as const, pin }, profile: null };
    const request = { user: user.id, keyId, interactive: false, assignmentId, ...chosen };
    const late = new AbortController();
    const end = () => late.abort();
    const refusal = watchPermit(permit, database, end);
    try {
      for await (const event of enroll(request, AbortSignal.any([signal, late.signal]))) {
        // The user has touched the key in time. From here on the credential is either registered or deleted from the key.
        if (event.type === 'step' && event.step === 'verify') refusal.end();
        if (event.type === 'interaction') tell({ type: 'interaction', interaction: event.interaction });
        if (event.type === 'failed') throw refusal.why() ?? thrown(event.failure.error);
        if (event.type === 'completed') made.passkey = { displayName: event.result.method.displayName ?? '' };
      }
    } finally {
      refusal.end();
    }
  };
  if (made.passkey === null) await workflows.fulfill(user.id, make);
  // The assignment finishes the activation too, but a moment later.
  if (made.passkey !== null) await records.finish(activation);
  return { type: 'done', ...made };
}

/** How often the permit is checked while a user may touch the key, in ms. */
const LOOK = 500;

/**
 * Checks repeatedly whether an activation may continue, until `end`. SECURITY: while the key waits for a touch, staff may withdraw the
 * code, or the sitting may end.
 * @param refused called once if the activation may not continue
 */
function watchPermit(permit: Permit, database: ActivateParts['database'], refused: () => void) {
  let why: unknown;
  const look = () =>
    permit.confirm(database).catch((error: unknown) => {
      // A database that is busy for a moment says nothing about the code.
      if (why !== undefined || !isRefusal(error)) return;
      why = error;
      refused();
    });
  const timer = setInterval(() => void look(), LOOK);
  permit.late.addEventListener('abort', refused, { once: true });
  return {
    why: () => why,
    end: () => {
      clearInterval(timer);
      permit.late.removeEventListener('abort', refused);
    },
  };
}

function isRefusal(error: unknown): boolean {
  return error instanceof KeydeskError && error.code.startsWith('activation-');
}

function thrown({ code, params, cause }: Failure): KeydeskError {
  return new KeydeskError(code, params, cause === undefined ? {} : { cause });
}

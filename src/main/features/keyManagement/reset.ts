import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import type { ResetEvent } from '../../../contract/keys/management.ts';
import type { KeyDetails, KeySummary } from '../../../contract/keys/schema.ts';
import { cleanDeviceText } from '../../../contract/text/deviceText.ts';
import { keyDetails } from '../../services/keys/details.ts';
import { isUnanswered, withKeyErrors } from '../../services/keys/keyErrors.ts';
import type { KeyHost } from '../../services/keys/keyHost.ts';
import type { Keys, OpenKey } from '../../services/keys/keys.ts';
import type { BeforeErasure, Enrollments } from '../enrollment/enrollments.ts';
import type { BeforeReset } from '../inventory/beforeReset.ts';
import { keyBack, reinserted } from './reinsertion.ts';

export interface ResetParts {
  readonly keys: Pick<Keys, 'use' | 'forget' | 'details'>;
  readonly keyHost: Pick<KeyHost, 'keys' | 'onKeys' | 'look' | 'generation'>;
  readonly inventory: { beforeReset(key: OpenKey): Promise<BeforeReset> };
  readonly enrollments: Pick<Enrollments, 'beforeReset'>;
  readonly log: (message: string) => void;
  /** How long to wait for a key that restarts after the reset, in ms. */
  readonly backWithin?: number;
}

/** Default of `backWithin`. */
const BACK_WITHIN = 10_000;

/** The request in the contract's shape (resetRequestSchema). */
export interface ResetRequest {
  readonly keyId?: string | undefined;
  readonly confirm: string;
  readonly unfinished?: readonly string[] | undefined;
}

type Tell = (event: ResetEvent) => void;

/**
 * Resets a key while the person unplugs it, plugs it in and touches it. A key accepts a reset only within ten seconds of power-up (CTAP
 * 2.3, 6.6), and only the key that was unplugged is reset. Once the key has confirmed the reset, later errors do not make it fail. Without
 * that confirmation the result is `reset-uncertain`: a blank key at the same port may be another one.
 * @throws KeydeskError reset-not-confirmed, unfinished-not-found, unfinished-other-key, reset-not-over-usb, reset-other-key,
 * reset-too-late, reset-uncertain, touch-timeout, cancelled, key-…
 */
export async function resetKey(
  parts: ResetParts,
  { keyId, ...wanted }: ResetRequest,
  tell: Tell,
  signal: AbortSignal,
): Promise<ResetEvent> {
  const before = await parts.keys.use(keyId, key => look(parts, key, wanted), signal);
  const told: Tell = event => tell(event.type === 'step' && before.longTouch ? { ...event, longTouch: true } : event);
  const { summary } = before;
  const back = isVisible(summary)
    ? await reinserted(parts.keyHost, summary, step => told({ type: 'step', step }), signal)
    : summary;
  const erased = await parts.keys.use(
    back.id,
    async key => {
      const same = identityOf(key) === before.identity && (await before.known.isSame(key));
      if (!same) throw new KeydeskError('reset-other-key');
      return erase(parts, key, told, signal);
    },
    signal,
  );
  const failed = (error: unknown) => parts.log(`after a reset: ${String(error)}`);
  const revoked = await before.known.erased().catch(error => {
    failed(error);
    return [];
  });
  await before.unfinished.erased().catch(failed);
  const key = erased ?? (await keyBack(parts, back, before.aaguid, parts.backWithin ?? BACK_WITHIN, signal));
  return { type: 'completed', revoked, ...(key === undefined ? {} : { key }) };
}

interface Before {
  readonly summary: KeySummary;
  readonly aaguid: string;
  readonly identity: string;
  readonly longTouch: boolean;
  readonly known: BeforeReset;
  readonly unfinished: BeforeErasure;
}

/** Checks the key before it is unplugged, and records how to recognize it. */
async function look(
  { inventory, enrollments }: ResetParts,
  key: OpenKey,
  { confirm, unfinished: named = [] }: Omit<ResetRequest, 'keyId'>,
): Promise<Before> {
  const { summary, session } = key;
  const name = summary.product ?? summary.id;
  if ((cleanDeviceText(confirm) ?? '') !== name) throw new KeydeskError('reset-not-confirmed', { name });
  const { aaguid, longTouchForReset: longTouch, transportsForReset } = session.info;
  if (transportsForReset.length > 0 && !transportsForReset.includes('usb')) {
    throw new KeydeskError('reset-not-over-usb', { transports: transportsForReset.join(', ') });
  }
  const known = await inventory.beforeReset(key);
  const unfinished = await enrollments.beforeReset(key, named);
  return { summary, aaguid, identity: identityOf(key), longTouch, known, unfinished };
}

/** Returns whether Keydesk can see that a key is unplugged. It cannot for development keys over UDP; the developer restarts them before. */
function isVisible({ id }: KeySummary): boolean {
  return !id.startsWith('udp:');
}

/** Resets the key. Returns its details; undefined if it does not answer after the reset, because many keys restart. */
async function erase(
  parts: ResetParts,
  { session, summary }: OpenKey,
  tell: Tell,
  signal: AbortSignal,
): Promise<KeyDetails | undefined> {
  const onKeepAlive = (status: string) => status === 'upneeded' && tell({ type: 'step', step: 'touch' });
  let answers: boolean;
  try {
    answers = await withKeyErrors(() => session.reset({ signal, onKeepAlive }));
  } catch (error) {
    if (hasCode(error, 'key-status') && error.params.status === 'CTAP2_ERR_NOT_ALLOWED') {
      throw new KeydeskError('reset-too-late', {}, { cause: error });
    }
    if (!isUnanswered(error)) throw error;
    const reason = error instanceof KeydeskError ? error.code : 'internal';
    throw new KeydeskError('reset-uncertain', { reason }, { cause: error });
  }
  parts.keys.forget(summary.id);
  // The reset is done. Missing details are read when the key is opened next.
  return answers ? keyDetails(summary, session).catch(() => undefined) : undefined;
}

/** Returns what a key reports without its PIN and what probably differs on another key. */
function identityOf({ summary, session }: OpenKey): string {
  const { aaguid, firmwareVersion, remainingDiscoverableCredentials, options, minPINLength } = session.info;
  const { vendorId, productId, serial, product } = summary;
  return JSON.stringify([
    aaguid,
    firmwareVersion,
    remainingDiscoverableCredentials,
    options.clientPin,
    minPINLength,
    [vendorId, productId, serial, product],
  ]);
}

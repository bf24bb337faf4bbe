import { concat } from '../bytes.ts';
import { type CborMap, type CborValue, encode } from '../cbor.ts';
import { CtapError, hasCtapCode } from '../errors.ts';
import { type CallOptions, type CborTransport, type Ctap2Command, call } from './call.ts';
import { type HeldToken, held } from './heldToken.ts';
import { Members } from './members.ts';
import { authorize, type PinUvAuthToken } from './pinAuth.ts';

/** Subcommands of authenticatorBioEnrollment (CTAP 2.3, 6.7). */
const subCommands = {
  enrollBegin: 0x01,
  enrollCaptureNextSample: 0x02,
  cancelCurrentEnrollment: 0x03,
  enumerateEnrollments: 0x04,
  setFriendlyName: 0x05,
  removeEnrollment: 0x06,
  getFingerprintSensorInfo: 0x07,
} as const;

/** Values of lastEnrollSampleStatus (6.7.4) in order, without the prefix CTAP2_ENROLL_FEEDBACK_FP_. */
const sampleStatuses = [
  'GOOD',
  'TOO_HIGH',
  'TOO_LOW',
  'TOO_LEFT',
  'TOO_RIGHT',
  'TOO_FAST',
  'TOO_SLOW',
  'POOR_QUALITY',
  'TOO_SKEWED',
  'TOO_SHORT',
  'MERGE_FAILURE',
  'EXISTS',
  'UNUSED',
  'NO_USER_ACTIVITY',
  'NO_USER_PRESENCE_TRANSITION',
] as const;

export interface FingerprintSensor {
  /** The user touches the sensor, or swipes over it. Undefined for a kind that the specification does not name. */
  readonly kind: 'touch' | 'swipe' | undefined;
  readonly maxSamplesRequired: number;
  /** In UTF-8 bytes. Undefined if the key does not report it. */
  readonly maxFriendlyNameLength: number | undefined;
}

/** The result of one touch while a finger is being enrolled. */
export interface EnrollSample {
  readonly status: (typeof sampleStatuses)[number] | 'UNKNOWN';
  /** Number of good samples that the key still needs. */
  readonly remaining: number;
}

export interface FingerprintTemplate {
  readonly templateId: Uint8Array;
  /** Undefined or empty until the finger is named. */
  readonly friendlyName: string | undefined;
}

/** Manages the fingers that are enrolled on a key, with a token that has the permission bioEnrollment. */
export interface Fingerprints {
  /** Needs no token. */
  sensor(): Promise<FingerprintSensor>;
  /**
   * Enrolls a finger and returns its templateId. For each sample the key asks for a touch (`upneeded`), and `onSample`
   * receives the result. If canceled, nothing stays on the key.
   * @throws CtapError CTAP2_ERR_FP_DATABASE_FULL, cancelled, …
   */
  enroll(onSample: (sample: EnrollSample) => void, options?: CallOptions): Promise<Uint8Array>;
  list(): Promise<FingerprintTemplate[]>;
  rename(templateId: Uint8Array, friendlyName: string): Promise<void>;
  remove(templateId: Uint8Array): Promise<void>;
}

const FINGERPRINT = 1;
/** SECURITY: limits how many samples a key can request. */
const MOST_SAMPLES = 100;

/**
 * Creates the commands for fingerprints.
 * @param command bioEnrollment, or the preview command of keys from before CTAP 2.1
 * @param changed called after a finger was added or removed, because the key's getInfo reports whether it has one
 */
export function bioEnrollment(
  transport: CborTransport,
  command: Extract<Ctap2Command, 'bioEnrollment' | 'bioEnrollmentPreview'>,
  token: PinUvAuthToken | HeldToken | undefined,
  changed: () => Promise<unknown>,
): Fingerprints {
  const send: Send = async (name, more, options) => {
    const map: CborMap = new Map<number, CborValue>([[0x01, FINGERPRINT], [0x02, subCommands[name]], ...more]);
    return new Members((await call(transport, command, map, options)) ?? new Map(), 'bioEnrollment');
  };
  const request: Request = (name, parameters, options) => sendAuthorized(send, token, name, parameters, options);
  return {
    sensor: async () => parseSensor(await send('getFingerprintSensorInfo', [])),
    enroll: async (onSample, options) => {
      try {
        const templateId = await enrollFinger(request, onSample, options);
        await changed();
        return templateId;
      } catch (error) {
        // The caller needs the error that ended the enrollment. This cancel fails if the key has nothing to cancel or
        // is gone.
        await send('cancelCurrentEnrollment', []).catch(() => undefined);
        throw error;
      }
    },
    list: () => listTemplates(request),
    rename: async (templateId, friendlyName) => {
      const parameters = new Map<number, CborValue>([
        [0x01, templateId],
        [0x02, friendlyName],
      ]);
      await request('setFriendlyName', parameters);
    },
    remove: async templateId => {
      await request('removeEnrollment', new Map([[0x01, templateId]]));
      await changed();
    },
  };
}

type SubCommand = keyof typeof subCommands;
type Send = (name: SubCommand, more: readonly [number, CborValue][], options?: CallOptions) => Promise<Members>;
type Request = (name: SubCommand, parameters?: CborMap, options?: CallOptions) => Promise<Members>;

function sendAuthorized(
  send: Send,
  token: PinUvAuthToken | HeldToken | undefined,
  ...[name, parameters, options]: Parameters<Request>
): Promise<Members> {
  const encoded = parameters === undefined ? new Uint8Array() : encode(parameters);
  const sendUnder = (own: PinUvAuthToken | undefined) => {
    const auth = own && authorize(own, concat(Uint8Array.of(FINGERPRINT, subCommands[name]), encoded));
    const more: [number, CborValue][] = [
      [0x03, parameters],
      [0x04, auth?.version],
      [0x05, auth?.pinUvAuthParam],
    ];
    return send(name, more, options);
  };
  return token === undefined ? sendUnder(undefined) : held(token).use(sendUnder);
}

async function enrollFinger(
  request: Request,
  onSample: (sample: EnrollSample) => void,
  options: CallOptions | undefined,
): Promise<Uint8Array> {
  const first = await request('enrollBegin', undefined, options);
  const templateId = first.required(first.bytes(0x04, 'templateId'), 'templateId');
  let sample = parseSample(first);
  onSample(sample);
  for (let taken = 1; sample.remaining > 0; taken++) {
    if (taken >= MOST_SAMPLES) throw new CtapError('response-malformed', { member: 'bioEnrollment.remainingSamples' });
    sample = parseSample(await request('enrollCaptureNextSample', new Map([[0x01, templateId]]), options));
    onSample(sample);
  }
  return templateId;
}

async function listTemplates(request: Request): Promise<FingerprintTemplate[]> {
  const m = await request('enumerateEnrollments').catch((error: unknown) => {
    // A key without fingers answers with this status (6.7.6). Some keys use the status for missing credentials.
    if (hasCtapCode(error, 'CTAP2_ERR_INVALID_OPTION', 'CTAP2_ERR_NO_CREDENTIALS')) return undefined;
    throw error;
  });
  return (m?.maps(0x07, 'templateInfos') ?? []).map(parseTemplate);
}

function parseSensor(m: Members): FingerprintSensor {
  const kind = m.told(() => m.integer(0x02, 'fingerprintKind'));
  return {
    kind: kind === 1 ? 'touch' : kind === 2 ? 'swipe' : undefined,
    maxSamplesRequired: m.required(m.integer(0x03, 'maxCaptureSamples'), 'maxCaptureSamples'),
    maxFriendlyNameLength: m.told(() => m.count(0x08, 'maxTemplateFriendlyName')),
  };
}

function parseSample(m: Members): EnrollSample {
  const status = m.told(() => m.integer(0x05, 'lastEnrollSampleStatus'));
  return {
    status: sampleStatuses[status ?? -1] ?? 'UNKNOWN',
    remaining: m.required(m.integer(0x06, 'remainingSamples'), 'remainingSamples'),
  };
}

function parseTemplate(info: CborMap): FingerprintTemplate {
  const m = new Members(info, 'bioEnrollment.templateInfos');
  const name = m.raw(0x02);
  return {
    templateId: m.required(m.bytes(0x01, 'templateId'), 'templateId'),
    // The name is only for people, so a finger with an unreadable name is still usable.
    friendlyName: typeof name === 'string' ? name : undefined,
  };
}

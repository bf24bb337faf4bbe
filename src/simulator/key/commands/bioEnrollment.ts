import { randomBytes } from 'node:crypto';
import { concat, fromHex, toHex } from '../../../ctap/bytes.ts';
import { type CborValue, encode } from '../../../ctap/cbor.ts';
import type { Authenticator } from '../authenticator.ts';
import { demand } from '../failure.ts';
import { needed, Parameters } from '../parameters.ts';
import { permission } from '../pinToken.ts';
import { sampleStatuses } from '../sensor.ts';
import { readSubCommandParams, verifyToken } from '../userVerification.ts';

type SubCommand = (
  authenticator: Authenticator,
  parameters: Parameters,
  signal: AbortSignal,
) => CborValue | Promise<CborValue>;

const FINGERPRINT = 1;
const TOUCH_SENSOR = 1;
const SAMPLES_TO_ENROLL = 4;
const MAX_TEMPLATES = 5;
const MAX_FRIENDLY_NAME = 64;
const TEMPLATE_ID_LENGTH = 2;

const subCommands: ReadonlyMap<number, SubCommand> = new Map<number, SubCommand>([
  [0x01, enrollBegin],
  [0x02, enrollCaptureNextSample],
  [0x04, enumerateEnrollments],
  [0x05, setFriendlyName],
  [0x06, removeEnrollment],
]);

/** Required members of subCommandParams: templateId, templateFriendlyName (CTAP 2.3, 6.7.4 to 6.7.8). */
const mandatory: ReadonlyMap<number, readonly number[]> = new Map([
  [0x02, [0x01]],
  [0x05, [0x01, 0x02]],
  [0x06, [0x01]],
]);

/** authenticatorBioEnrollment (CTAP 2.3, 6.7), and its preview under another command byte. */
export function bioEnrollment(
  authenticator: Authenticator,
  request: CborValue,
  signal: AbortSignal,
): CborValue | Promise<CborValue> {
  const parameters = new Parameters(needed(request));
  if (parameters.boolean(0x06) === true) return new Map([[0x01, FINGERPRINT]]);
  demand(needed(parameters.integer(0x01)) === FINGERPRINT, 'CTAP2_ERR_UNSUPPORTED_OPTION');
  const subCommand = needed(parameters.integer(0x02));
  if (subCommand === 0x03) return cancelCurrentEnrollment(authenticator);
  if (subCommand === 0x07) return getFingerprintSensorInfo();
  const run = subCommands.get(subCommand);
  demand(run !== undefined, 'CTAP2_ERR_INVALID_SUBCOMMAND');

  const inner = parameters.map(0x03);
  const param = parameters.bytes(0x05);
  demand(param !== undefined, 'CTAP2_ERR_PUAT_REQUIRED');
  const version = needed(parameters.integer(0x04));
  const subParameters = readSubCommandParams(authenticator, inner, version, mandatory.get(subCommand));
  const encoded = inner === undefined ? new Uint8Array() : encode(inner);
  const message = concat(Uint8Array.of(FINGERPRINT, subCommand), encoded);
  verifyToken(authenticator, version, message, param, permission.be);
  return run(authenticator, subParameters, signal);
}

function getFingerprintSensorInfo(): CborValue {
  return new Map([
    [0x02, TOUCH_SENSOR],
    [0x03, SAMPLES_TO_ENROLL],
    [0x08, MAX_FRIENDLY_NAME],
  ]);
}

async function enrollBegin(
  authenticator: Authenticator,
  parameters: Parameters,
  signal: AbortSignal,
): Promise<CborValue> {
  const timeout = parameters.integer(0x03);
  demand(authenticator.state.fingerprints.length < MAX_TEMPLATES, 'CTAP2_ERR_FP_DATABASE_FULL');
  authenticator.enrollment = { id: toHex(randomBytes(TEMPLATE_ID_LENGTH)), remaining: SAMPLES_TO_ENROLL };
  return capture(authenticator, signal, timeout);
}

async function enrollCaptureNextSample(
  authenticator: Authenticator,
  parameters: Parameters,
  signal: AbortSignal,
): Promise<CborValue> {
  const [id, timeout] = [toHex(needed(parameters.bytes(0x01))), parameters.integer(0x03)];
  demand(authenticator.enrollment !== undefined, 'CTAP2_ERR_NOT_ALLOWED');
  demand(authenticator.enrollment.id === id, 'CTAP2_ERR_INVALID_OPTION');
  return capture(authenticator, signal, timeout);
}

/** Takes one sample. The last good sample completes the enrollment of the finger. */
async function capture(
  authenticator: Authenticator,
  signal: AbortSignal,
  timeout: number | undefined,
): Promise<CborValue> {
  const { enrollment, state } = authenticator;
  const status = await authenticator.sensor.sample(signal, timeout);
  demand(enrollment !== undefined, 'CTAP2_ERR_NOT_ALLOWED');
  if (status === 'good') enrollment.remaining--;
  if (enrollment.remaining === 0) {
    authenticator.enrollment = undefined;
    state.fingerprints = [...state.fingerprints, { id: enrollment.id, name: '' }];
    authenticator.save();
  }
  return new Map<number, CborValue>([
    [0x04, fromHex(enrollment.id)],
    [0x05, sampleStatuses.indexOf(status)],
    [0x06, enrollment.remaining],
  ]);
}

function cancelCurrentEnrollment(authenticator: Authenticator): CborValue {
  authenticator.enrollment = undefined;
  return undefined;
}

function enumerateEnrollments({ state }: Authenticator): CborValue {
  demand(state.fingerprints.length > 0, 'CTAP2_ERR_INVALID_OPTION');
  const templates = state.fingerprints.map(
    ({ id, name }) =>
      new Map<number, CborValue>([
        [0x01, fromHex(id)],
        [0x02, name],
      ]),
  );
  return new Map([[0x07, templates]]);
}

function setFriendlyName(authenticator: Authenticator, parameters: Parameters): CborValue {
  const id = toHex(needed(parameters.bytes(0x01)));
  const name = needed(parameters.text(0x02));
  demand(new TextEncoder().encode(name).length <= MAX_FRIENDLY_NAME, 'CTAP1_ERR_INVALID_LENGTH');
  const { state } = authenticator;
  demandEnrolled(authenticator, id);
  state.fingerprints = state.fingerprints.map(old => (old.id === id ? { id, name } : old));
  authenticator.save();
  return undefined;
}

function removeEnrollment(authenticator: Authenticator, parameters: Parameters): CborValue {
  const id = toHex(needed(parameters.bytes(0x01)));
  demandEnrolled(authenticator, id);
  authenticator.state.fingerprints = authenticator.state.fingerprints.filter(old => old.id !== id);
  authenticator.save();
  return undefined;
}

function demandEnrolled({ state }: Authenticator, id: string): void {
  demand(
    state.fingerprints.some(known => known.id === id),
    'CTAP2_ERR_INVALID_OPTION',
  );
}

import type { Model } from '../metadata/schema.ts';
import { firmwareWords } from './firmware.ts';
import { pinBlock } from './pinBlock.ts';
import type { KeyDetails, PinState } from './schema.ts';
import { algorithmNames, keyWords as words } from './words.ts';

/** One line about a key. */
export interface KeyFact {
  readonly label: string;
  /** Nothing where the key does not tell. */
  readonly value: string | null | undefined;
  /** For machines rather than people. */
  readonly code?: boolean;
}

/** Whether Entra's passkeys fit: FIDO2, resident credentials, and a way to verify the user (graph.md). */
export function holdsPasskeys({ versions, options, pin }: KeyDetails): boolean {
  const fido2 = versions.some(version => version.startsWith('FIDO_2'));
  return fido2 && options.rk === true && (pin.supported || options.uv !== undefined);
}

/** What a person wants to know of a key, in plain words, the most asked-for first. */
export function factsOf(key: KeyDetails): KeyFact[] {
  return [
    { label: words.facts.pin, value: pinWords(key.pin) },
    { label: words.facts.userVerification, value: userVerification(key.options.uv) },
    { label: words.facts.passkeys, value: key.remainingDiscoverableCredentials?.toString() ?? words.unknown },
    { label: words.facts.reset, value: resetFacts(key) },
    ...(key.model === undefined ? [] : modelFacts(key.model)),
    { label: words.facts.manufacturer, value: key.manufacturer },
    { label: words.facts.serial, value: key.serial },
    {
      label: words.facts.firmware,
      value: key.firmwareVersion === undefined ? null : firmwareWords(key.firmwareVersion, key.vendorId),
    },
  ];
}

/** What getInfo tells, under its own names (CTAP 2.3, 6.4). Members that the key leaves out have no value. */
export function technicalFactsOf(key: KeyDetails): KeyFact[] {
  const { pin } = key;
  return [
    { label: 'versions', value: key.versions.join(', ') },
    { label: 'extensions', value: key.extensions.join(', ') },
    { label: 'aaguid', value: key.aaguid },
    { label: 'options', value: optionNames(key.options) },
    { label: 'maxMsgSize', value: String(key.maxMsgSize) },
    { label: 'pinUvAuthProtocols', value: key.pinUvAuthProtocols.join(', ') },
    { label: 'transports', value: key.transports.join(', ') },
    { label: 'algorithms', value: key.algorithms.map(algorithmName).join(', ') },
    { label: 'forcePINChange', value: String(pin.changeRequired) },
    { label: 'minPINLength', value: String(pin.minLength) },
    { label: 'maxPINLength', value: String(pin.maxLength) },
    { label: 'firmwareVersion', value: key.firmwareVersion?.toString() },
    { label: 'remainingDiscoverableCredentials', value: key.remainingDiscoverableCredentials?.toString() },
    { label: 'certifications', value: certifications(key.certifications) },
    { label: 'longTouchForReset', value: key.longTouchForReset?.toString() },
    { label: 'transportsForReset', value: key.transportsForReset?.join(', ') },
    { label: words.facts.unknownMembers, value: key.unknownMembers.map(String).join(', ') },
    { label: words.facts.usb, value: usbIds(key) },
    { label: words.facts.address, value: key.id },
  ].map(fact => ({ ...fact, code: true }));
}

/** What is unusual about a reset of this key; nothing where nothing is. */
function resetFacts({ longTouchForReset, transportsForReset }: KeyDetails): string {
  const where =
    transportsForReset === undefined ? [] : [words.resetOver({ transports: transportsForReset.join(', ') })];
  return [...(longTouchForReset === true ? [words.longReset] : []), ...where].join('; ');
}

function modelFacts({ name, certification, statuses }: Model): KeyFact[] {
  return [
    { label: words.facts.model, value: name },
    { label: words.facts.certification, value: certification },
    { label: words.facts.statuses, value: statuses.join(', ') },
  ];
}

/** The number of an algorithm in the COSE registry, with its name where that is known here. */
function algorithmName(alg: number): string {
  const name = algorithmNames[alg];
  return name === undefined ? String(alg) : `${name} (${alg})`;
}

/** Every option with its value, those that are on first. */
function optionNames(options: KeyDetails['options']): string {
  const entries = Object.entries(options).toSorted(([, one], [, other]) => Number(other) - Number(one));
  return entries.map(([name, on]) => `${name}: ${on}`).join(', ');
}

/** Vendor and product of USB, as its lists write them. */
function usbIds({ vendorId, productId }: KeyDetails): string | null {
  const hex = (id: number) => id.toString(16).padStart(4, '0');
  return vendorId === undefined || productId === undefined ? null : `${hex(vendorId)}:${hex(productId)}`;
}

/** The state of a PIN in one line. */
export function pinWords(pin: PinState): string {
  if (!pin.supported) return words.pinUnsupported;
  if (!pin.set) return words.pinNotSet({ min: pin.minLength });
  const block = pinBlock(pin);
  if (block !== null) return block.code === 'pin-blocked' ? words.pinBlocked : words.powerCycle;
  return pin.changeRequired ? words.pinChange : words.pinSet({ retries: pin.retries });
}

function userVerification(uv: boolean | undefined): string {
  if (uv === undefined) return words.uvNone;
  return uv ? words.uvReady : words.uvPossible;
}

function certifications(levels: KeyDetails['certifications']): string {
  return Object.entries(levels ?? {})
    .map(([name, level]) => `${name} ${level}`)
    .join(', ');
}

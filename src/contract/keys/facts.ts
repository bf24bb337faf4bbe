import type { Model } from '../metadata/schema.ts';
import { firmwareWords } from './firmware.ts';
import { pinBlock } from './pinBlock.ts';
import type { KeyDetails, PinState } from './schema.ts';
import { algorithmNames, keyWords as words } from './words.ts';

/** One line about a key. */
export interface KeyFact {
  readonly label: string;
  /** Null or undefined if the key does not report it. */
  readonly value: string | null | undefined;
  /** True for values that are technical identifiers. */
  readonly code?: boolean;
}

/** Returns whether the key can hold Entra passkeys: FIDO2, resident credentials, and user verification (graph.md). */
export function holdsPasskeys({ versions, options, pin }: KeyDetails): boolean {
  const fido2 = versions.some(version => version.startsWith('FIDO_2'));
  return fido2 && options.rk === true && (pin.supported || options.uv !== undefined);
}

/** Returns facts about a key in plain words, the most important first. */
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

/** Returns the members of getInfo, by their names (CTAP 2.3, 6.4). Members that the key omits have no value. */
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

/** Returns what is unusual about a reset of this key, or an empty text. */
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

/** Returns the number of an algorithm in the COSE registry, with its name if it is known. */
function algorithmName(alg: number): string {
  const name = algorithmNames[alg];
  return name === undefined ? String(alg) : `${name} (${alg})`;
}

/** Returns every option with its value. Options that are on come first. */
function optionNames(options: KeyDetails['options']): string {
  const entries = Object.entries(options).toSorted(([, one], [, other]) => Number(other) - Number(one));
  return entries.map(([name, on]) => `${name}: ${on}`).join(', ');
}

/** Returns vendor and product id of USB, in the usual notation. */
function usbIds({ vendorId, productId }: KeyDetails): string | null {
  const hex = (id: number) => id.toString(16).padStart(4, '0');
  return vendorId === undefined || productId === undefined ? null : `${hex(vendorId)}:${hex(productId)}`;
}

/** Returns the state of a PIN in one line. */
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

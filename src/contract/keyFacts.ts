import { firmwareWords } from './firmware.ts';
import type { KeyDetails, PinState } from './keys.ts';
import { keyWords as words } from './keyWords.ts';
import type { Model } from './metadata.ts';
import { pinBlock } from './pinBlock.ts';

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

/** A key's details in plain words, the most asked-for first. */
export function factsOf(key: KeyDetails): KeyFact[] {
  return [
    { label: words.facts.pin, value: pinWords(key.pin) },
    { label: words.facts.userVerification, value: userVerification(key.options.uv) },
    { label: words.facts.passkeys, value: key.remainingDiscoverableCredentials?.toString() ?? 'Unknown' },
    { label: words.facts.reset, value: resetFacts(key) },
    ...(key.model === undefined ? [] : modelFacts(key.model)),
    { label: words.facts.manufacturer, value: key.manufacturer },
    { label: words.facts.serial, value: key.serial },
    {
      label: words.facts.firmware,
      value: key.firmwareVersion === undefined ? null : firmwareWords(key.firmwareVersion, key.vendorId),
    },
    { label: words.facts.versions, value: key.versions.join(', ') },
    { label: words.facts.transports, value: key.transports.join(', ') },
    { label: words.facts.aaguid, value: key.aaguid, code: true },
    { label: words.facts.algorithms, value: key.algorithms.map(algorithmName).join(', ') },
    { label: words.facts.can, value: optionWords(key.options, true) },
    { label: words.facts.cannotYet, value: optionWords(key.options, false) },
    { label: words.facts.extensions, value: key.extensions.join(', '), code: true },
    { label: words.facts.protocols, value: key.pinUvAuthProtocols.join(', ') },
    { label: words.facts.certifications, value: certifications(key.certifications) },
    { label: words.facts.address, value: key.id, code: true },
  ];
}

/** What is unusual about a reset of this key; nothing where nothing is. */
function resetFacts({ longTouchForReset, transportsForReset }: KeyDetails): string {
  const where = transportsForReset === undefined ? [] : [words.resetOver(transportsForReset.join(', '))];
  return [...(longTouchForReset === true ? [words.longReset] : []), ...where].join('; ');
}

function modelFacts({ name, certification, statuses }: Model): KeyFact[] {
  return [
    { label: words.facts.model, value: name },
    { label: words.facts.certification, value: certification },
    { label: words.facts.statuses, value: statuses.join(', ') },
  ];
}

/** Names of the COSE registry; the number where it has none here. */
function algorithmName(alg: number): string {
  return words.algorithms[alg] ?? String(alg);
}

/** The options that are on, or that are there and off, in words; those without words by their names. */
function optionWords(options: KeyDetails['options'], on: boolean): string {
  return Object.entries(options)
    .filter(([name, value]) => value === on && words.options[name] !== '')
    .map(([name]) => words.options[name] ?? name)
    .join(', ');
}

function pinWords(pin: PinState): string {
  if (!pin.supported) return words.pinUnsupported;
  if (!pin.set) return words.pinNotSet(pin.minLength);
  const block = pinBlock(pin);
  if (block !== null) return block.code === 'pin-blocked' ? words.pinBlocked : words.powerCycle;
  return pin.changeRequired ? words.pinChange : words.pinSet(pin.retries);
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

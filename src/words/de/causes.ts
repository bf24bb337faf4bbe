import type { causes as en, cborFaults as enFaults } from '../en/causes.ts';
import type { Translation } from '../types.ts';

export const causes: Translation<typeof en> = {
  code: 'Code: {code}',
  answered: 'Der Schlüssel hat mit {status} geantwortet',
  'status-unknown':
    '{status, select, null {Der Schlüssel hat mit einem Status geantwortet, den die Spezifikation nicht enthält} other {Der Schlüssel hat mit {status} geantwortet; diesen Status enthält die Spezifikation nicht}}',
  'cbor-malformed':
    '{why, select, null {Die Antwort des Schlüssels ist kein gültiges CBOR} other {Die Antwort des Schlüssels ist kein gültiges CBOR: {why}}}',
  'response-malformed':
    '{member, select, null {In der Antwort des Schlüssels fehlt ein Element, oder es hat das falsche Format} other {{command, select, null {In der Antwort des Schlüssels fehlt {member}, oder es hat das falsche Format} other {In der Antwort des Schlüssels auf {command} fehlt {member}, oder es hat das falsche Format}}}}',
  'hid-sequence':
    '{sequence, select, null {Ein Teil der Antwort fehlt oder kam in falscher Reihenfolge} other {Ein Teil der Antwort fehlt oder kam in falscher Reihenfolge: Teil {sequence} kam, wo ein anderer erwartet wurde}}',
  'hid-message-too-long':
    '{length, select, null {Die Nachricht ist länger, als eine Nachricht sein kann} other {Die Nachricht hat {length} Byte; eine CTAPHID-Nachricht hat höchstens {limit}}}',
  'hid-wrong-channel': 'Die Antwort ging an einen anderen Kanal',
  'hid-error':
    '{hidError, select, null {Der Schlüssel hat mit einem CTAPHID-Fehler geantwortet} other {Der Schlüssel hat mit {hidError} von CTAPHID geantwortet}}',
  'channel-busy': 'Ein anderes Programm verwendet den Schlüssel',
  'no-answer': 'Der Schlüssel hat nicht rechtzeitig geantwortet',
  'transport-closed': 'Die Verbindung zum Schlüssel wurde geschlossen',
  cancelled:
    '{answered, select, false {Die Anforderung wurde abgebrochen, und der Schlüssel hat nicht geantwortet} other {Die Anforderung wurde abgebrochen}}',
  unsupported:
    '{why, select, null {{what, select, null {Der Schlüssel oder Keydesk unterstützt nicht, was gebraucht wurde} other {Der Schlüssel oder Keydesk unterstützt nicht, was gebraucht wurde: {what}}}} other {{why}}}',
  'agreement-stale': 'Ein anderes Programm hat den Schlüssel inzwischen verwendet',
  'pin-impossible': 'Kein Schlüssel kann diese PIN haben',
  'uv-required': 'Der Schlüssel verlangt einen Fingerabdruck',
  'attestation-invalid':
    '{why, select, null {Die Attestierung des Passkeys ist ungültig} other {Die Attestierung des Passkeys ist ungültig. {why}}}',
  'credential-invalid': '{why, select, null {Der Passkey ist ungültig} other {Der Passkey ist ungültig. {why}}}',
  'assertion-invalid': '{why, select, null {Die Signatur ist ungültig} other {Die Signatur ist ungültig. {why}}}',
  'wrong-rp-id-hash': 'Der Passkey ist für eine andere Website',
  'network-fault':
    '{kind, select, cancelled {Die Anforderung wurde abgebrochen} timeout {Der Server hat nicht rechtzeitig geantwortet} untrusted {{reason, select, null {Dem Zertifikat des Servers wird nicht vertraut} other {Dem Zertifikat des Servers wird nicht vertraut ({reason})}}} too_large {Die Antwort des Servers ist zu groß} malformed {{reason, select, null {Die Antwort des Servers folgt nicht HTTP} other {Die Antwort des Servers folgt nicht HTTP ({reason})}}} other {{reason, select, null {Die Verbindung ist fehlgeschlagen} other {Die Verbindung ist fehlgeschlagen ({reason})}}}}',
};

export const cborFaults: Translation<typeof enFaults> = {
  'trailing-bytes': 'Es hat überzählige Bytes',
  'not-cbor': 'Es lässt sich nicht dekodieren',
  'map-key-type': 'Ein Schlüssel einer Map ist weder Zahl noch Text',
  'map-key-text': 'Ein Schlüssel einer Map ist beschädigter Text',
  'duplicate-key': 'Es hat einen doppelten Schlüssel in einer Map',
  'string-too-long': 'Eine Zeichenfolge ist länger als die Nachricht',
  'array-too-long': 'Ein Array ist länger als die Nachricht',
  'map-too-long': 'Eine Map ist länger als die Nachricht',
  tag: 'Es enthält ein Tag',
  'too-deep': 'Es ist zu tief verschachtelt',
  'cut-short': 'Es ist unvollständig',
  'simple-value': 'Es hat einen nicht zugewiesenen einfachen Wert',
  'indefinite-length': 'Es hat eine unbestimmte Länge',
};

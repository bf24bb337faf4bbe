import type { enroll as en, enrollSteps as enEnrollSteps } from '../../en/commands/enroll.ts';
import type { Translation } from '../../types.ts';

export const enroll: Translation<typeof en> = {
  description:
    'für einen Benutzer einen Passkey auf einem eingesteckten Schlüssel anlegen, registrieren und die Anmeldung nachweisen',
  pinStdin: 'die PIN aus der ersten Zeile von stdin lesen',
  randomPin: 'für einen Schlüssel ohne PIN: eine PIN mit dieser Anzahl von Ziffern erzeugen und einmal anzeigen',
  displayName: 'Name des Passkeys in Microsoft Entra ID, 1 bis 30 Zeichen',
  touch: 'Berühren Sie jetzt die Taste am Schlüssel.',
  finger:
    'Legen Sie jetzt einen eingerichteten Finger auf den Sensor des Schlüssels (--pin-stdin verwendet stattdessen die PIN).',
  wait: '{reason}. Keydesk macht um {time} weiter; Strg-C bricht ab.',
  pinUncertain: 'Der Schlüssel hat seine neue PIN nicht bestätigt. Vielleicht ist sie jetzt {pin}.',
  pinSet: 'Der Schlüssel hat jetzt die PIN {pin}',
  passkey: 'Passkey',
  user: 'Benutzer',
  key: 'Schlüssel',
  keyValue: '{name} ({aaguid})',
  attestation: 'Attestierung',
  unknown: 'nicht bekannt',
  signsIn: 'Anmeldung',
  proven: 'nachgewiesen',
  notProven: 'NICHT nachgewiesen',
  pin: 'PIN',
  pinValue: '{pin}  (nur einmal angezeigt)',
};

export const enrollSteps: Translation<typeof enEnrollSteps> = {
  preflight: 'Benutzer und Schlüssel werden geprüft …',
  reset: 'Der Schlüssel wird zurückgesetzt …',
  options: 'Erstellungsoptionen werden von Microsoft Entra ID angefordert …',
  prepare: 'Der Schlüssel wird vorbereitet …',
  create: 'Der Passkey wird auf dem Schlüssel angelegt …',
  verify: 'Der Passkey wird geprüft …',
  register: 'Der Passkey wird bei Microsoft Entra ID registriert …',
  prove: 'Die Anmeldung wird nachgewiesen …',
  finish: 'Die Einrichtung wird abgeschlossen …',
};

import type { deferred as en, deferredCommands as enCommands } from '../en/deferred.ts';
import type { Translation } from '../types.ts';

export const deferred: Translation<typeof en> = {
  states: {
    refused: 'Abgelehnt',
    fetched: 'Wartet auf den Schlüssel',
    making: 'Auf einem Schlüssel begonnen',
    made: 'Schlüssel eingerichtet',
    uploaded: 'Registriert',
    failed: 'Fehlgeschlagen',
  },
};

export const deferredCommands: Translation<typeof enCommands> = {
  description: 'Schlüssel ohne Netz einrichten: Optionen abrufen, Schlüssel einrichten, Registrierungen hochladen',
  fetch: 'Benutzer prüfen und alles für ihre Schlüssel in ein Paket abrufen; ein Paket erneuern',
  make: 'jedem eingesteckten Schlüssel die nächste Zeile eines Pakets geben; braucht weder Netz noch Verbindung',
  upload: 'die eingerichteten Schlüssel registrieren',
  show: 'ein Paket und seine Zeilen zeigen',
  users: 'Datei mit Benutzern: CSV, Text oder .xlsx; nicht nötig, um ein Paket zu erneuern',
  to: 'Datei des Pakets; ein vorhandenes wird erneuert',
  package: 'Datei des Pakets',
  days: 'wie lange die Schlüssel registriert werden können, in Tagen',
  profile: 'Profil für Zeilen ohne eigenes',
  existing: 'was mit Benutzern geschieht, die einen Sicherheitsschlüssel haben',
  name: 'Name des Stapels; ohne Angabe das Datum',
  key: 'nur diese Schlüssel verwenden; ohne Angabe alle eingesteckten',
  passphraseStdin: 'die Passphrase des Pakets oder des privaten Schlüssels von der Standardeingabe lesen',
  recipient: 'Zertifikate (PEM), deren Besitzer das Paket öffnen können',
  identity: 'privater Schlüssel (PEM) eines Zertifikats des Pakets',
  fetched:
    '{count, plural, one {# Benutzer ist} other {# Benutzer sind}} im Paket. Die Schlüssel können bis {until} registriert werden.',
  fetchedNone: 'Im Paket ist kein Benutzer.',
  made: '{made, plural, one {# Schlüssel ist} other {# Schlüssel sind}} eingerichtet, {failed, number} fehlgeschlagen, {waiting, number} warten.',
  uploaded:
    '{uploaded, plural, one {# Schlüssel ist} other {# Schlüssel sind}} registriert, {failed, number} fehlgeschlagen.',
  batch: 'Stapel {id}',
  left: '{count, plural, one {# Schlüssel hat einen Passkey, der} other {# Schlüssel haben Passkeys, die}} nicht mehr registriert werden {count, plural, one {kann} other {können}}. Das nächste Hochladen nimmt sie zum Aufräumen auf.',
  columns: 'Zeile|Benutzer|Zustand|Seriennummer|Gültig bis (UTC)|Problem',
  fileLabel: 'Paket',
  tenantLabel: 'Mandant',
  batchLabel: 'Stapel',
  expiresLabel: 'Erstes Ende der Gültigkeit',
  keyDone: 'Der Schlüssel von {user} ist eingerichtet.',
};

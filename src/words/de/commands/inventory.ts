import type { inventory as en } from '../../en/commands/inventory.ts';
import type { Translation } from '../../types.ts';

export const inventory: Translation<typeof en> = {
  description: 'alle Sicherheitsschlüssel, die je eingesteckt waren',
  list: 'Schlüssel auflisten, die zuletzt gesehenen zuerst',
  none: 'Es war noch kein Schlüssel eingesteckt.',
  reportLost: 'einen Schlüssel als verloren melden: seine Passkeys widerrufen und in Microsoft Entra ID löschen',
  retire: 'einen Schlüssel ausmustern: seine Passkeys widerrufen und in Microsoft Entra ID löschen',
  takeBack:
    'vermerken, dass ein Benutzer einen Schlüssel zurückgegeben hat: seine Passkeys widerrufen und in Microsoft Entra ID löschen',
  restore: 'einen verlorenen oder ausgemusterten Schlüssel wieder zulassen',
  state: '{key}: {state}',
  finish: 'die übrigen Passkeys in Microsoft Entra ID löschen',
  finished: '{count, plural, one {# Passkey gelöscht.} other {# Passkeys gelöscht.}}',
  export: 'Schlüssel in eine Datei schreiben',
  id: 'ID, wie inventory list sie zeigt',
  stateOption: 'nur mit diesem Status',
  user: 'dieses Benutzers: Objekt-ID oder Benutzerprinzipalname',
  text: 'mit diesem Text in Namen, Seriennummer, AAGUID oder Benutzer',
  revoked: 'Der Passkey von {user} ist widerrufen und in Microsoft Entra ID gelöscht.',
  revokedElsewhere: 'Der Passkey von {user} in {tenant} ist widerrufen und in Microsoft Entra ID gelöscht.',
  notDeleted:
    '{why, select, null {Der Passkey von {user} ist hier widerrufen, aber in Microsoft Entra ID noch NICHT gelöscht.} other {Der Passkey von {user} ist hier widerrufen, aber in Microsoft Entra ID noch NICHT gelöscht. {why}}}',
  notDeletedElsewhere:
    'Der Passkey von {user} in {tenant} ist hier widerrufen, aber in Microsoft Entra ID noch NICHT gelöscht. Verbinden Sie sich mit diesem Mandanten und führen Sie keydesk inventory finish aus.',
  due: '{count, plural, one {Ein Passkey muss in Microsoft Entra ID noch gelöscht werden; keydesk inventory finish versucht es noch einmal.} other {# Passkeys müssen in Microsoft Entra ID noch gelöscht werden; keydesk inventory finish versucht es noch einmal.}}',
  dueElsewhere:
    '{count, plural, one {Ein Passkey muss in {tenant} noch gelöscht werden; verbinden Sie sich mit diesem Mandanten und führen Sie keydesk inventory finish aus.} other {# Passkeys müssen in {tenant} noch gelöscht werden; verbinden Sie sich mit diesem Mandanten und führen Sie keydesk inventory finish aus.}}',
  advice: '- {advice}',
  headings: 'ID|Schlüssel|Status|Benutzer|Zuletzt gesehen|Erkannt an',
};

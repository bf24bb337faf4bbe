import type { keys as en, keyConfig as enKeyConfig } from '../../en/commands/keys.ts';
import type { Translation } from '../../types.ts';

export const keys: Translation<typeof en> = {
  description: 'die eingesteckten Sicherheitsschlüssel',
  list: 'Schlüssel auflisten',
  listKey: 'auch diesen Entwicklungsschlüssel auflisten (udp:PORT:REPLYPORT)',
  none: 'Es ist kein Sicherheitsschlüssel eingesteckt.',
  info: 'die Details eines Schlüssels zeigen',
  wink: 'einen Schlüssel blinken lassen, wenn er das unterstützt',
  blinks: 'Der Schlüssel blinkt.',
  headings: 'Schlüssel|Produkt|Hersteller|Seriennummer',
  product: 'Produkt',
  pin: 'die PIN eines Schlüssels',
  setPin: 'die erste PIN eines Schlüssels festlegen',
  newPinStdin: 'die neue PIN aus der ersten Zeile von stdin lesen',
  pinIsSet: 'Die PIN ist festgelegt.',
  changePin: 'die PIN eines Schlüssels ändern',
  bothPinsStdin: 'die aktuelle PIN aus der ersten und die neue aus der zweiten Zeile von stdin lesen',
  pinIsChanged: 'Die PIN ist geändert.',
  credentials: 'die Passkeys auf einem Schlüssel',
  credentialList: 'die Passkeys auflisten',
  credentialHeadings: 'Website|Benutzer|ID',
  deleteCredential: 'einen Passkey vom Schlüssel löschen; bei seiner Website bleibt er registriert',
  credentialId: 'ID der Anmeldeinformationen, wie credentials list sie zeigt',
  credentialDeleted: 'Der Passkey wurde vom Schlüssel gelöscht.',
};

export const keyConfig: Translation<typeof enKeyConfig> = {
  description: 'die Einstellungen eines Schlüssels',
  minPinLength: 'die Mindestlänge der PIN eines Schlüssels erhöhen; nur Zurücksetzen senkt sie',
  length: 'Zeichen, 4 bis 63',
  rpId: 'Websites, die diese Länge lesen dürfen, anstelle der bisherigen',
  alwaysUv: 'einstellen, ob der Schlüssel bei jeder Anmeldung nach PIN oder Fingerabdruck fragt',
  forcePinChange: 'vor der nächsten Verwendung eine Änderung der PIN verlangen',
  enterpriseAttestation:
    'dem Schlüssel erlauben, den Organisationen, für die er hergestellt wurde, seine Seriennummer mitzuteilen',
  done: 'Der Schlüssel hat die neue Einstellung.',
};

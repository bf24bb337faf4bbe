import type { networkErrors as en, networkReasons as enReasons } from '../en/networkErrors.ts';
import type { Translation } from '../types.ts';

export const networkErrors: Translation<typeof en> = {
  'answer-too-large': {
    message:
      '{what, select, depth {{host} hat eine zu tief verschachtelte Antwort gesendet. Keydesk hat die Verbindung geschlossen.} values {{host} hat eine Antwort mit zu vielen Werten gesendet. Keydesk hat die Verbindung geschlossen.} other {{megabytes, select, null {{host} hat eine zu große Antwort gesendet. Keydesk hat die Verbindung geschlossen.} other {{host} hat mehr als {megabytes} MB in einer Antwort gesendet. Keydesk hat die Verbindung geschlossen.}}}}',
    next: 'Versuchen Sie es noch einmal. Tritt es wieder auf, fragen Sie Ihren Netzwerkadministrator, ob ein Gerät im Netzwerk Antworten verändert.',
  },
  'server-unreachable': {
    message: '{host} ist nicht erreichbar.',
    next: 'Prüfen Sie das Netzwerk und ob Keydesk diesen Host erreichen darf (docs/network.md).',
  },
  'proxy-unusable': {
    message:
      '{scheme, select, null {{rule, select, not_encoded {{from} hat im Benutzernamen oder Kennwort ein Zeichen, das die Adresse dort beendet.} user_colon {{from} hat einen Benutzernamen mit Doppelpunkt, den das Basic-Verfahren nicht senden kann.} other {{from} enthält keine Adresse eines Proxys.}}} other {{from} nennt einen Proxy der Art „{scheme}“, die Keydesk nicht unterstützt.}}',
    next: '{rule, select, not_encoded {Schreiben Sie im Benutzernamen und im Kennwort %2F für /, %3F für ? und %23 für #. Siehe docs/network.md.} other {Setzen Sie HTTPS_PROXY auf http://HOST:PORT oder https://HOST:PORT, oder nennen Sie den Host in NO_PROXY. Siehe docs/network.md.}}',
  },
  'certificates-unreadable': {
    message: 'Die Datei „{file}“ mit Stammzertifikaten ist nicht lesbar oder enthält kein Zertifikat.',
    next: 'Korrigieren Sie KEYDESK_CA_FILE: Es nennt eine Datei mit einem oder mehreren Zertifikaten in PEM.',
  },
};

export const networkReasons: Translation<typeof enReasons> = {
  server: 'Der Server',
  systemProxy: 'Die Proxyeinstellung des Systems',
  untrusted: {
    message:
      '{proxy, select, null {Seinem Zertifikat wird nicht vertraut ({untrusted}), deshalb hat Keydesk nichts gesendet.} other {Dem Zertifikat des Proxys {proxy} wird nicht vertraut ({untrusted}), deshalb hat Keydesk nichts gesendet.}}',
    next: 'Prüfen Sie die Uhr dieses Computers. Wenn Ihr Unternehmen TLS-Inspektion verwendet, fügen Sie dessen Stammzertifikat dem Zertifikatspeicher des Systems oder KEYDESK_CA_FILE hinzu (docs/network.md).',
  },
  password: {
    message: 'Der Proxy {proxy} verlangt Benutzername und Kennwort.',
    next: 'Tragen Sie beides in HTTPS_PROXY ein: http://USER:PASSWORD@HOST:PORT. Keydesk unterstützt nur das Basic-Verfahren (docs/network.md).',
  },
  silent: {
    message: 'Der Proxy {proxy} hat nicht geantwortet oder die Verbindung geschlossen.',
    next: 'Prüfen Sie HTTPS_PROXY und NO_PROXY oder die Proxyeinstellungen des Systems (docs/network.md).',
  },
  refused: {
    message: 'Der Proxy {proxy} hat die Verbindung abgelehnt (HTTP {proxyStatus}).',
    next: 'Bitten Sie Ihren Netzwerkadministrator, den Host zuzulassen. docs/network.md nennt die Hosts, die Keydesk braucht.',
  },
};

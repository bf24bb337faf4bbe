import type { desktop as en } from '../en/desktop.ts';
import type { Translation } from '../types.ts';

export const desktop: Translation<typeof en> = {
  leave: {
    message: 'Dieses Fenster verlassen?',
    detail:
      'Eine Einrichtung läuft, oder niemand hat die PIN gelesen, die Keydesk für einen Schlüssel erzeugt hat. Wenn Sie Keydesk schließen, bricht es die Einrichtung ab und vergisst die PIN.',
    stay: 'Bleiben',
    leave: 'Verlassen',
  },
  notStarted: 'Keydesk wurde nicht gestartet',
  wrong: {
    'no-option':
      '{meant, select, null {{text} ist keine Option.} other {{text} ist keine Option. Meinten Sie {meant}?}}',
    'unknown-option':
      '{meant, select, null {Die Option {text} ist nicht bekannt.} other {Die Option {text} ist nicht bekannt. Meinten Sie {meant}?}}',
    'both-modes': 'Geben Sie --practice oder --no-practice an, nicht beide.',
    'data-empty': '--data braucht den Namen eines Ordners.',
    malformed: 'Die Optionen sind nicht lesbar: {text}',
  },
  options: {
    usage: 'Aufruf: {command} [Optionen]',
    data: 'Datenordner (Standard: der Ordner dieses Benutzers)',
    practice: 'Übung: ein Softwareschlüssel und ein simulierter Mandant; nichts Echtes wird berührt',
    'no-practice': 'der echte Mandant, auch wenn noch keiner verbunden ist',
    activate: 'Benutzer aktivieren hier ihre eigenen Schlüssel, und nichts anderes ist möglich',
    'no-open': 'kein Fenster öffnen; die Datei mit der Adresse des Fensters als eine Zeile JSON ausgeben',
    help: 'diese Hilfe ausgeben',
  },
  menu: {
    file: 'Datei',
    close: 'Schließen',
    quit: 'Beenden',
    edit: 'Bearbeiten',
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    delete: 'Löschen',
    selectAll: 'Alles auswählen',
    view: 'Ansicht',
    reload: 'Neu laden',
    reloadAll: 'Ohne Zwischenspeicher neu laden',
    developerTools: 'Entwicklertools',
    actualSize: 'Originalgröße',
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    fullScreen: 'Vollbild',
    window: 'Fenster',
    minimize: 'Minimieren',
    about: 'Über Keydesk',
    services: 'Dienste',
    hide: 'Keydesk ausblenden',
    hideOthers: 'Andere ausblenden',
    showAll: 'Alle einblenden',
    front: 'Alle nach vorne bringen',
    zoom: 'Zoomen',
  },
};

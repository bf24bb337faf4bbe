import type { overview as en, overviewCommand as enCommand, overviewPage as enPage } from '../en/overview.ts';
import type { Translation } from '../types.ts';

/** Names of codes in the overview. */
export const overview: Translation<typeof en> = {
  noCause: 'Keine Ursache aufgezeichnet',
  ages: {
    today: 'Seit heute',
    'days-1': '1 bis 6 Tage',
    'days-7': '7 bis 29 Tage',
    'days-30': '30 Tage oder länger',
  },
  missing: {
    users: 'Benutzer wurden noch nie importiert. Die Abdeckung braucht sie: Importieren Sie aus Microsoft Entra ID.',
    groups: 'Gruppen wurden noch nie importiert. Die Tabelle nach Gruppen bleibt leer, bis ein Import sie liest.',
    registrations:
      'Registrierte Authentifizierungsmethoden wurden noch nie importiert. Nur Sicherheitsschlüssel, die Keydesk erstellt hat, werden gezählt.',
  },
  stuck: {
    'import-failed': 'Der letzte Import ist fehlgeschlagen',
    'enrollments-unfinished': 'Unvollständige Registrierungen',
    'assignments-failed': 'Fehlgeschlagene Zuweisungen',
    'pending-long': 'Seit 30 Tagen oder länger ausstehend',
    'deletions-due': 'Passkeys, die noch in Microsoft Entra ID zu löschen sind',
    'batches-paused': 'Angehaltene Stapel',
    'batch-rows-failed': 'Fehlgeschlagene Zeilen offener Stapel',
    'pins-kept': 'Noch nicht übergebene PINs',
    'workflow-runs': 'Workflow-Läufe, die Aufmerksamkeit brauchen',
    'webhook-messages': 'Webhook-Nachrichten, die nicht zugestellt wurden',
  },
  stuckAdvice: {
    'import-failed': 'Importieren Sie erneut. Die Zahlen unten stammen aus einem früheren Import.',
    'enrollments-unfinished':
      'Stecken Sie den Schlüssel wieder ein, um die Registrierung abzuschließen, oder verwerfen Sie sie.',
    'assignments-failed': 'Lesen Sie die Ursache, beheben Sie sie, und versuchen Sie es erneut.',
    'pending-long': 'Geben Sie diesen Benutzern einen Schlüssel, erinnern Sie sie, oder brechen Sie die Zuweisung ab.',
    'deletions-due': 'Löschen Sie sie, während Microsoft Entra ID erreichbar ist.',
    'batches-paused': 'Setzen Sie den Stapel fort, oder löschen Sie ihn.',
    'batch-rows-failed': 'Lesen Sie die Ursache im Stapel, und wiederholen Sie die Zeilen.',
    'pins-kept':
      'Geben Sie den Benutzern Schlüssel und PIN, und bestätigen Sie die Übergabe. Dann löscht Keydesk die PIN.',
    'workflow-runs': 'Lesen Sie die Ursache im Verlauf, und versuchen Sie es erneut.',
    'webhook-messages': 'Prüfen Sie den Empfänger, und senden Sie die Nachrichten erneut.',
  },
};

/** The page Overview. */
export const overviewPage: Translation<typeof enPage> = {
  title: 'Überblick',
  subtitle: 'Wie die Einführung der Sicherheitsschlüssel vorangeht.',
  readAt: 'Zahlen vom {time}. Tage sind die dieses Computers ({zone}).',
  importedAt: 'Benutzer und Gruppen wurden zuletzt am {time} importiert.',
  neverImported: 'Es sind noch keine Benutzer importiert',
  importHint: 'Die Abdeckung braucht sie. Die Zahlen von Keydesk selbst werden trotzdem angezeigt.',
  toImport: 'Benutzer importieren',
  toImportAgain: 'Erneut importieren',
  registrationsAt: 'Registrierte Methoden: {time}.',
  coverage: 'Abdeckung',
  targeted: 'Benutzer',
  covered: 'Mit Schlüssel',
  open: 'Ohne Schlüssel',
  percent: 'Anteil',
  percentText: '{percent, number} %',
  coverageHint:
    'Alle, die aktiviert und keine Gäste sind, sollen einen Sicherheitsschlüssel haben. Ein Sicherheitsschlüssel zählt, wenn Microsoft Entra ID ihn meldet oder wenn Keydesk ihn erstellt hat und er aktiv ist.',
  unknownHint:
    'Noch kein Bericht sagt, ob {count, plural, one {# Benutzer} other {# Benutzer}} einen Sicherheitsschlüssel haben. Sie zählen als Benutzer ohne Schlüssel.',
  coverageChart: 'Benutzer mit Sicherheitsschlüssel: {covered, number} von {targeted, number}.',
  byGroup: 'Abdeckung nach Gruppe',
  byGroupHint:
    'Die Gruppen von Workflows und Profilen, und die größten anderen. Eine Gruppe enthält die Benutzer der Gruppen in ihr.',
  group: 'Gruppe',
  byDepartment: 'Abdeckung nach Abteilung',
  department: 'Abteilung',
  noDepartment: 'Keine Abteilung',
  otherDepartments:
    '{count, plural, one {# weitere Abteilung hat} other {# weitere Abteilungen haben}} weniger Benutzer.',
  groupChart: 'Anteil der Benutzer mit Sicherheitsschlüssel nach Gruppe: {list}.',
  departmentChart: 'Anteil der Benutzer mit Sicherheitsschlüssel nach Abteilung: {list}.',
  perDay: 'Erstellte Schlüssel pro Tag',
  perWeek: 'Erstellte Schlüssel pro Woche',
  day: 'Tag',
  week: 'Woche',
  weekFrom: '{from} – {to}',
  keys: 'Schlüssel',
  madeHint: 'Passkeys, die aktiv wurden, auch wenn sie seither widerrufen wurden.',
  dayChart: 'Erstellte Schlüssel pro Tag: insgesamt {total, number}, höchstens {most, number}.',
  weekChart: 'Erstellte Schlüssel pro Woche: insgesamt {total, number}, höchstens {most, number}.',
  pending: 'Ausstehende Zuweisungen nach Alter',
  age: 'Ausstehend',
  count: 'Anzahl',
  pendingChart: 'Ausstehende Zuweisungen: {list}.',
  failed: 'Fehlgeschlagene Zuweisungen nach Ursache',
  cause: 'Ursache',
  failedChart: 'Fehlgeschlagene Zuweisungen: {list}.',
  noneFailed: 'Keine Zuweisung ist fehlgeschlagen.',
  stuck: 'Blockiert',
  what: 'Was',
  todo: 'Was zu tun ist',
  noneStuck: 'Nichts ist blockiert.',
  activations: 'Aktivierungen heute',
  stock: 'Sicherheitsschlüssel',
  inStock: 'Auf Lager',
  state: 'Zustand',
  stockHint:
    'Auf Lager sind leere Schlüssel mit Seriennummer. Schlüssel ohne Seriennummer teilen sich im Inventar eine Zeile für ihr Modell.',
  stockChart: 'Sicherheitsschlüssel: {list}.',
  item: '{name}: {count}',
  export: 'Exportieren',
  formats: {
    csv: 'Als CSV',
    xlsx: 'Als Arbeitsmappe (.xlsx)',
  },
  madeToday: 'Heute erstellte Schlüssel',
  pendingFigure: 'Ausstehende Zuweisungen',
  failedFigure: 'Fehlgeschlagene Zuweisungen',
  figures: 'Wichtigste Zahlen',
  noChart: 'Die Diagramme werden geladen…',
};

/** The command `keydesk overview`. */
export const overviewCommand: Translation<typeof enCommand> = {
  description:
    'zeigen, wie die Einführung vorangeht: Abdeckung, erstellte Schlüssel, was aussteht, fehlgeschlagen oder blockiert ist',
  to: 'stattdessen alle Tabellen in diese Datei schreiben (.csv oder .xlsx)',
  coverage: 'Benutzer mit Sicherheitsschlüssel: {covered, number} von {targeted, number} ({percent, number} %).',
  noCoverage: 'Abdeckung: Benutzer wurden noch nie importiert (keydesk import).',
  unknown: '{count, plural, one {# davon ist} other {# davon sind}} noch in keinem Bericht über registrierte Methoden.',
  importedAt: 'Importiert: {time}',
  today:
    'Aktivierungen heute: {activations, number}. Heute erstellte Schlüssel: {made, number}. Schlüssel auf Lager: {stock, number}.',
  byGroup: 'Gruppe|Benutzer|Mit Schlüssel|Anteil',
  byDepartment: 'Abteilung|Benutzer|Mit Schlüssel|Anteil',
  byWeek: 'Woche vom|Bis|Erstellte Schlüssel',
  pending: 'Ausstehend|Anzahl',
  failed: 'Ursache|Code|Anzahl',
  stuck: 'Blockiert|Anzahl|Was zu tun ist',
  noGroups: 'Keine Gruppe hat Benutzer, die einen Schlüssel haben sollen.',
  noDepartments: 'Keine Abteilung hat Benutzer, die einen Schlüssel haben sollen.',
  nonePending: 'Nichts steht aus.',
  noneFailed: 'Keine Zuweisung ist fehlgeschlagen.',
  noneStuck: 'Nichts ist blockiert.',
  noDepartment: 'keine Abteilung',
};

import type { commonErrors as en } from '../en/commonErrors.ts';
import type { Translation } from '../types.ts';

export const commonErrors: Translation<typeof en> = {
  usage: {
    message:
      '{input, select, true {Diese Eingabe ist nicht verwendbar. {why}} other {{why, select, null {Der Befehl ist unvollständig.} other {{why}}}}}',
    next: 'keydesk --help zeigt, wie Befehle geschrieben werden.',
  },
  'invalid-input': {
    message:
      '{why, select, null {Diese Eingabe ist nicht verwendbar.} other {Diese Eingabe ist nicht verwendbar. {why}}}',
    next: 'Korrigieren Sie sie und versuchen Sie es noch einmal.',
  },
  'list-too-long': {
    message:
      '{what, select, rows {Ein Stapel hat höchstens {most, number} Zeilen.} codes {Keydesk erstellt höchstens {most, number} Aktivierungscodes auf einmal.} other {„{what}“ hat höchstens {most, number} Einträge.}} {count, select, null {Diese Liste ist länger.} other {Diese Liste hat {count, number}.}}',
    next: '{what, select, rows {Teilen Sie die Liste, zum Beispiel in zwei Dateien, und erstellen Sie für jeden Teil einen Stapel.} codes {Wählen Sie weniger Zuweisungen, zum Beispiel mit einem Filter.} other {Teilen Sie die Liste, und versuchen Sie es mit jedem Teil noch einmal.}}',
  },
  unauthorized: {
    message:
      'Dieses Fenster darf nicht mit Keydesk sprechen. Die Adresse von Keydesk gilt einmal: für das erste Fenster, das sie öffnet.',
    next: 'Verwenden Sie das Fenster, das schon geöffnet ist. Gibt es keines, starten Sie Keydesk neu, um eine neue Adresse zu erhalten: mit npm start oder so, wie Sie es zuvor gestartet haben.',
  },
  'keydesk-ended': {
    message: 'Keydesk wurde beendet. In diesem Fenster ist nichts mehr möglich.',
    next: 'Schließen Sie dieses Fenster und starten Sie Keydesk neu: mit npm start oder so, wie Sie es zuvor gestartet haben.',
  },
  'keydesk-replaced': {
    message:
      'Keydesk wurde beendet, und unter seiner Adresse antwortet ein anderes Programm. Dieses Fenster hat dem Programm nichts gesendet.',
    next: 'Laden Sie dieses Fenster nicht neu und geben Sie keine PIN ein. Schließen Sie das Fenster und starten Sie Keydesk neu: mit npm start oder so, wie Sie es zuvor gestartet haben.',
  },
  'connection-lost': {
    message: 'Die Verbindung zu Keydesk ging verloren, bevor Keydesk geantwortet hat.',
    next: 'Prüfen Sie, ob die Aktion ausgeführt wurde, und versuchen Sie es dann noch einmal.',
  },
  cancelled: { message: 'Abgebrochen.', next: 'Sie können jederzeit neu beginnen.' },
  'output-closed': {
    message:
      '{why, select, log {Die Ausgabe dieses Befehls geht in ein Protokoll, in dem die PIN nicht stehen darf. Keydesk hat keine PIN festgelegt.} no_second_place {Das Programm, das die Ausgabe liest, könnte enden, bevor die PIN ausgegeben ist. Dann ließe sie sich nicht mehr anzeigen: Es gibt kein Terminal, und kein anderes Programm liest stderr. Keydesk hat keine PIN festgelegt.} other {Die Ausgabe dieses Befehls wird verworfen, also ließe sich die PIN nicht anzeigen. Keydesk hat keine PIN festgelegt.}}',
    next: '{why, select, no_second_place {Führen Sie den Befehl in einem Terminal aus, leiten Sie stdout in eine eigene Datei, oder lassen Sie ein anderes Programm stderr lesen.} other {Führen Sie den Befehl in einem Terminal aus, oder leiten Sie stdout zu einem Programm oder in eine eigene Datei, die die PIN sicher verwahren.}}',
  },
  internal: {
    message: 'In Keydesk ist ein interner Fehler aufgetreten.',
    next: 'Versuchen Sie es noch einmal. Tritt der Fehler wieder auf, senden Sie die Details unten an Ihren Keydesk-Kontakt.',
  },
  'simulator-failed': {
    message: 'Der Simulator konnte nicht gestartet werden.',
    next: 'Wählen Sie freie Ports und eine Datei in einem Ordner, der vorhanden und beschreibbar ist.',
  },
  'closing-failed': {
    message:
      '{parts, select, null {Keydesk wurde beendet, konnte aber nicht alles schließen.} other {Keydesk wurde beendet, konnte aber nicht alles schließen: {parts}}}',
    next: 'Alles, was zuvor gespeichert wurde, ist noch da. Starten Sie Keydesk neu und prüfen Sie unter „Aktivität“, ob Einträge fehlen.',
    command:
      'Alles, was zuvor gespeichert wurde, ist noch da. Prüfen Sie, ob im Aktivitätsprotokoll Einträge fehlen (keydesk activity list).',
  },
  'user-not-found': {
    message: 'Mit dieser Verbindung ist der Benutzer „{user}“ nicht zu finden.',
    next: 'Prüfen Sie die Schreibweise. Auch ein Benutzer außerhalb der Verwaltungseinheit dieser Verbindung ist nicht zu finden.',
  },
  'user-is-guest': {
    message: '„{user}“ ist ein Gast. Microsoft Entra ID erlaubt Gästen keine Passkeys in diesem Mandanten.',
    next: 'Richten Sie den Schlüssel im Heimatmandanten des Gasts ein.',
  },
  'user-is-disabled': {
    message: 'Das Konto „{user}“ ist deaktiviert.',
    next: 'Aktivieren Sie zuerst das Konto in Microsoft Entra ID.',
  },
  'user-reassigned': {
    message:
      'In Microsoft Entra ID gehört der Benutzername „{user}“ jetzt zu einem anderen Konto („{displayName}“) als beim letzten Import („{importedDisplayName}“).',
    next: 'Es wurde nichts geschrieben. Importieren Sie die Änderungen, suchen Sie den Benutzer noch einmal und prüfen Sie, ob es die richtige Person ist.',
    command:
      'Es wurde nichts geschrieben. Importieren Sie die Änderungen (keydesk import), listen Sie den Benutzer noch einmal auf (keydesk users list) und prüfen Sie, ob es die richtige Person ist.',
  },
  'user-renamed': {
    message: 'Das Konto, das als „{importedName}“ importiert wurde, heißt jetzt „{user}“.',
    next: 'Es wurde nichts geschrieben. Importieren Sie die Änderungen, suchen Sie den Benutzer noch einmal und prüfen Sie, ob es die richtige Person ist.',
    command:
      'Es wurde nichts geschrieben. Importieren Sie die Änderungen (keydesk import), listen Sie den Benutzer noch einmal auf (keydesk users list) und prüfen Sie, ob es die richtige Person ist.',
  },
};

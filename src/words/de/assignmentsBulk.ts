import type { assignmentsBulk as enBulk, assignmentsCodes as enCodes } from '../en/assignmentsBulk.ts';
import type { Translation } from '../types.ts';

/** Work with many assignments at once, in the window. */
export const assignmentsBulk: Translation<typeof enBulk> = {
  actions: {
    assign: 'Erneut zuweisen',
    cancel: 'Zuweisungen abbrechen',
    retry: 'Erneut versuchen',
  },
  titles: {
    assign:
      '{count, plural, one {# Benutzer erneut einen Passkey zuweisen?} other {# Benutzern erneut Passkeys zuweisen?}}',
    cancel: '{count, plural, one {# Zuweisung abbrechen?} other {# Zuweisungen abbrechen?}}',
    retry: '{count, plural, one {# Zuweisung erneut versuchen?} other {# Zuweisungen erneut versuchen?}}',
  },
  texts: {
    assign: 'Jeder Benutzer bekommt eine neue ausstehende Zuweisung. Wer eine ausstehende hat, behält sie.',
    cancel:
      'Ausstehende und fehlgeschlagene Zuweisungen werden abgebrochen. Alle anderen bleiben, wie sie sind, und werden mit dem Grund angezeigt.',
    retry:
      'Fehlgeschlagene Zuweisungen werden wieder ausstehend. Alle anderen bleiben, wie sie sind, und werden mit dem Grund angezeigt.',
  },
  progress: '{done, number} von {total, number}',
  numbers: '{done, number} erledigt, {unchanged, number} unverändert, {failed, number} fehlgeschlagen',
  stop: 'Anhalten',
  continue: 'Fortsetzen',
  stopped: 'Angehalten. Was erledigt ist, bleibt erledigt. „Fortsetzen“ erledigt den Rest.',
  failed: 'Fehlgeschlagen',
  why: 'Grund',
  moreFailed: '{count, plural, one {# weitere ist fehlgeschlagen.} other {# weitere sind fehlgeschlagen.}}',
};

/** The list of activation codes for many users. */
export const assignmentsCodes: Translation<typeof enCodes> = {
  button: 'Aktivierungscodes',
  title: 'Aktivierungscodes',
  explain:
    '{count, plural, one {Der Benutzer von # Zuweisung bekommt einen Code.} other {Die Benutzer von # Zuweisungen bekommen je einen Code.}} Nur Benutzer mit ausstehender oder fehlgeschlagener Zuweisung bekommen einen. Ihre früheren Codes werden ungültig. Jeder Code wird im Aktivitätsprotokoll erfasst.',
  once: 'Diese Codes werden nur einmal angezeigt. Drucken Sie die Liste, bevor Sie diese Seite verlassen.',
  make: 'Codes erstellen',
  stop: 'Anhalten',
  close: 'Zurück zu den Zuweisungen',
  progress: '{done, number} von {total, number}',
  code: 'Code',
  userName: 'Benutzername',
  validUntil: 'Gültig bis',
};

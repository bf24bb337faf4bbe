import type { importUsers as en } from '../../en/commands/import.ts';
import type { Translation } from '../../types.ts';

export const importUsers: Translation<typeof en> = {
  description: 'Benutzer und Gruppen importieren: beim ersten Mal alles, danach nur Änderungen',
  full: 'alles noch einmal lesen',
  watch: 'fortlaufend Änderungen importieren, jeweils nach so vielen Minuten, bis Strg-C',
  stopped: 'Angehalten. {summary}',
  continues: 'Der nächste Import macht hier weiter.',
  pause: '{reason}. Der Import geht in {wait} weiter.',
  users:
    '{left, select, null {{count, plural, one {# Benutzer, {rate, number} pro Sekunde} other {# Benutzer, {rate, number} pro Sekunde}}} other {{count, plural, one {# Benutzer, {rate, number} pro Sekunde, noch {left}} other {# Benutzer, {rate, number} pro Sekunde, noch {left}}}}}',
  groups:
    '{left, select, null {{count, plural, one {# Mitgliedschaft, {rate, number} pro Sekunde} other {# Mitgliedschaften, {rate, number} pro Sekunde}}} other {{count, plural, one {# Mitgliedschaft, {rate, number} pro Sekunde, noch {left}} other {# Mitgliedschaften, {rate, number} pro Sekunde, noch {left}}}}}',
  registrations:
    '{left, select, null {{count, plural, one {Passkeys von # Benutzer, {rate, number} pro Sekunde} other {Passkeys von # Benutzern, {rate, number} pro Sekunde}}} other {{count, plural, one {Passkeys von # Benutzer, {rate, number} pro Sekunde, noch {left}} other {Passkeys von # Benutzern, {rate, number} pro Sekunde, noch {left}}}}}',
  summary:
    '{added, number} neu, {changed, number} geändert, {removed, number} entfernt; {groups, plural, one {# Gruppe} other {# Gruppen}} und {memberships, plural, one {# Mitgliedschaft} other {# Mitgliedschaften}} gelesen.',
};

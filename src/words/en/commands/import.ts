export const importUsers = {
  description: 'import users and groups: everything the first time, then only changes',
  full: 'read everything again',
  watch: 'keep importing changes, every so many minutes, until Ctrl-C',
  stopped: 'Stopped. {summary}',
  continues: 'The next import continues here.',
  pause: '{reason}. The import continues in {wait}.',
  users:
    '{left, select, null {{count, plural, one {# user, {rate, number} a second} other {# users, {rate, number} a second}}} other {{count, plural, one {# user, {rate, number} a second, {left} left} other {# users, {rate, number} a second, {left} left}}}}',
  groups:
    '{left, select, null {{count, plural, one {# membership, {rate, number} a second} other {# memberships, {rate, number} a second}}} other {{count, plural, one {# membership, {rate, number} a second, {left} left} other {# memberships, {rate, number} a second, {left} left}}}}',
  registrations:
    '{left, select, null {{count, plural, one {passkeys of # user, {rate, number} a second} other {passkeys of # users, {rate, number} a second}}} other {{count, plural, one {passkeys of # user, {rate, number} a second, {left} left} other {passkeys of # users, {rate, number} a second, {left} left}}}}',
  summary:
    '{added, number} new, {changed, number} changed, {removed, number} removed; {groups, plural, one {# group} other {# groups}} and {memberships, plural, one {# membership} other {# memberships}} read.',
} as const;

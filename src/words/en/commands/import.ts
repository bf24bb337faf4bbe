export const importUsers = {
  description: 'import users and groups: everything the first time, then only changes',
  full: 'read everything again',
  watch: 'keep importing changes, every so many minutes, until Ctrl-C',
  stopped: 'Stopped. {summary}',
  continues: 'The next import continues here.',
  pause: '{reason}. The import continues in {wait}.',
  users:
    '{left, select, null {{count, number} users, {rate, number} a second} other {{count, number} users, {rate, number} a second, {left} left}}',
  groups:
    '{left, select, null {{count, number} memberships, {rate, number} a second} other {{count, number} memberships, {rate, number} a second, {left} left}}',
  registrations:
    '{left, select, null {passkeys of {count, number} users, {rate, number} a second} other {passkeys of {count, number} users, {rate, number} a second, {left} left}}',
  summary:
    '{added, number} new, {changed, number} changed, {removed, number} removed; {groups, number} groups and {memberships, number} memberships read.',
} as const;

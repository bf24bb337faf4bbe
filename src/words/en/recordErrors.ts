/** Errors of the record that several desks share. */
export const recordErrors = {
  'record-url-invalid': {
    message:
      '{reason, select, password {The address of the record contains a password.} options {The address of the record contains options.} other {This is not the address of a record.}}',
    next: '{reason, select, password {Leave it out: Keydesk asks for it, and other users of this computer can read arguments.} options {Leave out everything after the database. TLS is always verified.} other {Write it as postgres://USER@HOST:PORT/DATABASE.}}',
  },
  'record-unreachable': {
    message: 'The record on {host} (port {port}) cannot be reached.',
    next: 'Nothing is lost. Keydesk tries again by itself. If it stays away, check the network, and whether PostgreSQL runs there.',
  },
  'record-unconfirmed': {
    message:
      'The connection to the record on {host} was lost during a change, and it is not known whether the change was recorded.',
    next: 'When the record is back, look whether the change is there before you make it again.',
  },
  'record-busy': {
    message: 'Another desk kept the record on {host} for too long.',
    next: 'Nothing was changed. Try again.',
  },
  'record-connections-full': {
    message: 'The PostgreSQL server on {host} takes no more connections.',
    next: 'Nothing was changed. Ask the person who runs it to raise max_connections, or the limit of the role {user}.',
  },
  'record-disk-full': {
    message: 'The disk of the PostgreSQL server on {host} is full.',
    next: 'Nothing was changed. Ask the person who runs it to make room.',
  },
  'record-read-only': {
    message: 'The PostgreSQL server on {host} only reads. It is probably a replica.',
    next: 'Nothing was changed. Use the address of the primary server.',
  },
  'record-refused': {
    message: 'The PostgreSQL server on {host} refused to sign in the role {user}.',
    next: 'Check the role and its password, certificate or token. pg_hba.conf of the server must allow this computer.',
  },
  'record-right-missing': {
    message: 'The role {user} may not do this in the record.',
    next: 'Nothing was changed. Ask the person who runs PostgreSQL to give the role its rights: the guide on the record lists the roles.',
    command:
      'Nothing was changed. Ask the person who runs PostgreSQL to give the role its rights: keydesk record roles prints them.',
  },
  'record-certificate': {
    message: 'The certificate of the PostgreSQL server on {host} could not be verified.',
    next: 'Nothing was sent. Use the host name that is in the certificate, and enter the certificate of the authority that issued it.',
    command:
      'Nothing was sent. Use the host name that is in the certificate, and name the authority that issued it with --ca.',
  },
  'record-without-tls': {
    message: 'The PostgreSQL server on {host} does not use TLS.',
    next: 'Nothing was sent. Turn TLS on (ssl = on). Only a server on this computer may do without.',
  },
  'record-server-old': {
    message: 'The server is PostgreSQL {version}, which is too old for a record.',
    next: 'Use PostgreSQL {oldest} or newer.',
  },
  'record-database-missing': {
    message: 'The PostgreSQL server on {host} has no database “{database}”.',
    next: 'Check the name, or let the person who runs PostgreSQL create the database.',
  },
  'record-missing': {
    message: 'The database has no record of Keydesk.',
    next: 'Make one under Settings, Record, or check the address.',
    command: 'Make one with keydesk record create, or check the address.',
  },
  'record-exists': {
    message: 'The database already has a record.',
    next: 'Nothing was changed. Join it, or use an empty database.',
    command: 'Nothing was changed. Use keydesk record join, or an empty database.',
  },
  'record-foreign': {
    message: 'The database has a schema “keydesk” that is not a record of Keydesk.',
    next: 'Nothing was changed. Use another database.',
  },
  'record-other': {
    message: 'The database has another record than the one that this desk belongs to.',
    next: 'Nothing was changed. Check the address. If the old record is gone for good, leave it under Settings, Record, then join the new one.',
    command:
      'Nothing was changed. Check the address. If the old record is gone for good, use keydesk record leave, then join the new one.',
  },
  'record-newer': {
    message: 'A newer Keydesk has upgraded the record.',
    next: 'Update Keydesk on this computer. Until then it reads, and changes nothing.',
  },
  'record-older': {
    message: 'The record is of an older version than this Keydesk.',
    next: 'Until it is upgraded, this desk shows what it has, and changes nothing. The owner of the database upgrades it under Settings, Record.',
    command:
      'Until it is upgraded, this desk shows what it has, and changes nothing. The owner of the database upgrades it with keydesk record upgrade.',
  },
  'record-owner-needed': {
    message: 'Only {owner}, the owner of the tables, can upgrade the record. This desk signed in as {user}.',
    next: 'Nothing was changed. Enter the address of the record with the role {owner}, and its password.',
    command: 'Nothing was changed. Use keydesk record upgrade with --url and the role {owner}, and --password-stdin.',
  },
  'record-rewound': {
    message: 'The record has lost changes: it is at revision {revision}, and this desk has seen revision {mirror}.',
    next: 'Nothing was changed here. A server was restored or replaced. Compare this desk with the record under Settings, Record, and ask the person who runs PostgreSQL.',
    command:
      'Nothing was changed here. A server was restored or replaced. Run keydesk record check, and ask the person who runs PostgreSQL.',
  },
  'record-joined': {
    message: 'This desk already belongs to a record.',
    next: 'Nothing was changed. Settings, Record shows which one, and lets the desk leave it.',
    command: 'Nothing was changed. keydesk record show says which. keydesk record leave ends it.',
  },
  'record-none': {
    message: 'This desk does not belong to a record.',
    next: 'Its own data folder is its record. Settings, Record changes that.',
    command: 'Its own data folder is its record. keydesk record create or keydesk record join changes that.',
  },
  'record-changed': {
    message: 'This data folder has joined or left a record since this Keydesk started.',
    next: 'Nothing was changed. Close this Keydesk and start it again.',
  },
  'record-password-unkept': {
    message:
      'Nothing on this computer can seal the password of the record, and Keydesk keeps no password in the clear.',
    next: 'Leave the password out, and put it into the password file of PostgreSQL (PGPASSFILE), or use a client certificate.',
  },
  'record-unequal': {
    message: 'The copy on this desk differs from the record in {rows, plural, one {# row} other {# rows}} of {table}.',
    next: 'Nothing was changed. Keep a backup of this data folder, then leave the record and join it again.',
  },
} as const;

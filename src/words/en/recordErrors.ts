/** Errors of the record that several desks share. */
export const recordErrors = {
  'record-url-invalid': {
    message:
      '{reason, select, password {The address of the record contains a password.} options {The address of the record contains options.} other {This is not the address of a record.}}',
    next: '{reason, select, password {Leave it out: Keydesk asks for it, and other users of this computer can read arguments.} options {Leave out everything after the database. TLS is always verified.} other {Write it as postgres://USER@HOST:PORT/DATABASE.}}',
  },
  'record-unreachable': {
    message:
      '{reason, select, name {The record on {host} (port {port}) cannot be reached: the host name is not known.} closed {The record on {host} (port {port}) cannot be reached: nothing listens there.} silent {The record on {host} (port {port}) cannot be reached: there is no answer.} token {The record on {host} (port {port}) cannot be reached: the Microsoft sign-in sent no access token in time.} starting {The record on {host} (port {port}) cannot be reached: PostgreSQL is starting or stopping.} other {The record on {host} (port {port}) cannot be reached.}}',
    next: '{reason, select, name {Check the host name and the network.} closed {Check the port, and whether PostgreSQL runs there and listens for other computers (listen_addresses).} silent {Check the network. A firewall may drop the connections.} other {If it stays away, check the network, and whether PostgreSQL runs there.}} Nothing is lost. A desk that belongs to the record tries again by itself.',
  },
  'record-unconfirmed': {
    message:
      'The connection to the record on {host} was lost during a change, and it is not known whether the change was recorded.',
    next: 'When the record is back, look whether the change is there before you make it again.',
  },
  'record-uncopied': {
    message: 'The change is recorded, but this desk could not write its copy of it to {file}.',
    next: 'Do not make it again. Make room on the disk of this computer. The copy follows by itself.',
  },
  'record-busy': {
    message:
      '{role, select, null {Another desk kept the record on {host} for too long.} other {The role {role} kept the record on {host} for too long.}}',
    next: '{role, select, null {Nothing was changed. Try again.} other {Nothing was changed. Try again. If it stays so, ask the person who runs PostgreSQL what this role does.}}',
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
    message: 'The PostgreSQL server on {host} only reads: it is a replica, or default_transaction_read_only is on.',
    next: 'Nothing was changed. Use the address of the primary server. A desk that belongs to the record changes it under Settings, Record.',
    command: 'Nothing was changed. Use the address of the primary server: keydesk record change --url.',
  },
  'record-refused': {
    message: 'The PostgreSQL server on {host} refused to sign in the role {user}.',
    next: '{how, select, computer {Ask the person who runs PostgreSQL: pg_hba.conf must have a line for this computer, the role and the database {database}, with the way to sign in that you use. If the server is on this computer and wants TLS, also give the certificate of its authority.} password {Check the role and its password.} entra {The role must have the name of the Entra account of this desk, and the server must know it as a role for Entra.} certificate {The role must be the name (CN) in the certificate, or pg_ident.conf must map it.} other {Check the role. The password file of PostgreSQL (PGPASSFILE) has no password for it, or another one.}}',
  },
  'record-right-missing': {
    message: 'The role {user} may not do this in the record.',
    next: 'Nothing was changed. Ask the person who runs PostgreSQL to give the role its rights: the guide on the record lists the roles.',
    command:
      'Nothing was changed. Ask the person who runs PostgreSQL to give the role its rights: keydesk record roles prints them.',
  },
  'record-certificate': {
    message:
      '{reason, select, unknown {This computer does not know the authority that issued the certificate of the PostgreSQL server on {host}.} name {The certificate of the PostgreSQL server is for another name than {host}.} expired {The certificate of the PostgreSQL server on {host} has expired.} early {The certificate of the PostgreSQL server on {host} is not valid yet.} other {The certificate of the PostgreSQL server on {host} could not be verified.}}',
    next: 'Nothing was sent. {reason, select, unknown {Enter the certificate of the authority.} name {Use a host name that is in the certificate.} expired {Ask the person who runs PostgreSQL for a new one.} early {Check the clock of this computer.} other {Ask the person who runs PostgreSQL.}}',
    command:
      'Nothing was sent. {reason, select, unknown {Name the certificate of the authority with --ca.} name {Use a host name that is in the certificate.} expired {Ask the person who runs PostgreSQL for a new one.} early {Check the clock of this computer.} other {Ask the person who runs PostgreSQL.}}',
  },
  'record-certificate-refused': {
    message: 'The PostgreSQL server on {host} does not accept the certificate of this desk.',
    next: 'Check who issued the certificate and whether it is still valid. The file ssl_ca_file of the server must have the authority that issued it.',
  },
  'record-certificate-expired': {
    message: 'The certificate by which this desk signs in to the record expired on {notAfter}.',
    next: 'Get a new one, and enter it under Settings, Record.',
    command: 'Get a new one, and enter it with keydesk record change --certificate.',
  },
  'record-certificate-unusable': {
    message: '{why, select, null {The certificate cannot be used.} other {The certificate cannot be used. {why}}}',
    next: 'Choose a file that has the certificate and its private key, as PEM or PKCS #12 (.p12, .pfx), and enter the passphrase if it has one.',
    command:
      'Name a file that has the certificate and its private key, as PEM or PKCS #12 (.p12, .pfx). Add --passphrase-stdin if it has a passphrase.',
  },
  'record-ca-unusable': {
    message:
      '{why, select, null {The certificate of the authority cannot be used.} other {The certificate of the authority cannot be used. {why}}}',
    next: 'Enter the certificate of the authority that issued the server’s, as PEM.',
    command: 'Name a PEM file with the certificate of the authority that issued the server’s.',
  },
  'record-entra-connection': {
    message:
      'To sign in to the record with Microsoft Entra ID, this desk needs a connection that a person or an app signs in to.',
    next: 'Set one up under Settings, Connections, make it the current one, and sign in.',
    command: 'Add one (keydesk connection add), make it the current one, and sign in (keydesk connection sign-in).',
  },
  'record-secret-missing': {
    message: 'This Keydesk does not have the password or certificate of the record.',
    next: 'Another program sealed it, which cannot share it with this window. Enter it again under Settings, Record.',
    command: 'Window and command line seal their secrets apart. Enter it again with keydesk record change.',
  },
  'record-not-postgres': {
    message: 'What listens on {host}, port {port}, is not PostgreSQL.',
    next: 'Check the host name and the port.',
  },
  'record-without-tls': {
    message:
      '{reason, select, old {The PostgreSQL server on {host} does not offer a version of TLS that is safe.} other {The PostgreSQL server on {host} does not use TLS.}}',
    next: 'Nothing was sent. {reason, select, old {It must offer TLS 1.2 or newer (ssl_max_protocol_version).} other {Turn TLS on (ssl = on). Only a server on this computer may do without.}}',
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
  'record-database-used': {
    message: 'The database is not empty: it has the table {table}.',
    next: 'Nothing was changed. Let the person who runs PostgreSQL create a database of its own for the record.',
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
  'record-not-owner': {
    message: 'The role {user} may not make tables in the database {database}, which belongs to {owner}.',
    next: 'Nothing was changed. Sign in as {owner}, or let the person who runs PostgreSQL create a database that {user} owns.',
  },
  'record-owner-needed': {
    message: 'Only {owner}, the owner of the tables, can upgrade the record. This desk signed in as {user}.',
    next: 'Nothing was changed. Enter the address of the record with the role {owner}, and its password.',
    command: 'Nothing was changed. Use keydesk record upgrade with --url and the role {owner}, and --password-stdin.',
  },
  'record-spoiled': {
    message: 'The record has something in {table} that Keydesk cannot read. Somebody wrote it past Keydesk.',
    next: 'This desk keeps what it has. Ask the person who runs PostgreSQL to mend it: the guide on the record says how.',
  },
  'record-rule': {
    message:
      '{rule, select, order {The record refused the change, because another program wrote to it out of turn.} number {The record refused the change: a row has a number far above the others.} removal {The record refused the change: a row that was removed is still there.} other {The record refused the change: a row has a value that other desks could not read.}}',
    next: 'Nothing was changed. Try again. If it stays so, ask the person who runs PostgreSQL who writes to the record past Keydesk.',
  },
  'record-rewound': {
    message:
      'The record has lost changes that this desk has seen: it is at revision {revision}, and this desk at {mirror}.',
    next: 'This desk keeps what it has, and changes nothing until then. A server was restored or replaced. Ask the person who runs PostgreSQL. If it stays so, this desk can give the changes back under Settings, Record.',
    command:
      'This desk keeps what it has, and changes nothing until then. A server was restored or replaced. Ask the person who runs PostgreSQL. If it stays so, run keydesk record bring-back.',
  },
  'record-apart': {
    message:
      'This desk and the record have nothing in common any more: the record was restored from a backup that is too old.',
    next: 'Nothing was changed. Restore a newer backup, or let this desk leave the record under Settings, Record. It keeps its copy.',
    command:
      'Nothing was changed. Restore a newer backup, or let this desk leave the record: keydesk record leave. It keeps its copy.',
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
      '{what, select, certificate {Nothing here can seal the key of the certificate, and Keydesk keeps no key in the clear.} other {Nothing here can seal the password of the record, and Keydesk keeps no password in the clear.}}',
    next: 'Set KEYDESK_SEALING_KEY, by which Keydesk seals secrets. {what, select, certificate {} other {Or leave the password out, and put it into the password file of PostgreSQL (PGPASSFILE).}}',
  },
  'record-desk-unknown': {
    message: 'No desk of the record has the id or the name {desk}, or several have this name.',
    next: 'Choose a desk of the list.',
    command: 'Use an id of keydesk record desks list.',
  },
  'record-fingerprint-wrong': {
    message: 'No key of {desk} in the record has this fingerprint.',
    next: 'Nothing was changed. Read the fingerprint at {desk}: it is under Settings, Record there. If it is what you entered, somebody else may have changed the record. Ask the person who runs PostgreSQL.',
    command:
      'Nothing was changed. Read the fingerprint at {desk}: keydesk record show prints it there. If it is what you entered, somebody else may have changed the record. Ask the person who runs PostgreSQL.',
  },
  'record-key-missing': {
    message:
      '{reason, select, sealerless {This desk has no key for secrets of other desks: nothing can seal it here.} station {An activation station gets no secrets of other desks.} locked {The key of this desk cannot be unsealed.} rightless {The role of this desk in the database may not add a key.} other {The record does not have the key of this desk yet.}}',
    next: '{reason, select, sealerless {Start Keydesk where the system has a keyring.} station {Use a desk.} locked {Unlock the keyring of the system, and start Keydesk again.} rightless {Give it the role keydesk_desk.} other {Try again when the record can be reached and written.}}',
    command:
      '{reason, select, sealerless {Set KEYDESK_SEALING_KEY.} station {Use a desk.} locked {Set the KEYDESK_SEALING_KEY that sealed it.} rightless {Give it the role keydesk_desk.} other {Try again when the record can be reached and written.}}',
  },
  'record-key-removed': {
    message: 'This key of {desk} gets no secrets any more.',
    next: 'Let that desk leave the record and join it again. It then makes another key, with another fingerprint.',
  },
  'record-unequal': {
    message: 'The copy on this desk differs from the record in {rows, plural, one {# row} other {# rows}}: {tables}.',
    next: 'Nothing was changed. Keep a backup of this data folder, then leave the record and join it again.',
  },
} as const;

/** Errors of a connection and of signing in to it. */
export const signInErrors = {
  'connection-not-found': {
    message: 'There is no such connection.',
    next: 'Check the list under Settings, Connections.',
    command: 'List the connections: keydesk connection list.',
  },
  'connection-incomplete': {
    message:
      '{what, select, client_id {The connection has no client id.} sign_in {The connection has no way to sign in.} other {The connection is not complete.}}',
    next: 'Edit it under Settings, Connections.',
    command: 'Remove it (keydesk connection remove), then add it again (keydesk connection add).',
  },
  'connection-busy': {
    message: 'A passkey is being created, so the connection cannot be changed now.',
    next: 'Wait until it is done, or cancel it; then try again.',
  },
  'login-unreachable': {
    message:
      '{host, select, null {The Microsoft sign-in cannot be reached.} other {The sign-in at {host} cannot be reached.}}',
    next: 'Check the network, and the cloud of the connection under Settings, then try again.',
    command:
      'Check the network (keydesk network), then try again. If the connection has the wrong cloud, remove it and add it again with --cloud.',
  },
  'login-untrusted': {
    message:
      '{reason, select, null {{host, select, null {The certificate of the sign-in is not trusted. Keydesk sent nothing.} other {The certificate of {host} is not trusted. Keydesk sent nothing.}}} other {{host, select, null {The certificate of the sign-in is not trusted ({reason}). Keydesk sent nothing.} other {The certificate of {host} is not trusted ({reason}). Keydesk sent nothing.}}}}',
    next: 'Check the clock of this computer. If your company inspects TLS, add its root certificate to the certificate store of the system or to KEYDESK_CA_FILE (docs/network.md).',
  },
  'tenant-unknown': {
    message: 'Microsoft Entra ID does not know the tenant “{tenant}”.',
    next: 'Copy the tenant id from Overview in the Entra admin center, check the cloud, and edit the connection under Settings, Connections.',
    command:
      'Copy the tenant id from Overview in the Entra admin center, and check the cloud. Then remove the connection and add it again (keydesk connection add).',
  },
  'client-unknown': {
    message: 'The tenant has no app registration with the client id “{clientId}”.',
    next: 'Copy the Application (client) id from App registrations in the Entra admin center. The registration must be in this tenant.',
  },
  'public-client-off': {
    message: 'The app registration does not allow a desktop app to sign people in with a code.',
    next: 'Set “Allow public client flows” to Yes under Authentication of App registrations in the Entra admin center.',
  },
  'redirect-missing': {
    message: 'The app registration does not contain the redirect address of Keydesk.',
    next: 'Add the platform “Mobile and desktop applications” with the redirect http://localhost under Authentication of App registrations in the Entra admin center.',
  },
  'consent-missing': {
    message: 'No administrator has consented to the permissions of the app registration yet.',
    next: 'Ask an administrator to grant admin consent (the link is in the set-up of the connection), then sign in again.',
    command:
      'Ask an administrator to grant admin consent under API permissions of App registrations in the Entra admin center. Then sign in again (keydesk connection sign-in).',
  },
  'sign-in-stronger': {
    message:
      '{stsMessage, select, null {The tenant requires a newer or stronger sign-in (Conditional Access).} other {The tenant requires a newer or stronger sign-in (Conditional Access): “{stsMessage}”}}',
    next: 'Sign in again under Settings, Connections. For a connection that signs in as the app, ask an administrator to check the Conditional Access policies for workload identities.',
    command:
      'Sign in again (keydesk connection sign-in). For a connection that signs in as the app, ask an administrator to check the Conditional Access policies for workload identities.',
  },
  'mfa-required': {
    message: 'The tenant requires multifactor authentication, or requires it again.',
    next: 'Sign in again under Settings, Connections and confirm with the second factor.',
    command: 'Sign in again (keydesk connection sign-in) and confirm with the second factor.',
  },
  'sign-in-needed': {
    message: 'This connection is not signed in.',
    next: 'Sign in under Settings, Connections.',
    command:
      'Sign in: keydesk connection sign-in. On the command line a sign-in lasts only if KEYDESK_SEALING_KEY is set.',
  },
  'sign-in-ended': {
    message:
      'The sign-in ended in the meantime: a person signed out or in again, or changed or removed the connection. Keydesk does not use the late answer.',
    next: 'Try again. If you are not signed in, sign in under Settings, Connections.',
    command: 'Try again. If you are not signed in, sign in first (keydesk connection sign-in).',
  },
  'sign-in-expired': {
    message: 'The sign-in has expired or was revoked.',
    next: 'Sign in again under Settings, Connections.',
    command: 'Sign in again: keydesk connection sign-in.',
  },
  'sign-in-timeout': {
    message: 'The sign-in was not completed in time.',
    next: 'Start again. If the browser showed an error, its number shows what to correct in the app registration.',
  },
  'sign-in-declined': {
    message: 'The sign-in was canceled in the browser.',
    next: 'Start again to sign in.',
    command: 'To sign in, start again: keydesk connection sign-in.',
  },
  'sign-in-refused': {
    message: 'Microsoft Entra ID refused the sign-in.',
    next: 'Read its message. The sign-in log of the tenant shows more under the correlation id.',
  },
  'browser-unavailable': {
    message: 'No browser could be opened on this computer.',
    next: 'Sign in with a device code instead, on any other device.',
    command: 'Sign in with a device code instead, on any other device (--device-code).',
  },
  'sign-in-port-unavailable': {
    message: 'No port on this computer is free to receive the answer of the browser.',
    next: 'Close programs that use many connections, or sign in with a device code.',
    command: 'Close programs that use many connections, or sign in with a device code (--device-code).',
  },
  'clock-skewed': {
    message:
      '{minutes, select, null {The clock of this computer is wrong, so the sign-in is refused.} other {{minutes, plural, one {The clock of this computer is wrong by # minute, so the sign-in is refused.} other {The clock of this computer is wrong by # minutes, so the sign-in is refused.}}}}',
    next: 'Set the date, time and time zone of this computer, then try again.',
  },
  'secret-sealed-earlier': {
    message:
      'The secret of this connection was sealed by an earlier version of Keydesk, in a format that does not show whether its file was replaced. Keydesk does not use it.',
    next: 'Sign in again, or enter the client secret or certificate again, under Settings, Connections. The new file replaces the old one.',
    command:
      'Sign in again (keydesk connection sign-in), or set the client secret or certificate again (keydesk connection credential). The new file replaces the old one.',
  },
  'secret-unsealable': {
    message:
      'The secret of this connection cannot be unsealed: the keyring of the system is locked, it was sealed with another key, or it is damaged. Keydesk does not change it.',
    next: 'Unlock the keyring, or start Keydesk with the KEYDESK_SEALING_KEY that sealed it, and try again. Otherwise sign in or enter the secret again under Settings, Connections.',
    command:
      'Unlock the keyring, or run the command with the KEYDESK_SEALING_KEY that sealed the secret. Otherwise sign in again (keydesk connection sign-in) or set the secret again (keydesk connection credential).',
  },
  'credential-missing': {
    message:
      '{what, select, certificate {There is no certificate for this connection on this computer.} other {There is no client secret for this connection on this computer.}}',
    next: '{what, select, certificate {Enter the certificate under Settings, Connections.} other {Enter the client secret under Settings, Connections.}}',
    command:
      '{what, select, certificate {Set KEYDESK_CLIENT_CERTIFICATE, or set the certificate with: keydesk connection credential.} other {Set KEYDESK_CLIENT_SECRET, or set the client secret with: keydesk connection credential.}}',
  },
  'client-secret-refused': {
    message: 'The client secret is wrong.',
    next: 'Enter the secret’s value, not its id, or create a new one under Certificates & secrets of App registrations in the Entra admin center.',
  },
  'client-secret-expired': {
    message: 'The client secret has expired.',
    next: 'Create a new one under Certificates & secrets of App registrations in the Entra admin center, and enter it under Settings, Connections.',
    command:
      'Create a new one under Certificates & secrets of App registrations in the Entra admin center, and set it with: keydesk connection credential.',
  },
  'certificate-unreadable': {
    message: '{why, select, null {The certificate cannot be used.} other {The certificate cannot be used. {why}}}',
    next: 'Provide one PEM text with an RSA certificate and its private key without a passphrase.',
  },
  'certificate-refused': {
    message: 'Microsoft Entra ID does not know this certificate.',
    next: 'Upload the certificate (without its key) under Certificates & secrets of App registrations in the Entra admin center.',
  },
  'certificate-expired': {
    message: '{notAfter, select, null {The certificate has expired.} other {The certificate expired on {notAfter}.}}',
    next: 'Create a new one, upload it under Certificates & secrets of App registrations in the Entra admin center, and add it to the connection under Settings, Connections.',
    command:
      'Create a new one, upload it under Certificates & secrets of App registrations in the Entra admin center, and set it with: keydesk connection credential.',
  },
  'secrets-unwritable': {
    message: 'The secret could not be saved in “{folder}”.',
    next: 'Free disk space, and make sure that you have write access to the folder; then try again.',
  },
  'secrets-unreadable': {
    message: 'The secrets in “{folder}” cannot be read. Keydesk does not change them.',
    next: 'Make sure that you have read access to the folder, and check its disk; then try again.',
  },
  'permission-missing': {
    message:
      '{insufficient, select, null {The permission {permission} is missing.} other {The permission {permission} is missing. {insufficient} is not enough: it includes neither department, job title and employee id, nor changes.}}',
    next: '{app, select, true {Add it as an application permission of Microsoft Graph under API permissions of App registrations in the Entra admin center, grant admin consent, and sign in again.} other {Add it as a delegated permission of Microsoft Graph under API permissions of App registrations in the Entra admin center, grant admin consent, and sign in again.}}',
  },
  'role-missing': {
    message:
      '{user, select, null {{reader, select, null {{name, select, null {The person who is signed in does not have the role {role}.} other {“{name}” does not have the role {role}.}}} other {{name, select, null {The person who is signed in does not have the role {role}. {reader} can request creation options, but cannot register a passkey with them.} other {“{name}” does not have the role {role}. {reader} can request creation options, but cannot register a passkey with them.}}}}} other {“{user}” has an administrator role in Microsoft Entra ID. This sign-in does not have the role {role}, which registering their passkeys needs.}}',
    next: '{reader, select, null {Assign it under Roles & admins in the Entra admin center, for the tenant or for one administrative unit, and sign in again.} other {Assign it under Roles & admins in the Entra admin center, and sign in again. Keydesk cannot see a role that is limited to one administrative unit: if it is assigned, an enrollment shows whether it is sufficient.}}',
  },
  'user-outside-unit': {
    message: '“{user}” is not in the administrative unit for which this sign-in has its role.',
    next: 'Add the user to the unit in the Entra admin center, or sign in with a role that covers the user. Then try again.',
  },
} as const;

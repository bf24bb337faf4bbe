import type { ErrorParams } from './errors.ts';
import { unreachable } from './networkWords.ts';
import type { signInErrorCodes } from './signInErrors.ts';
import { quote, type Say, type Words, words } from './wording.ts';

const PLACE = 'Settings, Connections';
const REGISTRATION = 'App registrations in the Entra admin center';

/** The words of everything that can go wrong with a connection and with signing in to it. */
export const signInWords: Record<(typeof signInErrorCodes)[number], Say> = {
  'connection-not-found': words('There is no such connection.', `Look at the list under ${PLACE}.`),
  'connection-incomplete': p => ({
    message: `The connection lacks its ${p.what ?? 'details'}.`,
    next: `Edit it under ${PLACE}.`,
  }),
  'connection-busy': words(
    'A passkey is being made at the moment, so the connection stays as it is.',
    'Wait until it is done, or cancel it; then try again.',
  ),
  'login-unreachable': p =>
    unreachable(
      `The sign-in at ${p.host ?? 'Microsoft'} cannot be reached.`,
      'Check the network, and the cloud of the connection under Settings, then try again.',
      p,
    ),
  'login-untrusted': p => ({
    message: `The certificate of ${p.host ?? 'the sign-in'} is not trusted${p.reason ? ` (${p.reason})` : ''}. Keydesk sent nothing.`,
    next: "Check the clock of this computer. If your company inspects TLS, add its root certificate to the system's store or to KEYDESK_CA_FILE (docs/network.md).",
  }),
  'tenant-unknown': p =>
    said(
      `Microsoft Entra ID does not know the tenant ${quote(p.tenant)}.`,
      `Copy the tenant id from Overview in the Entra admin center, check the cloud, and edit the connection under ${PLACE}.`,
      p,
    ),
  'client-unknown': p =>
    said(
      `The tenant has no app registration with the client id ${quote(p.clientId)}.`,
      `Copy the Application (client) id from ${REGISTRATION}; the registration must be in this tenant.`,
      p,
    ),
  'public-client-off': p =>
    said(
      'The app registration does not let a desktop app sign people in with a code.',
      `Set “Allow public client flows” to Yes under Authentication of ${REGISTRATION}.`,
      p,
    ),
  'redirect-missing': p =>
    said(
      'The app registration does not know the address that the browser comes back to.',
      `Add the platform “Mobile and desktop applications” with the redirect http://localhost under Authentication of ${REGISTRATION}.`,
      p,
    ),
  'consent-missing': p =>
    said(
      'No administrator has consented to the permissions of the app registration yet.',
      'Let an administrator grant admin consent (the link is in the set-up of the connection), then sign in again.',
      p,
    ),
  'sign-in-stronger': p => ({
    message: `The tenant asks for a newer or stronger sign-in (Conditional Access)${p.stsMessage ? `: “${p.stsMessage}”` : '.'}`,
    next: `Sign in again under ${PLACE}. For a connection that signs in as the app, let an administrator look at the Conditional Access policies for workload identities.`,
  }),
  'mfa-required': p =>
    said(
      'The tenant asks for multi-factor authentication, or for a new one.',
      `Sign in again under ${PLACE} and confirm with the second factor.`,
      p,
    ),
  'sign-in-needed': words('This connection is not signed in.', `Sign in under ${PLACE}.`, {
    command: `Sign in under ${PLACE}, or with: keydesk connection sign-in. On the command line a sign-in lasts where KEYDESK_SEALING_KEY is set.`,
  }),
  'sign-in-ended': words(
    'The sign-in ended meanwhile: a person signed out or in again, or changed or removed the connection. Keydesk does not use the late answer.',
    `Try again. If you are not signed in, sign in under ${PLACE}.`,
  ),
  'sign-in-expired': p =>
    said('The sign-in has ended: it expired, or was revoked.', `Sign in again under ${PLACE}.`, p),
  'sign-in-timeout': words(
    'The sign-in was not completed in time.',
    'Start again. If the browser showed an error, its number tells what to mend in the app registration.',
  ),
  'sign-in-declined': words('The sign-in was canceled in the browser.', 'Start again to sign in.'),
  'sign-in-refused': p =>
    said(
      'Microsoft Entra ID refused the sign-in.',
      'Read its message; the sign-in log of the tenant tells more under the correlation id.',
      p,
    ),
  'browser-unavailable': words(
    'No browser could be opened on this computer.',
    'Sign in with a device code instead, on any other device.',
    { command: 'Sign in with a device code instead, on any other device (--device-code).' },
  ),
  'sign-in-port-unavailable': words(
    'No port on this computer is free for the browser to come back to.',
    'Close programs that use many connections, or sign in with a device code.',
  ),
  'clock-skewed': p => ({
    message: `The clock of this computer is wrong${p.minutes ? ` by ${p.minutes} minutes` : ''}, so the sign-in is refused.`,
    next: 'Set the date, time and time zone of this computer, then try again.',
  }),
  'secret-sealed-earlier': words(
    'An earlier Keydesk sealed what is kept for this connection, in a form that does not show when its file was exchanged for another. Keydesk does not use it.',
    `Sign in again, or enter the client secret or certificate again, under ${PLACE}. The new file replaces the old one.`,
  ),
  'secret-unsealable': words(
    'What is kept for this connection cannot be unsealed: the keyring of the system is locked, it was sealed with another key, or it is damaged. Keydesk leaves it as it is.',
    `Unlock the keyring, or start Keydesk with the KEYDESK_SEALING_KEY that sealed it, and try again. Else sign in or enter the secret again under ${PLACE}.`,
  ),
  'credential-missing': p => ({
    message: `There is no ${p.what === 'certificate' ? 'certificate' : 'client secret'} for this connection on this computer.`,
    next: `Enter it under ${PLACE}.`,
    at: {
      command: `Set ${p.what === 'certificate' ? 'KEYDESK_CLIENT_CERTIFICATE' : 'KEYDESK_CLIENT_SECRET'}, or enter it under ${PLACE}.`,
    },
  }),
  'client-secret-refused': p =>
    said(
      'The client secret is wrong.',
      `Enter the secret’s value, not its id, or make a new one under Certificates & secrets of ${REGISTRATION}.`,
      p,
    ),
  'client-secret-expired': p =>
    said(
      'The client secret has expired.',
      `Make a new one under Certificates & secrets of ${REGISTRATION}, and enter it under ${PLACE}.`,
      p,
    ),
  'certificate-unreadable': p => ({
    message: `The certificate cannot be used${p.reason ? `: ${p.reason}` : ''}.`,
    next: 'Give one PEM text with an RSA certificate and its private key without a passphrase.',
  }),
  'certificate-refused': p =>
    said(
      'Microsoft Entra ID does not know this certificate.',
      `Upload the certificate (without its key) under Certificates & secrets of ${REGISTRATION}.`,
      p,
    ),
  'certificate-expired': p =>
    said(
      `The certificate has expired${p.notAfter ? ` on ${p.notAfter}` : ''}.`,
      `Make a new one, upload it under Certificates & secrets of ${REGISTRATION}, and give it to the connection under ${PLACE}.`,
      p,
    ),
  'secrets-unwritable': p => ({
    message: `The secret could not be kept in ${quote(p.folder)}.`,
    next: 'Free disk space, and give yourself write access to the folder; then try again.',
  }),
  'secrets-unreadable': p => ({
    message: `The secrets in ${quote(p.folder)} cannot be read. Keydesk leaves them as they are.`,
    next: 'Give yourself read access to the folder, and check its disk; then try again.',
  }),
  'permission-missing': p => ({
    message: p.insufficient
      ? `The permission ${p.permission ?? ''} is missing. ${p.insufficient} is not enough: it shows neither department, job title and employee id, nor what has changed.`
      : `The permission ${p.permission ?? ''} is missing.`,
    next: `Add it as ${p.app === true ? 'an application' : 'a delegated'} permission of Microsoft Graph under API permissions of ${REGISTRATION}, grant admin consent, and sign in again.`,
  }),
  'role-missing': p => ({
    message: p.reader
      ? `${quote(p.name) || 'The person who is signed in'} lacks the role ${p.role ?? ''}. ${p.reader} may ask for creation options, and not register a passkey with them.`
      : `${quote(p.name) || 'The person who is signed in'} lacks the role ${p.role ?? ''}.`,
    next: p.reader
      ? 'Assign it under Roles & admins in the Entra admin center, and sign in again. A role for one administrative unit alone cannot be seen here: if it is assigned, an enrollment shows whether it counts.'
      : `Assign it under Roles & admins in the Entra admin center, for the tenant or for one administrative unit, and sign in again.`,
  }),
};

/** Entra's own message, by which an administrator finds the sign-in in the tenant's log. */
function said(message: string, next: string, { stsMessage, correlationId }: ErrorParams): Words {
  const quoted = stsMessage ? ` It says: “${stsMessage}”` : '';
  const id = correlationId ? ` (correlation id ${correlationId})` : '';
  return { message: `${message}${quoted}${id}`, next };
}

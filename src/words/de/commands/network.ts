import type { network as en } from '../../en/commands/network.ts';
import type { Translation } from '../../types.ts';

export const network: Translation<typeof en> = {
  description: 'zeigen, welchen Proxy und welche Zertifikate Keydesk verwendet und ob jeder Host antwortet',
  headings: 'Für|Host|Verbindung|Antwort',
  signIn: 'Anmeldung',
  graph: 'Microsoft Graph',
  keyModels: 'Schlüsselmodelle',
  webhook: 'Webhook',
  direct:
    '{by, select, no_proxy {kein Proxy (NO_PROXY)} environment {kein Proxy (HTTPS_PROXY)} system {kein Proxy (System)} other {kein Proxy}}',
  proxied:
    '{by, select, no_proxy {über {proxy} (NO_PROXY)} environment {über {proxy} (HTTPS_PROXY)} system {über {proxy} (System)} other {über {proxy}}}',
  answered: 'ja, in {ms} ms',
  silent: 'nein',
  roots: 'Stammzertifikate:',
  rootsOf:
    '{source, select, built_in {  {count, number} in Keydesk enthalten} system {  {count, number} vom System} other {  {count, number} in {file}}}',
};

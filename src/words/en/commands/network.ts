export const network = {
  description: 'show the proxy and the certificates that Keydesk uses, and whether each host answers',
  headings: 'For|Host|Connection|Answer',
  signIn: 'sign-in',
  graph: 'Microsoft Graph',
  keyModels: 'key models',
  webhook: 'webhook',
  direct:
    '{by, select, no_proxy {no proxy (NO_PROXY)} environment {no proxy (HTTPS_PROXY)} system {no proxy (system)} other {no proxy}}',
  proxied:
    '{by, select, no_proxy {through {proxy} (NO_PROXY)} environment {through {proxy} (HTTPS_PROXY)} system {through {proxy} (system)} other {through {proxy}}}',
  answered: 'yes, in {ms} ms',
  silent: 'no',
  roots: 'Root certificates:',
  rootsOf:
    '{source, select, built_in {  {count, number} built into Keydesk} system {  {count, number} from the system} other {  {count, number} in {file}}}',
} as const;

/** Network errors, for any server. */
export const networkErrors = {
  'answer-too-large': {
    message:
      '{what, select, depth {{host} sent an answer that is nested too deeply. Keydesk closed the connection.} values {{host} sent an answer with too many values. Keydesk closed the connection.} other {{megabytes, select, null {{host} sent an answer that is too large. Keydesk closed the connection.} other {{host} sent more than {megabytes} MB in one answer. Keydesk closed the connection.}}}}',
    next: 'Try again. If it happens again, ask your network administrator whether a device on the network changes answers.',
  },
  'server-unreachable': {
    message: '{host} cannot be reached.',
    next: 'Check the network, and that Keydesk is allowed to reach this host (docs/network.md).',
  },
  'proxy-unusable': {
    message:
      '{scheme, select, null {{rule, select, not_encoded {{from} has a character in its user name or password that ends the address there.} user_colon {{from} has a user name with a colon, which the Basic scheme cannot send.} other {{from} does not contain the address of a proxy.}}} other {{from} names a proxy of the kind “{scheme}”, which Keydesk does not support.}}',
    next: '{rule, select, not_encoded {Write %2F for a /, %3F for a ? and %23 for a # in the user name and the password. See docs/network.md.} other {Set HTTPS_PROXY to http://HOST:PORT or https://HOST:PORT, or list the host in NO_PROXY. See docs/network.md.}}',
  },
  'certificates-unreadable': {
    message: 'The file “{file}” with root certificates cannot be read, or contains no certificate.',
    next: 'Correct KEYDESK_CA_FILE: it names a file with one or more certificates in PEM.',
  },
} as const;

/** Why a server cannot be reached, if a proxy or a certificate is the reason. */
export const networkReasons = {
  server: 'The server',
  systemProxy: 'The proxy setting of the system',
  untrusted: {
    message:
      '{proxy, select, null {Its certificate is not trusted ({untrusted}), so Keydesk sent nothing.} other {The certificate of the proxy {proxy} is not trusted ({untrusted}), so Keydesk sent nothing.}}',
    next: 'Check the clock of this computer. If your company inspects TLS, add its root certificate to the certificate store of the system or to KEYDESK_CA_FILE (docs/network.md).',
  },
  password: {
    message: 'The proxy {proxy} asks for a user name and password.',
    next: 'Put them into HTTPS_PROXY: http://USER:PASSWORD@HOST:PORT. Keydesk supports the Basic scheme only (docs/network.md).',
  },
  silent: {
    message: 'The proxy {proxy} did not answer, or closed the connection.',
    next: 'Check HTTPS_PROXY and NO_PROXY, or the proxy settings of the system (docs/network.md).',
  },
  refused: {
    message: 'The proxy {proxy} refused the connection (HTTP {proxyStatus}).',
    next: 'Ask your network administrator to allow the host. docs/network.md lists the hosts that Keydesk needs.',
  },
} as const;

import type { ErrorCode, ErrorParams } from './errors.ts';
import { quote, type Say, type Words } from './wording.ts';

const proxyRules: Readonly<Record<string, string>> = {
  'not-encoded': 'has a character in its user name or password that ends the address there',
  'user-colon': 'has a user name with a colon, which the Basic scheme cannot send',
};

/** What can go wrong on the way to any server. */
export const networkErrorWords = {
  'answer-too-large': p => ({
    message: `${p.host ?? 'The server'} sent ${tooLarge(p)}. Keydesk ended the connection.`,
    next: 'Try again. If it happens again, ask your network administrator whether something changes answers on the way.',
  }),
  'server-unreachable': p =>
    unreachable(
      `${p.host ?? 'The server'} cannot be reached.`,
      'Check the network, and that it lets Keydesk reach this host (docs/network.md).',
      p,
    ),
  'proxy-unusable': p => ({
    message:
      p.scheme === undefined
        ? `${nameOf(p.from)} ${proxyRules[String(p.rule)] ?? 'does not hold the address of a proxy'}.`
        : `${nameOf(p.from)} names a proxy of the kind ${quote(p.scheme)}, which Keydesk does not support.`,
    next:
      p.rule === 'not-encoded'
        ? 'Write %2F for a /, %3F for a ? and %23 for a # in the user name and the password. See docs/network.md.'
        : 'Set HTTPS_PROXY to http://HOST:PORT or https://HOST:PORT, or list the host in NO_PROXY. See docs/network.md.',
  }),
  'certificates-unreadable': p => ({
    message: `The file ${quote(p.file)} with root certificates cannot be read, or holds no certificate.`,
    next: 'Correct KEYDESK_CA_FILE: it names a file with one or more certificates in PEM.',
  }),
} satisfies Partial<Record<ErrorCode, Say>>;

/** What of an answer is beyond the limits. */
export function tooLarge({ what, megabytes }: ErrorParams): string {
  if (what === 'depth') return 'an answer that is nested too deeply';
  if (what === 'values') return 'an answer with too many values';
  return `more than ${megabytes ?? 'the allowed number of'} MB in one answer`;
}

/** Words for a server that cannot be reached, with the reason where a proxy or a certificate is one. */
export function unreachable(message: string, next: string, params: ErrorParams): Words {
  const { proxy, proxyStatus, untrusted } = params;
  if (untrusted !== undefined) {
    return {
      message: `${message} ${proxy === undefined ? 'Its certificate' : `The certificate of the proxy ${proxy}`} is not trusted (${untrusted}), so Keydesk sent nothing.`,
      next: "Check the clock of this computer. If your company inspects TLS, add its root certificate to the system's store or to KEYDESK_CA_FILE (docs/network.md).",
    };
  }
  if (proxy === undefined) return { message, next };
  if (proxyStatus === 407) {
    return {
      message: `${message} The proxy ${proxy} asks for a user name and password.`,
      next: 'Put them into HTTPS_PROXY: http://USER:PASSWORD@HOST:PORT. Keydesk supports the Basic scheme only (docs/network.md).',
    };
  }
  return proxyStatus === undefined
    ? {
        message: `${message} The proxy ${proxy} did not answer, or broke the connection.`,
        next: 'Check HTTPS_PROXY and NO_PROXY, or the proxy settings of the system (docs/network.md).',
      }
    : {
        message: `${message} The proxy ${proxy} refused the connection (HTTP ${proxyStatus}).`,
        next: 'Ask your network administrator to allow the host. docs/network.md lists the hosts that Keydesk needs.',
      };
}

function nameOf(from: ErrorParams[string] | undefined): string {
  return from === 'system' || from === undefined ? 'The proxy setting of the system' : String(from);
}

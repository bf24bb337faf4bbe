import { type ClientRequest, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { isAboutCertificate, NetworkFault } from './fault.ts';
import type { ProxyServer } from './proxies.ts';

export interface TunnelOptions {
  readonly proxy: ProxyServer;
  /** The destination of the tunnel. The proxy resolves it. */
  readonly host: string;
  readonly port: number;
  /** For a proxy that uses TLS itself. */
  readonly secureContext: SecureContext | undefined;
}

/**
 * Requests a tunnel from a proxy (RFC 9110, 9.3.6). Returns the request, so that the caller can end it at any time.
 * @param done Called once, with a connection to the server, or with a NetworkFault that names the proxy
 */
export function openTunnel(
  { proxy, host, port, secureContext }: TunnelOptions,
  done: (error: NetworkFault | null, socket?: Socket) => void,
): ClientRequest {
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const authorization = proxy.authorization();
  const request = (proxy.secure ? requestHttps : requestHttp)({
    method: 'CONNECT',
    host: proxy.host,
    port: proxy.port,
    path: target,
    agent: false,
    // Node would use the name in the Host header, which is the server behind the proxy.
    servername: isIP(proxy.host) === 0 ? proxy.host : '',
    headers: { host: target, ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }) },
    ...(secureContext === undefined ? {} : { secureContext }),
  });
  const fail = (reason: string, proxyStatus?: number) => {
    const kind = isAboutCertificate(reason) ? 'untrusted' : 'unreachable';
    done(new NetworkFault(kind, { reason, proxy: proxy.name, proxyStatus }));
    request.destroy();
  };
  request.once('connect', (response, socket, head) => {
    const { statusCode = 0 } = response;
    if (statusCode < 200 || statusCode > 299) {
      socket.destroy();
      return fail('PROXY_REFUSED', statusCode);
    }
    // SECURITY: in TLS the client sends first. So these bytes come from the proxy, and must not be read as the
    // server's.
    if (head.length > 0) {
      socket.destroy();
      return fail('PROXY_SPOKE_FIRST');
    }
    done(null, socket as Socket);
  });
  request.once('response', response => fail('PROXY_REFUSED', response.statusCode));
  request.on('error', error => fail('code' in error ? String(error.code) : 'PROXY_FAILED'));
  request.once('close', () => fail('PROXY_CLOSED'));
  request.end();
  return request;
}

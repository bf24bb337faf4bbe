import 'reflect-metadata';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import * as x509 from '@peculiar/x509';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface CompanyOptions {
  /** The response of every server outside, for any host name. */
  readonly answer: Handler;
  /** `user:password` that the proxy requires. */
  readonly credentials?: string;
  /** The connection to the proxy itself uses TLS. */
  readonly secureProxy?: boolean;
  /** Replaces opening a tunnel for a CONNECT. */
  readonly onConnect?: ((socket: Socket) => void) | undefined;
}

/**
 * A company's network: the proxy is the only way out, decrypts TLS with certificates of the company's root, and
 * resolves names that computers inside cannot.
 */
export interface Company {
  readonly proxy: string;
  readonly port: number;
  /** PEM file with the company's root certificate. */
  readonly caFile: string;
  /** `host:port` of each requested tunnel. */
  readonly tunnels: string[];
  /** Host header of each forwarded request. */
  readonly hosts: string[];
  /** Open connections to the proxy. */
  readonly open: ReadonlySet<Socket>;
  close(): Promise<void>;
}

export async function openCompany(options: CompanyOptions): Promise<Company> {
  const authority = await createAuthority();
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-company-'));
  const caFile = join(folder, 'root.pem');
  writeFileSync(caFile, `# The company’s root\n${authority.pem}`);
  const [tunnels, hosts]: [string[], string[]] = [[], []];
  const [open, all] = [new Set<Socket>(), new Set<Socket>()];

  const outside = createSecureServer(
    {
      SNICallback: (name, done) => {
        authority.issue(name).then(context => done(null, context), done);
      },
    },
    (request, response) => {
      hosts.push(request.headers.host ?? '');
      options.answer(request, response);
    },
  );
  await listen(outside);
  const proxy: Server = options.secureProxy
    ? createSecureServer(await authority.leaf('127.0.0.1'))
    : createServer((_request, response) => response.writeHead(400).end());
  proxy.on(options.secureProxy ? 'secureConnection' : 'connection', (socket: Socket) => {
    open.add(socket);
    all.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('end', () => open.delete(socket));
    socket.on('error', () => undefined);
  });
  const expected = options.credentials && `Basic ${Buffer.from(options.credentials, 'utf8').toString('base64')}`;
  proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
    tunnels.push(request.url ?? '');
    if (options.onConnect !== undefined) return options.onConnect(socket);
    if (expected !== undefined && request.headers['proxy-authorization'] !== expected) {
      return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\n\r\n');
    }
    const through = connect(portOf(outside), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(through).pipe(socket);
    });
    through.on('error', () => socket.destroy());
    socket.on('close', () => through.destroy());
  });
  await listen(proxy);
  const port = portOf(proxy);
  const login =
    options.credentials === undefined ? '' : `${options.credentials.split(':').map(encodeURIComponent).join(':')}@`;
  return {
    proxy: `${options.secureProxy ? 'https' : 'http'}://${login}127.0.0.1:${port}`,
    port,
    caFile,
    tunnels,
    hosts,
    open,
    close: async () => {
      for (const socket of all) socket.destroy();
      outside.closeAllConnections();
      proxy.closeAllConnections();
      await Promise.all([outside, proxy].map(server => new Promise(resolve => server.close(resolve))));
      rmSync(folder, { recursive: true });
    },
  };
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

async function createAuthority() {
  const newKeys = () => crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const keys = await newKeys();
  const [notBefore, notAfter] = [new Date(Date.now() - 3600_000), new Date(Date.now() + 3600_000)];
  const name = 'CN=Company Root';
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name,
    keys,
    signingAlgorithm: ALGORITHM,
    notBefore,
    notAfter,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  const leaf = async (host: string): Promise<{ key: string; cert: string }> => {
    const own = await newKeys();
    const type = /^[\d.]+$/.test(host) ? 'ip' : 'dns';
    const cert = await x509.X509CertificateGenerator.create({
      subject: `CN=${host}`,
      issuer: name,
      publicKey: own.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: ALGORITHM,
      notBefore,
      notAfter,
      extensions: [new x509.SubjectAlternativeNameExtension([{ type, value: host }])],
    });
    const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', own.privateKey)).toString('base64');
    return { key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`, cert: cert.toString('pem') };
  };
  const issue = async (host: string): Promise<SecureContext> => createSecureContext(await leaf(host));
  return { pem: root.toString('pem'), leaf, issue };
}

function listen(server: Server): Promise<void> {
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve()));
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

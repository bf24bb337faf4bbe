import { type AddressInfo, createServer } from 'node:net';

/** A directory that PostgreSQL asks whether a password is right (RFC 4511, 4.2: bind). It knows nothing else of LDAP. */
export interface BindServer {
  readonly port: number;
  /** All passwords that were tried, and whether they were accepted. */
  readonly tried: { readonly name: string; readonly password: string; readonly isRight: boolean }[];
  close(): Promise<void>;
}

const [SEQUENCE, INTEGER, TEXT, ENUMERATED, BIND, BIND_ANSWER, SIMPLE] = [0x30, 0x02, 0x04, 0x0a, 0x60, 0x61, 0x80];
const [SUCCESS, INVALID_CREDENTIALS] = [0, 49];

export async function startBindServer(
  isRight: (name: string, password: string) => Promise<boolean>,
): Promise<BindServer> {
  const tried: BindServer['tried'] = [];
  const server = createServer(socket => {
    let bytes: Buffer = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', async data => {
      bytes = Buffer.concat([bytes, data]);
      const message = element(bytes);
      if (message === undefined) return;
      bytes = message.rest;
      const id = element(message.body);
      const request = id && element(id.rest);
      // Anything but a bind is a goodbye.
      if (id === undefined || request?.tag !== BIND) return void socket.end();
      const [, name, password] = parts(request.body);
      if (name?.tag !== TEXT || password?.tag !== SIMPLE) return void socket.end();
      const [who, what] = [name.body.toString(), password.body.toString()];
      const right = await isRight(who, what);
      tried.push({ name: who, password: what, isRight: right });
      const result = Buffer.concat([
        encoded(ENUMERATED, Buffer.of(right ? SUCCESS : INVALID_CREDENTIALS)),
        encoded(TEXT, Buffer.alloc(0)),
        encoded(TEXT, Buffer.alloc(0)),
      ]);
      socket.write(encoded(SEQUENCE, Buffer.concat([encoded(INTEGER, id.body), encoded(BIND_ANSWER, result)])));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    tried,
    close: () => new Promise(resolve => server.close(() => resolve())),
  };
}

interface Element {
  readonly tag: number;
  readonly body: Buffer;
  readonly rest: Buffer;
}

/** Reads one element of BER; undefined if it is not complete. */
function element(bytes: Buffer): Element | undefined {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined) return undefined;
  const more = first < 0x80 ? 0 : first & 0x7f;
  if (bytes.length < 2 + more) return undefined;
  const size = more === 0 ? first : bytes.readUIntBE(2, more);
  const at = 2 + more;
  if (bytes.length < at + size) return undefined;
  return { tag, body: bytes.subarray(at, at + size), rest: bytes.subarray(at + size) };
}

function parts(bytes: Buffer): Element[] {
  const first = element(bytes);
  return first === undefined ? [] : [first, ...parts(first.rest)];
}

/** All answers are short. */
function encoded(tag: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag, body.length), body]);
}

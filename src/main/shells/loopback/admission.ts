import type { RawData, WebSocket } from 'ws';
import {
  helloSchema,
  KEY_UNKNOWN,
  NOT_PROVEN,
  type ProofFacts,
  windowProofSchema,
} from '../../../contract/system/windowProof.ts';
import { prove, type Sessions, secret } from './sessions.ts';

/** How long a new connection may take for its proof, in ms. */
const DEADLINE = 5000;
/** Maximum size of a message of the proof, in bytes. */
const MAX_MESSAGE = 1024;

/**
 * Proves the server to a window, and checks the window's proof (contract/system/windowProof.ts). SECURITY: before that,
 * no procedure can be called over the connection. A connection that is too slow or sends anything else is closed.
 * @returns whether the window has proven itself
 */
export function admit(websocket: WebSocket, sessions: Sessions, origin: string): Promise<boolean> {
  return new Promise(resolve => {
    let facts: ProofFacts | undefined;

    const end = (admitted: boolean, code = NOT_PROVEN) => {
      clearTimeout(timer);
      websocket.off('message', onMessage);
      if (!admitted) cut(websocket, code);
      resolve(admitted);
    };
    const onMessage = (data: RawData, isBinary: boolean) => {
      const message = isBinary ? undefined : parse(data);
      if (facts === undefined) {
        const hello = helloSchema.safeParse(message);
        if (!hello.success) return end(false);
        const key = sessions.key(hello.data.kind);
        if (key === null) return end(false, KEY_UNKNOWN);
        facts = { ...hello.data, origin, serverNonce: secret() };
        return send(websocket, { serverNonce: facts.serverNonce, proof: prove(key, 'server', facts) });
      }
      const given = windowProofSchema.safeParse(message);
      if (!given.success || !sessions.admit(facts, given.data.proof)) return end(false);
      send(websocket, { admitted: true });
      end(true);
    };
    const timer = setTimeout(() => end(false), DEADLINE);
    websocket.on('message', onMessage);
    websocket.once('close', () => end(false));
  });
}

function send(websocket: WebSocket, message: object): void {
  websocket.send(JSON.stringify(message), () => undefined);
}

/** Closes a connection with a reason, without waiting for the other side. */
function cut(websocket: WebSocket, code: number): void {
  websocket.close(code);
  setTimeout(() => websocket.terminate(), DEADLINE).unref();
}

function parse(data: RawData): unknown {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
  if (bytes.length > MAX_MESSAGE) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    // SECURITY: a message that is not JSON is not a proof, and the socket is closed.
    return undefined;
  }
}

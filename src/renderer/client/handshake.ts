import type { z } from 'zod';
import {
  admittedSchema,
  KEY_UNKNOWN,
  type KeyKind,
  type ProofFacts,
  proofText,
  serverProofSchema,
} from '../../contract/system/windowProof.ts';
import { ConnectionRefused } from './transport.ts';

/** The part of a WebSocket that the handshake needs. */
export type ProofSocket = Pick<WebSocket, 'send' | 'addEventListener' | 'removeEventListener'>;

export interface Handshake {
  websocket: ProofSocket;
  origin: string;
  kind: KeyKind;
  key: string;
  /** Called with the session's key before the server can admit this window, so that an interruption cannot lose it. */
  keep(sessionKey: string): void;
}

/**
 * Verifies that the server is the Keydesk of this window's session, then proves this window to it
 * (contract/system/windowProof.ts). Call it on an open WebSocket.
 * @throws ConnectionRefused `unauthorized` if the token was used before, `keydesk-replaced` if another program answers;
 * Error if the WebSocket closes
 */
export async function proveBothWays({ websocket, origin, kind, key, keep }: Handshake): Promise<void> {
  const windowNonce = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const refusal = () => new ConnectionRefused(kind === 'token' ? 'unauthorized' : 'keydesk-replaced');
  const replaced = () => new ConnectionRefused('keydesk-replaced');

  websocket.send(JSON.stringify({ kind, windowNonce }));
  const server = await answer(websocket, serverProofSchema, refusal, replaced);
  const facts: ProofFacts = { origin, kind, windowNonce, serverNonce: server.serverNonce };
  // SECURITY: a program that took over the port of an ended Keydesk does not know the key, and receives nothing from
  // this window.
  if (!(await verifies(key, proofText('server', facts), server.proof))) throw replaced();
  if (kind === 'token') keep(await prove(key, proofText('session', facts)));
  websocket.send(JSON.stringify({ proof: await prove(key, proofText('window', facts)) }));
  await answer(websocket, admittedSchema, refusal, replaced);
}

/** Waits for the server's next message. */
function answer<T>(
  websocket: ProofSocket,
  schema: z.ZodType<T>,
  refusal: () => Error,
  malformed: () => Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      websocket.removeEventListener('message', onMessage);
      websocket.removeEventListener('close', onClose);
    };
    const onMessage = ({ data }: MessageEvent) => {
      stop();
      const parsed = schema.safeParse(typeof data === 'string' ? parse(data) : undefined);
      if (parsed.success) resolve(parsed.data);
      else reject(malformed());
    };
    const onClose = ({ code }: CloseEvent) => {
      stop();
      reject(code === KEY_UNKNOWN ? refusal() : new Error('the connection broke off'));
    };
    websocket.addEventListener('message', onMessage);
    websocket.addEventListener('close', onClose);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // SECURITY: invalid JSON is not a proof, and the handshake fails.
    return undefined;
  }
}

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const;
const bytes = (text: string) => new TextEncoder().encode(text);

async function prove(key: string, text: string): Promise<string> {
  const imported = await crypto.subtle.importKey('raw', bytes(key), HMAC, false, ['sign']);
  return base64url(new Uint8Array(await crypto.subtle.sign('HMAC', imported, bytes(text))));
}

async function verifies(key: string, text: string, proof: string): Promise<boolean> {
  const imported = await crypto.subtle.importKey('raw', bytes(key), HMAC, false, ['verify']);
  return crypto.subtle.verify('HMAC', imported, fromBase64url(proof), bytes(text));
}

function base64url(from: Uint8Array): string {
  return btoa(String.fromCharCode(...from))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), each => each.charCodeAt(0));
}

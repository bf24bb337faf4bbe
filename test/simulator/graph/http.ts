import { onTestFinished } from 'vitest';
import { type GraphSimulatorOptions, startGraphSimulator } from '../../../src/simulator/graph/server.ts';

/** The part of a response that a test reads: JSON of any shape. */
// biome-ignore lint/suspicious/noExplicitAny: the tests read answers as a foreign client would, without types
export type Json = any;

export interface Reply {
  status: number;
  headers: Headers;
  body: Json;
}

/** Starts a simulator, with plain HTTP requests to it. It closes with the test. */
export async function startHttp(options: GraphSimulatorOptions = {}) {
  const simulator = await startGraphSimulator(options);
  onTestFinished(() => simulator.close());
  const send = async (method: string, path: string, body?: unknown, headers = {}): Promise<Reply> => {
    const response = await fetch(path.startsWith('http') ? path : simulator.url + path, {
      method,
      headers: { authorization: `Bearer ${simulator.token}`, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
  };
  const get = (path: string, headers = {}) => send('GET', path, undefined, headers);

  /** Returns every member of a list, page by page, and the delta link at its end. */
  const all = async (path: string): Promise<{ value: Json[]; deltaLink: string; pages: number }> => {
    const value: Json[] = [];
    let pages = 0;
    let link: string = path;
    for (;;) {
      const { status, body } = await get(link, { consistencylevel: 'eventual' });
      if (status !== 200) throw new Error(`${status} ${body.error.message}`);
      value.push(...body.value);
      pages++;
      if (body['@odata.nextLink'] === undefined) return { value, deltaLink: body['@odata.deltaLink'], pages };
      link = body['@odata.nextLink'];
    }
  };
  return { simulator, send, get, all };
}

export const USER = 'user1@contoso.example';
export const METHODS = `/v1.0/users/${USER}/authentication/fido2Methods`;

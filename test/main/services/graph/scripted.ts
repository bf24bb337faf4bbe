import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A server with responses from a test, for cases that no simulator of Graph has. It closes with the test. */
export interface ScriptedGraph {
  readonly url: string;
  /** Requested paths with their queries, decoded, in order. */
  readonly asked: string[];
}

/** `answer` receives the path after the version and the number of the request, from 0. */
export async function startScripted(
  answer: (path: string, n: number, request: IncomingMessage) => ScriptedAnswer,
): Promise<ScriptedGraph> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').replace(/^\/(v1\.0|beta)/, '');
    const { status = 200, headers, body = {} } = answer(path, asked.push(path) - 1, request);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

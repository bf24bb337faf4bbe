import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { type Faults, faultSchema } from './faults.ts';
import { sampleStatuses } from './sensor.ts';
import type { SoftwareKey } from './softwareKey.ts';

const policySchema = z.union([z.enum(['auto', 'manual', 'never']), z.number().int().nonnegative()]);
const samplesSchema = z.array(z.enum(sampleStatuses));
const MAX_BODY = 4096;

/**
 * Serves remote control of a software key over loopback HTTP: POST /power/on, /power/off, /touch; POST /touch-policy
 * (JSON: auto, manual, never or ms); PUT /samples (JSON list: good, tooFast …, the results of the next touches of the
 * fingerprint sensor); PUT /faults (JSON, replaces all switches), DELETE /faults; GET /state.
 */
export async function serveControl(key: SoftwareKey, port: number): Promise<{ port: number; close(): Promise<void> }> {
  const setFaults = (next: Faults) => {
    for (const name of Object.keys(key.faults)) delete key.faults[name as keyof Faults];
    Object.assign(key.faults, next);
  };
  const actions: Record<string, (body: unknown) => unknown> = {
    'POST /power/on': () => key.powerOn(),
    'POST /power/off': () => key.powerOff(),
    'POST /touch': () => key.touch(),
    'POST /touch-policy': body => key.setTouch(policySchema.parse(body)),
    'PUT /samples': body => key.setSamples(samplesSchema.parse(body)),
    'PUT /faults': body => setFaults(faultSchema.parse(body)),
    'DELETE /faults': () => setFaults({}),
    'GET /state': () => ({ ...key.state(), faults: key.faults }),
  };

  const server = createServer(async (request, response) => {
    const action = actions[`${request.method} ${request.url}`];
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body ?? {})}\n`);
    };
    // SECURITY: prevents web pages in a browser from pressing the button.
    if (request.headers.origin !== undefined) return answer(403, { error: 'not for browsers' });
    if (action === undefined) return answer(404, { error: `one of ${Object.keys(actions).join(', ')}` });
    try {
      answer(200, action(await readJson(request)));
    } catch (error) {
      answer(400, { error: error instanceof Error ? error.message : String(error) });
    }
  });
  // SECURITY: loopback only, because this is a test tool.
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  // A connection that cannot be accepted must not end the process.
  server.on('error', () => undefined);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > MAX_BODY) throw new RangeError('the body is too long');
  }
  return text === '' ? undefined : JSON.parse(text);
}

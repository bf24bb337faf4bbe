import { Client } from '@microsoft/microsoft-graph-client';
import { expect, test } from 'vitest';
import { carriedError, graphMiddleware } from '../../../../src/main/services/graph/middleware.ts';
import { realRetries } from '../../../../src/main/services/graph/retry.ts';
import { createServerClock } from '../../../../src/main/services/graph/serverClock.ts';
import { sharedNetwork } from '../../../../src/main/services/network/network.ts';

test('no token is even asked for when a request would leave the connection', async () => {
  let asked = 0;
  const middleware = graphMiddleware({
    target: { graphUrl: 'https://graph.example', tenantId: '', version: 'v1.0' },
    token: async () => `${++asked}`,
    retries: realRetries,
    timeout: 1000,
    serverClock: createServerClock(),
    ownPace: false,
    network: sharedNetwork(),
  });
  const client = Client.initWithMiddleware({ baseUrl: 'https://graph.example', middleware });
  for (const address of ['https://127.0.0.1:1/v1.0/users', '/users?x=https://127.0.0.1:1/v1.0/users']) {
    const thrown = await client.api(address).get().catch(carriedError);
    expect(thrown).toMatchObject({ code: 'graph-malformed' });
  }
  expect(asked).toBe(0);
});

import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { practiceTenant } from '../../../../src/main/features/connections/practiceTenant.ts';
import { practiceTenantFaults } from '../../../../src/simulator/graph/practiceFaults.ts';
import { startGraphSimulator } from '../../../../src/simulator/graph/server.ts';
import { wordsOf } from '../../../../src/words/say.ts';

async function open() {
  const simulator = await startGraphSimulator({ users: 3 });
  onTestFinished(() => simulator.close());
  return { simulator, tenant: practiceTenant(simulator.faults) };
}

/** What a client sees of a read and of a registration, without the ids of the requests. */
async function seen({ url, token }: Awaited<ReturnType<typeof open>>['simulator']): Promise<string[]> {
  const ask = async (path: string, init: RequestInit = {}) => {
    try {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const answer = await fetch(`${url}/v1.0${path}`, { ...init, headers });
      const body = await answer.text();
      return `${answer.status} ${answer.headers.get('retry-after')} ${/"code":"(\w+)"/.exec(body)?.[1] ?? body.slice(0, 8)}`;
    } catch {
      return 'no answer';
    }
  };
  const user = 'user1@contoso.example';
  return [
    await ask(`/users/${user}`),
    await ask(`/users/${user}/authentication/fido2Methods`, { method: 'POST', body: '{}' }),
  ];
}

describe('the misbehaviors of the simulated tenant that practice mode offers', () => {
  test('are those of the simulator, and each has words', async () => {
    const { faults } = (await open()).tenant.state();
    expect(faults).toEqual([...practiceTenantFaults.keys()]);
    expect(new Set(Object.keys(wordsOf('practicePage').tenantFaults))).toEqual(new Set(faults));
  });

  let healthy: string[];
  beforeAll(async () => {
    const simulator = await startGraphSimulator({ users: 3 });
    healthy = await seen(simulator);
    await simulator.close();
  });
  test.each([...practiceTenantFaults.keys()])('%s takes effect until it is taken back', async fault => {
    const { simulator, tenant } = await open();
    tenant.setFault(fault);
    expect(tenant.state().fault).toBe(fault);
    expect(await seen(simulator)).not.toEqual(healthy);
    tenant.setFault(null);
    expect(await seen(simulator)).toEqual(healthy);
  });

  test('is none that the simulator does not have', async () => {
    const { tenant } = await open();
    expect(() => tenant.setFault('made-up')).toThrow('invalid-input');
  });
});

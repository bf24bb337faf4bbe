import { afterEach, describe, expect, test } from 'vitest';
import { type Desk, enrollAt, openDesk, PIN, USER } from './desk.ts';

// A name may pass from one account to another between an import and an enrollment. One enrollment is for one object id.

let desk: Desk;
afterEach(() => desk.close());

const given = { kind: 'given', pin: PIN } as const;

async function importUsers(full: boolean): Promise<void> {
  for await (const event of await desk.client.directory.import({ full })) void event;
}

/** Gives the name of the first user to another account, as when a successor gets the address of someone who left. */
function reassign(): { before: string; now: string } {
  const { tenant } = desk.graph;
  const [before, now] = [tenant.user(1).id, tenant.user(5).id];
  tenant.changeUser(before, { userPrincipalName: 'user1-old@contoso.example' });
  tenant.changeUser(now, { userPrincipalName: USER });
  return { before, now };
}

describe('a name that belongs to another account than at the last import', () => {
  test('stops before the key is touched and before Entra is asked for options', async () => {
    desk = await openDesk();
    await importUsers(true);
    reassign();
    const asked: string[] = [];
    const take = desk.graph.faults.take.bind(desk.graph.faults);
    desk.graph.faults.take = (method, path) => {
      asked.push(path);
      return take(method, path);
    };
    const { failure } = await enrollAt(desk, { pin: given });
    expect(failure).toMatchObject({ error: { code: 'user-reassigned' }, cleanedUp: true, journalState: null });
    expect(desk.key.state().pinSet).toBe(false);
    expect(asked.filter(path => path.includes('creationOptions'))).toEqual([]);
  });

  test('stops also where the account was chosen by its id: the desk saw the old name', async () => {
    desk = await openDesk();
    await importUsers(true);
    const { before } = reassign();
    const { failure } = await enrollAt(desk, { user: before, pin: given });
    expect(failure?.error).toMatchObject({ code: 'user-renamed', params: { importedName: USER } });
    expect(desk.key.state().pinSet).toBe(false);
  });

  test('goes on after the import knows it', async () => {
    desk = await openDesk();
    await importUsers(true);
    const { now } = reassign();
    await importUsers(false);
    const { result } = await enrollAt(desk, { pin: given });
    expect(result?.user.id).toBe(now);
    expect(desk.graph.state.methods.map(({ userId }) => userId)).toEqual([now]);
  });

  test('uses one object id for every request, also without an import and with a recent answer at hand', async () => {
    desk = await openDesk();
    // Keeps the user as Graph told it a moment ago.
    await desk.client.users.get({ user: USER });
    const { now } = reassign();
    const asked: string[] = [];
    const take = desk.graph.faults.take.bind(desk.graph.faults);
    desk.graph.faults.take = (method, path) => {
      if (path.includes('fido2Methods')) asked.push(path.split('/')[3] ?? '');
      return take(method, path);
    };
    const { result } = await enrollAt(desk, { pin: given });
    expect(result?.user.id).toBe(now);
    expect(new Set(asked)).toEqual(new Set([now]));
  });
});

describe('creationOptions, each of which is written to the audit log of the tenant', () => {
  const optionsAsked = () => {
    const asked: string[] = [];
    const take = desk.graph.faults.take.bind(desk.graph.faults);
    desk.graph.faults.take = (method, path) => {
      if (path.endsWith('creationOptions')) asked.push(method);
      return take(method, path);
    };
    return asked;
  };

  test('are asked for once', async () => {
    desk = await openDesk();
    const asked = optionsAsked();
    expect((await enrollAt(desk, { pin: given })).result).toBeDefined();
    expect(asked).toHaveLength(1);
  });

  test('are not asked for where the policy refuses', async () => {
    desk = await openDesk();
    const asked = optionsAsked();
    desk.graph.state.policy.state = 'disabled';
    const { failure } = await enrollAt(desk, { pin: given });
    expect(failure?.error.code).toBe('policy-method-disabled');
    expect(asked).toEqual([]);
  });

  test('are not asked for where the name of the passkey is wrong', async () => {
    desk = await openDesk();
    const asked = optionsAsked();
    const { failure } = await enrollAt(desk, { pin: given, displayName: 'x'.repeat(31) });
    expect(failure?.error.code).toBe('invalid-input');
    expect(asked).toEqual([]);
  });
});

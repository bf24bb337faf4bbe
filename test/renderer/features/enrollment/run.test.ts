import { describe, expect, it } from 'vitest';
import { type EnrollmentRun, newRun } from '../../../../src/contract/enrollment/runs.ts';
import { stepNames } from '../../../../src/contract/enrollment/schema.ts';
import { messageOf } from '../../../../src/renderer/features/enrollment/messages.ts';
import {
  type LocalAction,
  nextLocal,
  noLocalRuns,
  type Run,
  shownRuns,
} from '../../../../src/renderer/features/enrollment/run.ts';
import { stepsOf } from '../../../../src/renderer/features/enrollment/steps.ts';

const user = { id: 'u1', userPrincipalName: 'ines@contoso.example', displayName: 'Ines' };
const begun = newRun({ enrollmentId: 'e1', user, keyId: 'practice' });
const failed: EnrollmentRun['end'] = {
  kind: 'failed',
  failure: { error: { code: 'cancelled', params: {} }, cleanedUp: true, journalState: null, steps: [] },
};
const run = (change: Partial<EnrollmentRun> = {}) => ({ ...begun, ...change }) as EnrollmentRun;
const error = { code: 'internal', params: {} } as const;
const localAfter = (...actions: LocalAction[]) => actions.reduce(nextLocal, noLocalRuns);
const statesOf = (shown: Run) => stepsOf(shown).map(({ state }) => state);

describe('what the window shows of enrollments', () => {
  it('is its own until the core lists it, and the core then', () => {
    const asked = localAfter({ type: 'begin', run: begun });
    expect(shownRuns([], asked)).toEqual([begun]);
    const listed = run({ step: 'create' });
    expect(shownRuns([listed], asked)).toEqual([listed]);
    const known = nextLocal(asked, { type: 'listed', runs: [listed], before: [] });
    expect(known.unlisted.size).toBe(0);
  });

  it('is the failure of one that the core refused', () => {
    const refused = localAfter({ type: 'begin', run: begun }, { type: 'break', run: begun, error });
    expect(shownRuns([], refused)[0]?.end).toEqual({ kind: 'broken', error });
  });

  it('is no failure where only the answer to the request was lost', () => {
    const actions = [
      { type: 'begin', run: begun },
      { type: 'listed', runs: [run()], before: [] },
      { type: 'break', run: begun, error },
    ] as const;
    expect(shownRuns([run()], localAfter(...actions))).toEqual([run()]);
  });

  it('says that one was lost with its core, and not that one that ended was', () => {
    const other = run({ enrollmentId: 'e2', user: { ...user, id: 'u2' }, end: failed });
    const lost = localAfter({ type: 'listed', runs: [], before: [run({ step: 'create' }), other] });
    expect(shownRuns([], lost).map(({ user, end }) => [user.id, end?.kind])).toEqual([['u1', 'broken']]);
  });

  it('leaves out what was dismissed here, until the core has taken it off', () => {
    const ended = run({ end: failed });
    const dismissed = localAfter({ type: 'dismiss', run: ended });
    expect(shownRuns([ended], dismissed)).toEqual([]);
    expect(nextLocal(dismissed, { type: 'listed', runs: [], before: [ended] }).dismissed.size).toBe(0);
  });
});

describe('a newer enrollment of the same user', () => {
  it('stays when the page of the earlier one is left', () => {
    const ended = run({ end: failed });
    const newer = newRun({ enrollmentId: 'e3', user, keyId: 'practice' });
    const local = localAfter({ type: 'begin', run: newer }, { type: 'dismiss', run: ended });
    expect(shownRuns([ended], local)).toEqual([newer]);
  });
});

describe('the steps of a run', () => {
  it('are all of the contract, in its order', () => {
    const resets = run({ resets: true });
    expect(stepsOf(resets).map(({ name }) => name)).toEqual([...stepNames]);
    expect(new Set(statesOf(resets))).toEqual(new Set(['waiting']));
  });

  it('have a reset only if it happens', () => {
    const without = stepNames.filter(name => name !== 'reset');
    expect(stepsOf(begun).map(({ name }) => name)).toEqual(without);
    const completed = run({ step: 'finish', end: { kind: 'completed', result: {} as never } });
    expect(stepsOf(completed)).toEqual(without.map(name => ({ name, state: 'done' })));
  });

  it('are marked as done, running and to come', () => {
    expect(statesOf(run({ step: 'options' }))).toEqual(['done', 'running', ...Array(6).fill('waiting')]);
  });

  it('mark the one that was running when it ended badly', () => {
    expect(statesOf(run({ step: 'prepare', end: failed })).slice(0, 4)).toEqual(['done', 'done', 'failed', 'waiting']);
  });
});

describe('the message on other pages', () => {
  it('says that an enrollment waits for a person only where it asks for something', () => {
    expect(messageOf(run()).text).toBe('An enrollment for Ines is in progress.');
    expect(messageOf(run({ interaction: { kind: 'touch' } })).text).toBe('The enrollment for Ines is waiting for you.');
    const wait = { kind: 'wait', until: '2026-01-01T00:00:00Z', reason: 'unreachable' } as const;
    expect(messageOf(run({ interaction: wait })).text).toBe(
      'An enrollment for Ines is in progress. Microsoft Graph cannot be reached.',
    );
  });

  it('says that a PIN was not seen', () => {
    expect(messageOf(run({ end: failed, pinHeld: true })).text).toMatch(/Its PIN may not have been read yet/);
    expect(messageOf(run({ end: failed })).text).not.toMatch(/PIN/);
    expect(messageOf(run({ end: failed, pinHeld: true }), true).text).toMatch(
      /revoked or deleted.*Its PIN may not have been read yet/,
    );
  });
});

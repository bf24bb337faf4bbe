import { describe, expect, it } from 'vitest';
import type { EnrollmentFailure } from '../../../../src/contract/enrollment/schema.ts';
import { failedTitle, leftWords } from '../../../../src/renderer/features/enrollment/failedWords.ts';

const failure = (change: Partial<EnrollmentFailure> = {}): EnrollmentFailure => ({
  error: { code: 'internal', params: {} },
  cleanedUp: true,
  journalState: null,
  steps: [],
  ...change,
});
const title = (change: Partial<EnrollmentFailure>, canceled = false) =>
  failedTitle({ kind: 'failed', failure: failure(change) }, canceled);

const nothingLeft = title({});
const canceled = title({}, true);
const registered = title({ journalState: 'registered', cleanedUp: false });
const unknown = title({ error: { code: 'registration-unknown', params: {} }, cleanedUp: false });
const unfinished = title({ cleanedUp: false });

describe('the title of a failed enrollment', () => {
  it('is another one for each thing that can be left of it', () => {
    expect(new Set([nothingLeft, canceled, registered, unknown, unfinished]).size).toBe(5);
  });

  it('says that the passkey is registered, even if the person canceled', () => {
    expect(title({ journalState: 'registered', cleanedUp: false }, true)).toBe(registered);
  });

  it('says that no passkey was created if the core does not know the enrollment', () => {
    expect(failedTitle({ kind: 'broken', error: { code: 'internal', params: {} } }, false)).toBe(nothingLeft);
  });
});

describe('what is left of a failed enrollment', () => {
  it('is nothing, something, or a passkey that was not proven', () => {
    const said = [failure(), failure({ cleanedUp: false }), failure({ cleanedUp: false, journalState: 'registered' })];
    expect(new Set(said.map(leftWords)).size).toBe(3);
  });
});

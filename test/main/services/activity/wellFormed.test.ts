import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KeydeskError } from '../../../../src/contract/errors/errors.ts';
import { parseWellFormed, wellFormed } from '../../../../src/contract/text/wellFormed.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import type { Activity, ActivityLog } from '../../../../src/main/services/activity/activity.ts';
import { openActivity } from '../../../../src/main/services/activity/activityLog.ts';

let folder: string;
let store: Store;
let actor = 'anna@desk';
let tenant: string | null = 'contoso';
let log: ActivityLog;
let activity: Activity;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-activity-'));
  store = openRecord(folder);
  log = openActivity({
    folder,
    store,
    osUser: { kind: 'os-user', name: 'a test' },
    log: message => {
      throw new Error(message);
    },
  });
  activity = log.of({
    get id() {
      return tenant;
    },
    signedIn: () => ({ kind: 'person', name: actor }),
  });
});
afterEach(async () => {
  await log.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Any UTF-16 units, lone surrogates and NUL often among them. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.oneof(fc.constantFrom(0, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xfffd, 0x2028), fc.integer({ max: 0xffff, min: 0 })),
    )
    .map(units => String.fromCharCode(...units)),
);
const maybe = fc.option(text, { nil: undefined });
const facts = fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)));
const params = fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)));

const inputs = fc.record({
  actor: text,
  tenant: fc.option(text),
  user: fc.record({ id: maybe, userPrincipalName: maybe }),
  key: fc.record({ id: maybe, aaguid: maybe, serial: maybe }),
  facts,
  cause: fc.record({ params, message: text, below: text }),
  correlation: fc.record({ id: text, requestIds: fc.array(text) }),
});

describe('every text that reaches the log', () => {
  test('leaves a log that verifies, in each way in', async () => {
    const property = fc.asyncProperty(inputs, async ({ cause, correlation, ...input }) => {
      ({ actor, tenant } = input);
      const { user, key } = input;
      activity.record({ kind: 'key-reset', user, key, facts: input.facts, correlation });
      const failing = activity.during('key-pin-changed', async subject => {
        Object.assign(subject, { user, key, facts: input.facts });
        throw new KeydeskError('pin-wrong', cause.params, { cause: new Error(cause.message, { cause: cause.below }) });
      });
      await failing.catch(() => undefined);
      await store.database.write(async transaction => {
        await transaction.insertInto('document').values({ tenant: '', name: '', json: '', fetched_at: '' }).execute();
        await activity.recordIn(transaction, { kind: 'key-restored', user, key, facts: input.facts });
        await transaction.deleteFrom('document').execute();
      });
      expect((await activity.verify()).failure).toBeNull();
      const [last] = (await activity.list({ limit: 1 })).entries;
      // What is read back is what was hashed, and a person can search for it.
      expect(last?.user.userPrincipalName).toBe(
        user.userPrincipalName === undefined ? null : wellFormed(user.userPrincipalName),
      );
    });
    await fc.assert(property, { numRuns: 60 });
    for await (const lines of activity.export({})) {
      for (const line of lines.trimEnd().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
    }
  });
});

describe('the JSON of another program', () => {
  test('is the same where its texts are well-formed', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), value => {
        expect(parseWellFormed(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('never holds a text that the log would store otherwise', () => {
    const named = fc.dictionary(fc.oneof(text, fc.constantFrom('id', 'userId', '@odata.nextLink', 'name')), text);
    fc.assert(
      fc.property(named, value => {
        for (const [name, member] of Object.entries(parseWellFormed(JSON.stringify(value)) as object)) {
          for (const part of [name, member ?? '']) expect(part).toBe(wellFormed(part));
        }
      }),
    );
  });

  test('loses an id that is not well-formed, so that no other id takes its place', () => {
    const parsed = parseWellFormed(
      '{"id":"a\\ud800","userId":"b\\u0000","@odata.nextLink":"https://x/\\udc00","displayName":"M\\ud83d\\ude00\\ud800"}',
    );
    expect(parsed).toEqual({ id: null, userId: null, '@odata.nextLink': null, displayName: 'M😀\ufffd' });
  });
});

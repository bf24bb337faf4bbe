import { describe, expect, test } from 'vitest';
import { contract } from '../../src/contract/contract.ts';
import { enrollmentRequestSchema } from '../../src/contract/enrollment/schema.ts';
import { fingerprintNameSchema } from '../../src/contract/keys/management.ts';
import { policyCheckSchema } from '../../src/contract/policy/schema.ts';
import { userRef } from '../../src/contract/procedure.ts';
import { cleanPasted, pasted, pastedAaguid } from '../../src/contract/text/pasted.ts';
import { showHidden } from '../../src/contract/text/visibleText.ts';

/** Never cleaned. */
const PIN = ' 1234';

describe('what a person pastes', () => {
  test.each([
    ['spaces of a spreadsheet', '  user1@contoso.example '],
    ['a no-break space', '\u00a0user1@contoso.example\u202f'],
    ['zero-width characters', 'user1\u200b@contoso\u200d.example\ufeff'],
    ['a soft hyphen from a web page', 'user1@con\u00adtoso.example'],
    ['marks of direction', '\u202auser1@contoso.example\u202c'],
    ['a tab and a line end of a cell', '\tuser1@contoso.example\r\n'],
  ])('is cleaned of %s', (_, text) => {
    expect(userRef.parse(text)).toBe('user1@contoso.example');
    expect(enrollmentRequestSchema.parse({ user: text, interactive: false }).user).toBe('user1@contoso.example');
  });

  test.each([
    ['an override of direction', 'user\u202e1@contoso.example'],
    ['an isolate', 'user1@\u2068contoso\u2069.example'],
    ['an escape sequence', 'user1\u001b[31m@contoso.example'],
    ['another control', 'user1\u0007@contoso.example'],
  ])('refers to nothing with %s inside, which errors show', (_, text) => {
    expect(userRef.parse(`\u2067 ${text}\u2069`)).toBe(text);
    expect(showHidden(text)).toMatch(/\\u\{/);
    expect(cleanPasted(text)).not.toBe(text);
  });

  test.each([
    ['of an assignment', contract.assignments.revoke, { id: 'a1' }],
    ['of a key in the inventory', contract.inventory.retire, { id: 'a1' }],
    ['of an activation code', contract.activation.codes.withdraw, { id: 'a1' }],
    ['of a passkey', contract.passkeys.delete, { user: 'mia@contoso.example', id: 'pk-1_x' }],
    ['of a passkey’s user', contract.passkeys.review, { user: 'u1', refresh: false }],
    ['of a connection', contract.connections.use, { id: 'a1' }],
    ['of a user to check with', contract.connections.check, { user: 'u1' }],
    ['of a workflow', contract.workflows.get, { id: 'a1' }],
    ['of a webhook', contract.webhooks.remove, { id: 'a1' }],
    ['of an unfinished enrollment', contract.enrollment.discard, { enrollmentId: 'a1' }],
    [
      'of an enrollment to finish',
      contract.enrollment.finish,
      { enrollmentId: 'a1', keyId: 'practice', interactive: false },
    ],
    ['of a plugged-in key', contract.keys.info, { keyId: 'udp:1:2' }],
    ['of a key for a passkey', contract.enrollment.start, { user: 'u1', keyId: 'practice', interactive: false }],
    ['of a fingerprint', contract.keys.fingerprints.remove, { keyId: 'practice', pin: PIN, id: 'AQ' }],
    ['to search users for', contract.users.search, { query: 'user1@contoso.example' }],
    ['to search groups for', contract.directory.groups, { search: 'Sales' }],
    ['to search imported users for', contract.directory.users, { filter: { search: 'u1' }, offset: 0, limit: 1 }],
    ['to search the log for', contract.activity.list, { text: 'u1' }],
    ['to search the inventory for', contract.inventory.list, { text: 'u1' }],
  ])('is cleaned where it is an id or text %s', (_, procedure, clean) => {
    const dirty = JSON.parse(JSON.stringify(clean), (_name, value) =>
      typeof value === 'string' && value !== PIN ? `\ufeff${value[0]}\u200b${value.slice(1)}\u00a0` : value,
    );
    expect(procedure['~orpc'].inputSchema?.parse(dirty)).toMatchObject(clean);
  });

  test.each([
    '2fc0579f-8113-47ea-b116-bb5a8db9202a\u00a0',
    '\ufeff2FC0579F-8113-47EA-B116-BB5A8DB9202A',
    '{2fc0579f-8113-47ea-\u200bb116-bb5a8db9202a}',
    ' 2fc0579f811347eab116bb5a8db9202a',
  ])('is an AAGUID in the form of FIDO, from %j', text => {
    expect(pastedAaguid.parse(text)).toBe('2fc0579f-8113-47ea-b116-bb5a8db9202a');
    expect(policyCheckSchema.parse({ user: 'u1', aaguid: text }).aaguid).toBe('2fc0579f-8113-47ea-b116-bb5a8db9202a');
  });

  test('is no AAGUID where it is something else', () => {
    expect(pastedAaguid.safeParse('{yubikey}').success).toBe(false);
    expect(pastedAaguid.safeParse('2fc0579f-8113-47ea-b116').success).toBe(false);
  });

  test.each(['.', '..', '.\u200b.'])('is no passkey’s id where it would change the request: %j', id => {
    const schema = contract.passkeys.delete['~orpc'].inputSchema;
    expect(schema?.safeParse({ user: 'u1', id }).success).toBe(false);
  });

  test('is a fingerprint’s name without what cannot be seen', () => {
    const name = (text: string) => fingerprintNameSchema.safeParse({ pin: PIN, id: 'AQ', name: text }).data?.name;
    expect(name('Left\tthumb \u202e👩‍💻')).toBe('Left thumb 👩‍💻');
    expect(name('\u200b\u3164')).toBeUndefined();
  });

  test('keeps the joiners that words are spelled with', () => {
    expect(cleanPasted('\u200cعلی\u200cرضا\u200c')).toBe('علی\u200cرضا');
  });

  test('keeps letters of all scripts, composed as keyboards type them', () => {
    expect(cleanPasted(' Zoe\u0308 O’Neil ')).toBe('Zoë O’Neil');
    expect(cleanPasted('김민준')).toBe('김민준');
    expect(cleanPasted(' 👩🏽‍💻\u200d ')).toBe('👩🏽‍💻');
  });

  test('that is nothing but space is refused', () => {
    expect(pasted(10).safeParse(' \u200b ').success).toBe(false);
  });
});

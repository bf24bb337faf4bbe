import { ORPCError } from '@orpc/server';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { buildProgram } from '../../src/cli/program.ts';
import { asUsage } from '../../src/cli/usage.ts';
import { contract } from '../../src/contract/contract.ts';
import { wordsFor } from '../../src/contract/errors/words.ts';
import { toContractError } from '../../src/main/app/contractErrors.ts';
import { decodePem } from '../../src/main/base/decodeText.ts';

function commandOf(...names: string[]): Command {
  return names.reduce<Command>((parent, name) => {
    const found = parent.commands.find(command => command.name() === name);
    if (found === undefined) throw new Error(`no command ${name}`);
    return found;
  }, buildProgram());
}

const schemaOf = (procedure: { '~orpc': { inputSchema?: unknown } }) => procedure['~orpc'].inputSchema as z.ZodType;

/** The failure that the contract makes of input that breaks its schema. */
function failureOf(schema: z.ZodType, input: unknown) {
  const issues = schema.safeParse(input).error?.issues;
  return toContractError(new ORPCError('BAD_REQUEST', { data: { issues } })).data;
}

const long = 'x'.repeat(5000);
test.each([
  [['policy', 'check'], contract.policy.check, { user: 'u', aaguid: 'SECRET' }, '--aaguid', 'right form'],
  [['policy', 'check'], contract.policy.check, { user: ' ' }, '--user', 'empty'],
  [['policy', 'check'], contract.policy.check, { user: 'u', keyId: long }, '--key', 'too long'],
  [['metadata', 'update'], contract.metadata.update, { url: 'SECRET' }, '--url', 'right form'],
  [
    ['users', 'list'],
    contract.directory.users,
    { filter: { search: long }, offset: 0, limit: 1 },
    '--search',
    'too long',
  ],
  [['enrollments', 'discard'], contract.enrollment.discard, { enrollmentId: '' }, '--id', 'empty'],
  [['inventory', 'list'], contract.inventory.list, { limit: 0 }, '--limit', 'outside'],
  [['connection', 'add'], contract.connections.add, { name: 'n', tenantId: '' }, '--tenant', 'empty'],
  [['webhooks', 'add'], contract.webhooks.add, { url: '\u200b' }, '<url>', 'empty'],
] as const)('%j tells which option is wrong, as wrong usage', (names, procedure, input, option, fault) => {
  const failure = failureOf(schemaOf(procedure), input);
  expect(failure).toMatchObject({ code: 'invalid-input', params: { member: expect.any(String) } });
  const usage = asUsage(commandOf(...names), failure);
  expect(usage.code).toBe('usage');
  expect(wordsFor(usage).message).toContain(`${option} `);
  expect(wordsFor(usage).message).toContain(fault);
  expect(JSON.stringify([failure.params, usage])).not.toContain('SECRET');
});

test('another failure stays as it is', () => {
  const failure = { code: 'invalid-input' as const, params: { detail: 'key-or-model' } };
  expect(asUsage(commandOf('policy', 'check'), failure)).toBe(failure);
});

test.each([
  ['Latin-1', Buffer.from('# Schlüssel\n-----BEGIN X-----\n', 'latin1')],
  ['UTF-8', Buffer.from('\ufeff# Schlüssel\n-----BEGIN X-----\n')],
  ['UTF-16', Buffer.from('\ufeff# Schlüssel\n-----BEGIN X-----\n', 'utf16le')],
])('a PEM with a comment in %s is read', (_, bytes) => {
  expect(decodePem(bytes)).toMatch(/^-----BEGIN X-----$/m);
});

test('a PEM in UTF-16 without a mark is refused for its encoding', () => {
  const bytes = Buffer.from('-----BEGIN X-----\n', 'utf16le');
  expect(() => decodePem(bytes)).toThrow(expect.objectContaining({ params: { detail: 'not-text' } }));
});

import { basename } from 'node:path';
import { type BatchRow, MAX_BATCH_NAME } from '../../../contract/batches/schema.ts';
import {
  type DeferredEvent,
  type DeferredRow,
  type FetchRequest,
  PACKAGE_ENDING,
  type Unlock,
} from '../../../contract/deferred/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode, toFailure } from '../../../contract/errors/failure.ts';
import type { PasskeyPolicy } from '../../../contract/policy/schema.ts';
import { idOf } from '../../services/tenant/boundTenant.ts';
import { usablePassphrase } from '../handover/passphrase.ts';
import type { DeferredContext } from './context.ts';
import { keptKeys, refuseForged, rememberPackage } from './knownPackages.ts';
import { type KeptOptions, MOST_ROWS, type PackageContent, type PackageRow } from './package/content.ts';
import {
  createPackage,
  normalUnlock,
  type OpenPackage,
  openPackage,
  packageExists,
  tooLarge,
} from './package/packageFile.ts';
import { toDeferredRow, toRefusedRow, toShown } from './rows.ts';
import { refuseOtherTenant } from './sameTenant.ts';

/** Number of users that are fetched at the same time. Graph throttles more requests of one app. */
const AT_ONCE = 8;
const DAY_IN_MINUTES = 24 * 60;
/** How old a user's groups may be, in ms. */
const GROUPS_AGE = 15 * 60_000;
/** The package is written after this number of users, so that an interruption loses few requests. */
const SAVED_EVERY = 50;

/** Errors that concern one user: an administrative unit or a role may protect some users only. */
const OF_ONE_USER = ['user-not-found', 'graph-forbidden', 'graph-refused', 'graph-malformed'] as const;

type Tell = (event: DeferredEvent) => void;

/**
 * Checks users as a batch does, and fetches their creation options into a package. In an existing package, it renews the options of every row
 * without a key, and of keys whose challenge has expired; other keys stay.
 * @throws KeydeskError batch-…, deferred-…, handover-…, graph-…
 */
export async function fetchPackage(
  context: DeferredContext,
  request: FetchRequest,
  tell: Tell,
  signal: AbortSignal,
): Promise<DeferredEvent> {
  const held = await openOrCreate(context, request);
  try {
    return await context.activity.during('deferred-fetched', async subject => {
      tell({ type: 'opened', ...toShown(held) });
      const { content } = held;
      const { id } = content.batch;
      if (request.source !== undefined && content.rows.length > 0) await context.batches.add(id, request.source);
      await context.batches.retry(id, { states: ['failed'] });
      await context.batches.check(id, signal);
      const rows = await batchRows(context, id);
      dropEnded(content, rows);
      content.policy = await policyOf(context);
      const refused = await fetchAll(context, held, rows, request.days, tell, signal);
      warnOfPins(content, tell);
      const shown = toShown(held, [...refusedOf(content, rows), ...refused]);
      subject.facts = { batch: content.batch.name, rows: content.rows.length, days: request.days };
      return { type: 'ended', ...shown, pinsLast: context.batches.pinsLast };
    });
  } finally {
    held.close();
  }
}

/** Names the batch of a package by its file, so that a person finds it among the others. */
function nameOf(file: string): string {
  const name = basename(file, PACKAGE_ENDING).trim();
  return [...(name === '' ? basename(file) : name)].slice(0, MAX_BATCH_NAME).join('');
}

/** Opens the package of the request, or creates one with a batch for its users. */
async function openOrCreate(context: DeferredContext, request: FetchRequest): Promise<OpenPackage> {
  const { file, source, lock, unlock, existing, profile, name } = request;
  if (await packageExists(file)) {
    const held = await openPackage(file, normalUnlock(unlock ?? unlockOf(lock)), keptKeys(context));
    try {
      refuseOtherTenant(context, held.content);
      await refuseForged(context, held);
      await context.batches.restore(batchOf(held.content));
      await rememberPackage(context, held);
      return held;
    } catch (error) {
      held.close();
      throw error;
    }
  }
  if (source === undefined) throw new KeydeskError('deferred-package-missing', { file });
  if (lock === undefined) throw new KeydeskError('handover-passphrase', { reason: 'missing', min: 12, max: 127 });
  const checked = lock.kind === 'passphrase' ? { ...lock, passphrase: usablePassphrase(lock.passphrase) } : lock;
  const tenant = idOf(context.tenant);
  const createdAt = new Date().toISOString();
  const draft = { id: '', name: '', existing, profile: profile ?? null };
  const held = await createPackage(file, checked, id => ({
    version: 1,
    id,
    tenant,
    tenantName: context.tenant.name ?? '',
    createdAt,
    fetchedAt: 0,
    days: request.days,
    batch: draft,
    policy: null,
    rows: [],
    left: [],
  }));
  try {
    const chosen = { ...(profile === undefined ? {} : { profile }), name: name ?? nameOf(file) };
    const batch = await context.batches.create({ source, existing, ...chosen });
    Object.assign(held.content.batch, { id: batch.id, name: batch.name });
    await rememberPackage(context, held);
    return held;
  } catch (error) {
    held.close();
    throw error;
  }
}

/** The passphrase of a new package opens the existing one, too. */
function unlockOf(lock: FetchRequest['lock']): Unlock {
  return lock?.kind === 'passphrase' ? lock : { kind: 'station' };
}

/** Returns the batch of a package as its Keydesk, or another one, can restore it. */
export function batchOf({ batch, rows }: PackageContent) {
  return {
    ...batch,
    rows: rows.map(({ id, line, typed, serial, name, chosenProfile, user }) => ({
      id,
      line,
      typed,
      serial,
      name,
      profile: chosenProfile,
      user,
    })),
  };
}

/** Says which keys nobody can make without typing a PIN, before the package leaves the office. Does not mention profiles that want that. */
function warnOfPins({ rows }: PackageContent, tell: Tell): void {
  const typed = rows.filter(
    ({ profile, made, uploaded }) =>
      made === null && uploaded === null && (profile === null || profile.pin.kind === 'keep'),
  );
  const [first] = typed;
  if (first === undefined) return;
  const params = { count: typed.length, user: first.user.userPrincipalName };
  tell({ type: 'warning', warning: { code: 'deferred-pin-typed', params } });
}

async function batchRows({ batches }: DeferredContext, id: string): Promise<BatchRow[]> {
  const rows: BatchRow[] = [];
  for (let after: string | undefined; ; ) {
    const page = await batches.rows({ id, limit: 1000, offset: 0, ...(after === undefined ? {} : { after }) });
    rows.push(...page.rows);
    if (page.next === undefined) return rows;
    after = page.next;
  }
}

/** Removes rows without a key that got their key in another way, for example with a network, or whose user the check refuses now. */
function dropEnded(content: PackageContent, rows: readonly BatchRow[]): void {
  const waiting = new Set(rows.filter(({ state }) => state === 'waiting-for-key').map(({ id }) => id));
  content.rows = content.rows.filter(row => row.made !== null || row.attempts.length > 0 || waiting.has(row.id));
}

function refusedOf(content: PackageContent, rows: readonly BatchRow[]) {
  const known = new Set(content.rows.map(({ id }) => id));
  return rows.filter(row => !known.has(row.id) && row.state !== 'waiting-for-key').map(toRefusedRow);
}

async function policyOf({ policies, log }: DeferredContext): Promise<PasskeyPolicy | null> {
  const { policy, failure } = await policies.state({ refresh: true });
  if (failure !== null) log(`deferred: the policy cannot be read: ${failure.code}`);
  return policy;
}

async function fetchAll(
  context: DeferredContext,
  held: OpenPackage,
  rows: readonly BatchRow[],
  days: number,
  tell: Tell,
  signal: AbortSignal,
): Promise<DeferredRow[]> {
  const { content } = held;
  const known = new Map(content.rows.map(row => [row.id, row]));
  const now = context.tenant.graph().clock.now();
  const due = rows.filter(row => row.state === 'waiting-for-key' && isDue(known.get(row.id), now));
  const added = due.filter(({ id }) => !known.has(id)).length;
  if (content.rows.length + added > MOST_ROWS) throw tooLarge();
  const refused: DeferredRow[] = [];
  let fetched = 0;
  const work = async () => {
    for (let row = due.shift(); row !== undefined; row = due.shift()) {
      signal.throwIfAborted();
      const renewed = await fetchRow(context, content, row, days, signal).catch(error => refusedFor(row, error));
      const earlier = known.get(row.id);
      if ('state' in renewed) {
        if (earlier !== undefined) earlier.error = renewed.error;
        else refused.push(renewed);
        tell({ type: 'row', row: earlier === undefined ? renewed : toDeferredRow(earlier) });
        continue;
      }
      if (earlier === undefined) content.rows.push(renewed);
      else renew(content, earlier, renewed);
      tell({ type: 'row', row: toDeferredRow(earlier ?? renewed) });
      fetched += 1;
      if (fetched % SAVED_EVERY === 0) await held.save();
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    content.rows.sort((one, other) => one.line - other.line);
    Object.assign(content, { fetchedAt: context.tenant.graph().clock.now(), days });
    if (content.rows.length > 0 || known.size > 0) await held.save();
  }
  return refused;
}

/** Returns a row whose user alone was refused. @throws the error if it is about the tenant, the network or this computer */
function refusedFor(row: BatchRow, error: unknown): DeferredRow {
  if (!hasCode(error, ...OF_ONE_USER)) throw error;
  return toRefusedRow({ ...row, error: toFailure(error) });
}

/** Returns whether a row needs new options: it has no key yet, or its key came too late. */
function isDue(row: PackageRow | undefined, now: number): boolean {
  if (row === undefined) return true;
  if (row.uploaded !== null) return false;
  const isBegun = row.made !== null || row.attempts.some(({ credential_id }) => credential_id !== null);
  return !isBegun || Date.parse(row.options.expiresAt) <= now;
}

async function fetchRow(
  context: DeferredContext,
  content: PackageContent,
  row: BatchRow,
  days: number,
  signal: AbortSignal,
): Promise<PackageRow> {
  const userId = row.user?.id ?? row.typed;
  const user = await context.directory.get(userId, signal);
  const chosenProfile = row.profile ?? content.batch.profile;
  const [options, profile, groups] = await Promise.all([
    optionsFor(context, user.id, days, signal),
    context.profiles.forUser(user.id, chosenProfile ?? undefined),
    groupsFor(context, content.policy, user.id),
  ]);
  const { id, line, typed, serial, name } = row;
  const nothing = { attempts: [], pins: [], made: null, error: null, uploaded: null };
  return { id, line, typed, serial, name, user, groups, chosenProfile: row.profile, profile, options, ...nothing };
}

/** @throws KeydeskError deferred-beta-missing, graph-… */
async function optionsFor(
  { tenant }: DeferredContext,
  userId: string,
  days: number,
  signal: AbortSignal,
): Promise<KeptOptions> {
  const { fido2Methods, clock } = tenant.graph();
  try {
    const options = await fido2Methods.creationOptions(userId, {
      challengeTimeoutInMinutes: days * DAY_IN_MINUTES,
      signal,
    });
    return { raw: options.raw, at: clock.now(), expiresAt: options.challengeTimeoutDateTime };
  } catch (error) {
    // National clouds and some proxies have no beta. v1.0 has no parameter for the lifetime (graph.md, 1).
    if (!hasCode(error, 'graph-method-not-allowed', 'graph-not-found')) throw error;
    throw new KeydeskError('deferred-beta-missing', {}, { cause: error });
  }
}

async function groupsFor(
  { groupsOf, log }: DeferredContext,
  policy: PasskeyPolicy | null,
  userId: string,
): Promise<string[]> {
  if (policy === null || ![...policy.include, ...policy.exclude].some(({ kind }) => kind === 'group')) return [];
  try {
    return [...(await groupsOf(userId, GROUPS_AGE))];
  } catch (error) {
    // The policy is checked again at the upload.
    log(`deferred: groups of ${userId}: ${toFailure(error).code}`);
    return [];
  }
}

/** Gives a row new options. A passkey of the old ones stays in the package until the upload has listed it for clean-up. */
function renew(content: PackageContent, row: PackageRow, renewed: PackageRow): void {
  const { made } = row;
  const attempt = made && row.attempts.find(({ id }) => id === made.attempt);
  if (made && attempt) {
    const error = toFailure(new KeydeskError('challenge-expired'));
    content.left.push({ user: row.user, options: row.options, attempt, made, error });
  }
  const { options, user, groups, profile } = renewed;
  Object.assign(row, { options, user, groups, profile, made: null, error: null });
  if (!made) return;
  row.attempts = row.attempts.filter(({ id }) => id !== made.attempt);
  row.pins = row.pins.filter(({ pin }) => pin !== made.pin);
}

import type { ActivityEntry } from '../../../contract/activity/schema.ts';
import { factWords, valueWords } from '../../../contract/activity/words.ts';
import { wordsFor } from '../../../contract/errors/words.ts';
import { strings } from '../../strings.ts';
import { formatDate } from '../../ui/display/formatDate.ts';

const words = strings.activity.facts;

/** A fact of an entry; `code` marks ids and hashes. */
interface EntryFact {
  label: string;
  value: string | null;
  code?: boolean;
}

/**
 * Returns everything that an entry holds, without what it does not hold.
 * @param tenantName the name of the tenant, or its id if it has none
 */
export function entryFacts(entry: ActivityEntry, tenantName: string | null): EntryFact[] {
  return allFacts(entry, tenantName).filter(({ value }) => value !== null && value !== '');
}

function allFacts(entry: ActivityEntry, tenantName: string | null): EntryFact[] {
  const { user, key, cause, facts } = entry;
  return [
    { label: words.seq, value: String(entry.seq) },
    { label: words.at, value: formatDate(entry.at) ?? entry.at },
    { label: words.actor, value: entry.actor.name },
    { label: words.user, value: user.userPrincipalName },
    { label: words.userId, value: user.id, code: true },
    { label: words.serial, value: key.serial },
    { label: words.key, value: key.id, code: true },
    { label: words.aaguid, value: key.aaguid, code: true },
    { label: words.cause, value: cause === null ? null : wordsFor(cause).message },
    { label: words.code, value: cause?.code ?? null, code: true },
    ...Object.entries(facts ?? {}).map(([name, value]) => ({ label: factWords(name), value: valueWords(name, value) })),
    { label: words.tenant, value: tenantName },
    { label: words.tenantId, value: entry.tenant === tenantName ? null : entry.tenant, code: true },
    { label: words.correlation, value: entry.correlationId, code: true },
    { label: words.requests, value: entry.requestIds.join(' '), code: true },
    { label: words.previous, value: entry.previousHash, code: true },
    { label: words.hash, value: entry.hash, code: true },
  ];
}

import type { EnrollmentResult } from '../../../../contract/enrollment/schema.ts';
import type { KeySummary } from '../../../../contract/keys/schema.ts';
import { toBase64url } from '../../../../ctap/bytes.ts';
import type { Fido2Method } from '../../../services/graph/fido2Methods.ts';
import type { OpenKey } from '../../../services/keys/keys.ts';
import type { Elsewhere } from '../../enrollment/elsewhere.ts';
import type { Journal } from '../../enrollment/journal.ts';
import type { EnrollmentObserver } from '../../enrollment/observer.ts';
import { demandsAttestation, evaluate, type Situation } from '../../policy/evaluate.ts';
import type { DeferredContext } from '../context.ts';
import type { KeptKey, PackageRow } from '../package/content.ts';
import type { OpenPackage } from '../package/packageFile.ts';
import { optionsOf } from '../rows.ts';

/** Time that a challenge has left at least for the ceremony, in ms. Otherwise it would ask for another one. */
const LEFT = 10 * 60_000;

/**
 * Returns the tenant of one row as the package has it. No call reaches a network: creation options, user, policy and groups are those of the
 * fetch, and a registration is kept for the upload.
 * @param pin the PIN in the package that the key has already
 */
export function placeOf(
  context: DeferredContext,
  held: OpenPackage,
  journal: Journal,
  row: PackageRow,
  pin: string | undefined,
): Elsewhere {
  const { content } = held;
  const options = optionsOf(row.options);
  const situation = (key?: Situation['key']): Situation => ({
    policy: content.policy ?? NO_POLICY,
    version: 'beta',
    userPrincipalName: row.user.userPrincipalName,
    userId: row.user.id,
    groups: new Set(row.groups),
    modelsKnown: context.metadata.knowsModels(),
    ...(key === undefined ? {} : { key }),
  });
  return {
    tenant: () => content.tenant,
    user: async () => row.user,
    profiles: { forUser: async () => row.profile },
    journal,
    policies: {
      judge: async (_, key) => {
        const presented = await key;
        if (content.policy === null) return { verdict: 'unknown', reason: { code: 'policy-unreadable', params: {} } };
        return evaluate(situation(presented && context.policies.keyFacts(presented)));
      },
      demandsAttestation: async (_, key) =>
        content.policy !== null && demandsAttestation(situation(context.policies.keyFacts(key))),
    },
    graph: () => ({
      clock: {
        // The clock of this computer may be wrong. It must neither stop the work nor let certificates expire: the upload decides.
        now: () => Math.max(content.fetchedAt, Math.min(Date.now(), options.expiresAt - LEFT)),
        offset: () => 0,
      },
      fido2Methods: {
        creationOptions: async () => options,
        create: async (_, registration) => keptMethod(registration.displayName, registration.credentialId),
        find: async (_, credentialId) => {
          const kept = await journal.ofCredential(content.tenant, credentialId);
          return kept?.submission === 'unknown' ? keptMethod(kept.display_name, credentialId) : undefined;
        },
        list: async () => [],
      },
    }),
    observers: [context.inventory.lookUp(), observerOf(context, held, row, pin)],
    record: async end => {
      const { user, key } = end.state;
      context.activity.record({
        kind: 'deferred-key-made',
        tenant: content.tenant,
        ...(user === undefined ? {} : { user: { id: user.id, userPrincipalName: user.userPrincipalName } }),
        ...(key === undefined ? {} : { key: aboutKey(key) }),
        ...(end.ok
          ? {}
          : { result: end.failure.error.code === 'cancelled' ? 'cancelled' : 'failed', cause: end.failure.error }),
        facts: { batch: content.batch.name },
      });
    },
  };
}

const NO_POLICY: Situation['policy'] = {
  enabled: null,
  selfService: null,
  include: [],
  exclude: [],
  profiles: [],
  deprecated: false,
};

function aboutKey({ summary: { id, serial, product }, session }: OpenKey) {
  return {
    id,
    aaguid: session.info.aaguid,
    ...(serial === undefined ? {} : { serial }),
    ...(product === undefined ? {} : { product }),
  };
}

/** The passkey of a registration that waits in the package. */
function keptMethod(displayName: string, credentialId: Uint8Array): Fido2Method {
  const unknown = { createdDateTime: null, aaGuid: null, model: null, attestationLevel: null, passkeyType: null };
  return { id: toBase64url(credentialId), displayName, ...unknown, lastUsedDateTime: null };
}

/** Writes what the package must know of the key: a random PIN before the key has it, and the proof. */
function observerOf(
  { inventory }: DeferredContext,
  { save }: OpenPackage,
  row: PackageRow,
  known: string | undefined,
): EnrollmentObserver {
  let opened: OpenKey | undefined;
  let pin = known;
  return {
    keyOpened: key => {
      // The key has no PIN after a reset.
      if (opened !== undefined) pin = undefined;
      opened = key;
    },
    pinDrawn: async drawn => {
      pin = drawn;
      const identity = opened && (await inventory.nameOf(opened.summary));
      const serial = opened?.summary.serial ?? null;
      const at = new Date().toISOString();
      row.pins.push({ pin: drawn, identity: identity ?? null, serial, at, ...(opened && { key: foundBy(opened) }) });
      await save();
      return 'lasting';
    },
    proven: (enrollmentId, evidence) => {
      const attempt = row.attempts.find(({ id }) => id === enrollmentId);
      if (opened === undefined || attempt === undefined) return;
      const { session, summary } = opened;
      row.made = {
        attempt: attempt.id,
        at: new Date().toISOString(),
        enrolled: {
          id: summary.id,
          aaguid: session.info.aaguid,
          versions: [...session.info.versions],
          ...(summary.serial === undefined ? {} : { serial: summary.serial }),
          ...(summary.product === undefined ? {} : { product: summary.product }),
        },
        key: keptKey(summary, session.info),
        proof: {
          verified: true,
          authenticatorData: toBase64url(evidence.authenticatorData),
          signature: toBase64url(evidence.signature),
          clientDataJSON: toBase64url(evidence.clientDataJSON),
        },
        profile: undefined,
        pinSet: attempt.pin_set === 1,
        pin: pin ?? null,
      };
      row.error = null;
    },
  };
}

function foundBy({ summary: { id, product }, session }: OpenKey) {
  return { id, aaguid: session.info.aaguid, ...(product === undefined ? {} : { product }) };
}

function keptKey({ id: _, ...summary }: KeySummary, info: OpenKey['session']['info']): KeptKey {
  const { aaguid, firmwareVersion, attestationFormats } = info;
  return {
    ...summary,
    aaguid,
    attestationFormats: [...attestationFormats],
    ...(firmwareVersion === undefined ? {} : { firmwareVersion }),
  };
}

/** Adds what the result says about the settings of the profile. */
export function noteProfile(row: PackageRow, { profile }: Pick<EnrollmentResult, 'profile'>): void {
  if (row.made !== null) row.made.profile = profile;
}

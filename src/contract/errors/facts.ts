import { duration, type Spoken, say, wordsOf } from '../../words/say.ts';
import type { Value, Values } from '../../words/types.ts';
import { type PermissionPurpose, permissions } from '../connections/permissions.ts';
import { timeText } from '../text/times.ts';
import type { ErrorCode, ErrorParams } from './errors.ts';
import { each } from './wording.ts';

type Facts = (params: ErrorParams, language: Spoken | undefined) => Values;

const why: Facts = ({ reason, ...params }, language) => ({ why: reasonWords(reason, params, language) });

const server: Facts = ({ host }, language) => ({ host: host ?? wordsOf('networkReasons', language).server });

const receiver: Facts = ({ host, test }, language) => {
  const advice = wordsOf('webhookAdvice', language);
  return { host: host ?? advice.receiver, again: test === true ? advice.test : advice.event };
};

const advice: Facts = (_, language) => {
  const { investigate, cut, another } = wordsOf('storeAdvice', language);
  return { investigate, cut, another };
};

/** Values that the messages of a code use besides its parameters. */
const facts: Partial<Record<ErrorCode, Facts>> = {
  usage: (params, language) =>
    params.fault === undefined
      ? { why: found(wordsOf('usageDetails', language), params.detail, params) }
      : { input: true, why: faultWords(params, language) },
  'invalid-input': (params, language) => ({
    why:
      params.detail === undefined
        ? faultWords(params, language)
        : found(wordsOf('inputDetails', language), params.detail, params),
  }),
  'pin-required': ({ fresh }) => ({ fresh: fresh === true }),
  'pin-breaks-rule': ({ weakness }, language) => ({ weakness: weakPinWords(weakness, language) }),
  'assignment-exists': ({ purpose, state }, language) => ({
    purpose: found(wordsOf('assignments', language).purposes, purpose),
    state: found(wordsOf('assignments', language).states, state),
  }),
  'assignment-changed': ({ state }, language) => ({ state: found(wordsOf('assignments', language).states, state) }),
  'policy-user-excluded': ({ group, groupName }) => ({ group: groupName ?? group }),
  'policy-unreadable': () => ({ permission: permissions.policy }),
  'policy-groups-unreadable': () => ({ permission: permissions.groups }),
  'graph-forbidden': ({ needs }, language) => ({ grant: grantWords(needs, language) }),
  'graph-throttled': ({ retryAfter }, language) => ({
    wait: typeof retryAfter === 'number' ? duration(retryAfter, language) : null,
  }),
  'clock-off': ({ seconds }, language) => ({
    slow: Number(seconds) > 0,
    time: duration(Math.abs(Number(seconds ?? 0)), language),
  }),
  'proxy-unusable': ({ from }, language) => ({
    from: from === undefined || from === 'system' ? wordsOf('networkReasons', language).systemProxy : from,
  }),
  'activation-sign-in-untimed': (_, language) => ({ claim: wordsOf('activationAdvice', language).claim }),
  ...each(['server-unreachable', 'answer-too-large'], server),
  ...each(['webhook-address-refused', 'webhook-unreachable', 'webhook-timeout', 'webhook-certificate'], receiver),
  ...each(['webhook-redirected', 'webhook-refused', 'webhook-gone'], receiver),
  ...each(['attestation-invalid', 'attestation-unproven', 'credential-invalid', 'proof-failed'], why),
  ...each(['certificate-unreadable', 'metadata-untrusted', 'activation-sign-in-invalid'], why),
  ...each(['handover-recipient', 'logo-unusable', 'deferred-identity'], why),
  ...each(['record-certificate-unusable', 'record-ca-unusable'], why),
  ...each(['activity-altered', 'activity-removed', 'activity-reordered', 'activity-truncated'], advice),
  ...each(['activity-counter-altered', 'activity-head-damaged', 'activity-head-missing'], advice),
  ...each(['data-folder-foreign', 'data-folder-exposed'], advice),
};

/** Parameters that are times. */
const TIMES = ['now', 'from', 'until', 'notAfter'];

/** Returns the parameters of a failure for people: the words of the codes in them, and times in the form of the language. */
export function factsOf(code: ErrorCode, params: ErrorParams, language?: Spoken): Values {
  const shown = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      TIMES.includes(name) && typeof value === 'string' ? timeText(value, language) : value,
    ]),
  );
  return { ...shown, ...facts[code]?.(shown, language) };
}

/** Returns the catalog's words for a code in a parameter. Returns anything else unchanged, such as text of a server. */
function found(catalog: object, code: Value, params: Values = {}): Value {
  const words = Object.hasOwn(catalog, String(code)) ? catalog[String(code) as keyof typeof catalog] : undefined;
  return words === undefined ? code : say(words, params);
}

/** Returns why something is not valid, in one sentence. */
export function reasonWords(reason: Value, params: Values, language?: Spoken): Value {
  return found(wordsOf('reasons', language), reason, params);
}

/** Returns why a PIN is easy to guess. `weakness` is one of `pinWeaknesses`. */
export function weakPinWords(weakness: Value, language?: Spoken): string {
  const words = wordsOf('pinWeaknesses', language);
  return Object.hasOwn(words, String(weakness)) ? words[String(weakness) as keyof typeof words] : words.common;
}

function faultWords({ option, member, fault }: ErrorParams, language: Spoken | undefined): Value {
  const words = wordsOf('inputFaults', language);
  const name = option ?? member ?? words.input;
  return fault === undefined ? null : found(words, fault, { name });
}

function grantWords(needs: Value, language: Spoken | undefined): string {
  const purpose = typeof needs === 'string' && needs in permissions ? (needs as PermissionPurpose) : 'passkeys';
  return wordsOf('graphGrants', language)[purpose]({ permission: permissions[purpose] });
}

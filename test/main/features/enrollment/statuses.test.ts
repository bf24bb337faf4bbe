import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../../../src/contract/errors/errors.ts';
import { wordsFor } from '../../../../src/contract/errors/words.ts';
import { statusName } from '../../../../src/ctap/status.ts';
import { type Desk, enrollAt, openDesk, PIN } from './desk.ts';

/** What a person is told when makeCredential ends with a status; of all others that the key refused, and with which. */
const told = new Map<string, ErrorCode>([
  ['CTAP1_ERR_INVALID_COMMAND', 'key-lacks-capability'],
  ['CTAP1_ERR_CHANNEL_BUSY', 'key-busy'],
  ['CTAP1_ERR_LOCK_REQUIRED', 'key-busy'],
  ['CTAP1_ERR_INVALID_CHANNEL', 'key-wrong-channel'],
  ['CTAP2_ERR_FP_DATABASE_FULL', 'fingerprints-full'],
  ['CTAP2_ERR_CREDENTIAL_EXCLUDED', 'credential-excluded'],
  ['CTAP2_ERR_PROCESSING', 'key-busy'],
  ['CTAP2_ERR_USER_ACTION_PENDING', 'key-busy'],
  ['CTAP2_ERR_OPERATION_PENDING', 'key-busy'],
  ['CTAP2_ERR_UNSUPPORTED_ALGORITHM', 'key-lacks-capability'],
  ['CTAP2_ERR_OPERATION_DENIED', 'touch-denied'],
  ['CTAP2_ERR_KEY_STORE_FULL', 'key-full'],
  ['CTAP2_ERR_UNSUPPORTED_OPTION', 'key-lacks-capability'],
  ['CTAP2_ERR_KEEPALIVE_CANCEL', 'cancelled'],
  ['CTAP2_ERR_NO_CREDENTIALS', 'credential-not-found'],
  ['CTAP2_ERR_USER_ACTION_TIMEOUT', 'touch-timeout'],
  ['CTAP2_ERR_PIN_INVALID', 'pin-wrong'],
  ['CTAP2_ERR_PIN_BLOCKED', 'pin-blocked'],
  ['CTAP2_ERR_PIN_AUTH_BLOCKED', 'pin-soft-blocked'],
  ['CTAP2_ERR_PIN_NOT_SET', 'pin-not-set'],
  ['CTAP2_ERR_PUAT_REQUIRED', 'pin-required'],
  ['CTAP2_ERR_PIN_POLICY_VIOLATION', 'pin-breaks-rule'],
  ['CTAP2_ERR_ACTION_TIMEOUT', 'touch-timeout'],
  ['CTAP2_ERR_UP_REQUIRED', 'touch-denied'],
  ['CTAP2_ERR_UV_BLOCKED', 'fingerprint-blocked'],
  ['CTAP2_ERR_INVALID_SUBCOMMAND', 'key-lacks-capability'],
  ['CTAP2_ERR_UV_INVALID', 'fingerprint-failed'],
]);

const UNKNOWN = 0x99;
const named = Array.from({ length: 255 }, (_, i) => i + 1).filter(byte => statusName(byte) !== undefined);

describe('every status that makeCredential can end with', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ pin: PIN });
  });
  afterAll(() => desk.close());

  test.each([...named, UNKNOWN].map(byte => [statusName(byte) ?? `0x${byte.toString(16)}`, byte] as const))(
    '%s',
    async (name, status) => {
      desk.key.faults.statusOnCommand = { command: 0x01, status };
      const { failure } = await enrollAt(desk, { pin: { kind: 'given', pin: PIN } });
      const code = told.get(name) ?? 'key-status';
      expect(failure?.error.code).toBe(code);
      const words = failure && wordsFor(failure.error);
      expect(words?.next).not.toBe('');
      if (code === 'key-status') expect(words?.message).toContain(name.startsWith('CTAP') ? name : '99');
      expect(desk.key.state().credentialCount).toBe(1);
    },
  );
});

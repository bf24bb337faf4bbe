import type { z } from 'zod';
import type { faultSchema } from './faults.ts';

type FaultInput = z.input<typeof faultSchema>;

/** Until it is taken back. */
const ALWAYS = 1_000_000;
const REGISTRATION = { method: 'POST', path: '/fido2Methods' };

/** What practice mode can make the simulated tenant do wrong, by name, that which staff meet most often first. */
export const practiceTenantFaults: ReadonlyMap<string, FaultInput> = new Map<string, FaultInput>([
  ['unreachable', { cut: 'before', times: ALWAYS }],
  ['throttled', { status: 429, code: 'tooManyRequests', retryAfter: 10, times: ALWAYS }],
  ['unavailable', { status: 503, code: 'serviceUnavailable', times: ALWAYS }],
  ['forbidden', { status: 403, code: 'Authorization_RequestDenied', times: ALWAYS }],
  ['registrationRefused', { ...REGISTRATION, status: 422, code: 'badRequest', times: ALWAYS }],
  // One answer alone: a repeat is then answered as Graph answers it.
  ['registrationAnswerLost', { ...REGISTRATION, cut: 'after-commit' }],
  ['malformed', { malformed: true, times: ALWAYS }],
]);

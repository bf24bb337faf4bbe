import type { z } from 'zod';
import type { faultSchema } from './faults.ts';

type FaultInput = z.input<typeof faultSchema>;

/** Effectively unlimited: until the fault is removed. */
const ALWAYS = 1_000_000;
const REGISTRATION = { method: 'POST', path: '/fido2Methods' };

/** The faults of the simulated tenant that practice mode offers, by name, the most frequent first. */
export const practiceTenantFaults: ReadonlyMap<string, FaultInput> = new Map<string, FaultInput>([
  ['unreachable', { cut: 'before', times: ALWAYS }],
  ['throttled', { status: 429, code: 'tooManyRequests', retryAfter: 10, times: ALWAYS }],
  ['unavailable', { status: 503, code: 'serviceUnavailable', times: ALWAYS }],
  ['forbidden', { status: 403, code: 'Authorization_RequestDenied', times: ALWAYS }],
  ['registrationRefused', { ...REGISTRATION, status: 422, code: 'badRequest', times: ALWAYS }],
  // Only one response is lost. Graph's normal behavior answers a retry.
  ['registrationAnswerLost', { ...REGISTRATION, cut: 'after-commit' }],
  ['malformed', { malformed: true, times: ALWAYS }],
]);

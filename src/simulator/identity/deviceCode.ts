import { randomInt } from 'node:crypto';
import { checkClient, randomToken, type Sts } from './sts.ts';
import { need, noteClaims } from './tokenEndpoint.ts';

/** Contains no letters and digits that look alike. */
const ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ23456789';
const LIFETIME = 15 * 60;
/** Polling interval, in seconds. */
const INTERVAL = 1;

/** Answers POST /devicecode (RFC 8628, 3.1). @throws StsRefusal 900144, 700016 */
export function deviceCode(sts: Sts, form: ReadonlyMap<string, string>): object {
  checkClient(sts, need(form, 'client_id'));
  noteClaims(sts, 'devicecode', form);
  const code = randomToken();
  const userCode = Array.from({ length: 9 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  const expiresAt = sts.clock() + LIFETIME * 1000;
  sts.deviceCodes.set(code, { userCode, scopes: need(form, 'scope').split(' '), expiresAt, answer: null });
  const uri = `${sts.origin}/devicelogin`;
  return {
    user_code: userCode,
    device_code: code,
    verification_uri: uri,
    expires_in: LIFETIME,
    interval: INTERVAL,
    message: `To sign in, open ${uri} in a browser and enter the code ${userCode}.`,
  };
}

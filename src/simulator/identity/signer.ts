import { exportJWK, generateKeyPair, type JWTPayload, jwtVerify, SignJWT } from 'jose';

const ALG = 'RS256';

/** Signs tokens, and publishes the key for verification. */
export interface TokenSigner {
  readonly jwks: { keys: object[] };
  sign(claims: JWTPayload): Promise<string>;
  /** Returns the claims of a token with this audience. Throws jose's errors. */
  verify(token: string, audience: string, now: number): Promise<JWTPayload>;
}

export async function createSigner(): Promise<TokenSigner> {
  const { publicKey, privateKey } = await generateKeyPair(ALG);
  const kid = 'practice-1';
  return {
    jwks: { keys: [{ ...(await exportJWK(publicKey)), kid, use: 'sig', alg: ALG }] },
    sign: claims => new SignJWT(claims).setProtectedHeader({ alg: ALG, kid, typ: 'JWT' }).sign(privateKey),
    verify: async (token, audience, now) =>
      (await jwtVerify(token, publicKey, { audience, algorithms: [ALG], currentDate: new Date(now) })).payload,
  };
}

import type { CallOptions } from './ctap2/call.ts';
import type { TokenRequest } from './ctap2/clientPin.ts';
import type { PinUvAuthToken } from './ctap2/pinAuth.ts';
import { hasCtapCode } from './errors.ts';
import type { KeySession } from './session.ts';

/**
 * A token by a finger where one is enrolled, asked for as often as the key prefers (getInfo
 * preferredPlatformUvAttempts), and by the PIN where there is none, where none is known, or where the key is tired of
 * fingers (CTAP 2.3, 6.5.5.7: platforms fall back to clientPin).
 * @param askPin is called only then
 * @throws CtapError CTAP2_ERR_UV_INVALID or CTAP2_ERR_UV_BLOCKED by a key without PIN; those of session.pinToken
 */
export async function userToken(
  session: KeySession,
  request: TokenRequest,
  askPin: () => Promise<string>,
  options?: CallOptions,
): Promise<PinUvAuthToken> {
  const { options: has, preferredPlatformUvAttempts } = session.info;
  if (has.uv !== true || has.pinUvAuthToken !== true) return session.pinToken(await askPin(), request);
  for (let left = Math.max(1, preferredPlatformUvAttempts ?? 1); ; left--) {
    try {
      return await session.uvToken(request, options);
    } catch (error) {
      if (hasCtapCode(error, 'CTAP2_ERR_UV_INVALID') && left > 1) continue;
      const unknown = hasCtapCode(error, 'CTAP2_ERR_UV_INVALID', 'CTAP2_ERR_UV_BLOCKED');
      if (!unknown || has.clientPin !== true) throw error;
      return session.pinToken(await askPin(), request);
    }
  }
}

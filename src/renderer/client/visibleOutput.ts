import { mapEventIterator, ORPCError } from '@orpc/client';
import { showHidden, withoutHidden } from '../../contract/text/visibleText.ts';
import { type Call, isStream } from './call.ts';

/**
 * Intercepts the calls of a link. SECURITY: names of users, groups, tenants and passkeys come from outside. A character
 * that reverses or hides text could make one name look like another, or change a sentence of Keydesk. No such
 * character reaches the window: it shows `\u{202e}`, as the command line does. Parts of exported files do not change.
 */
export async function showHiddenTexts({ next }: Pick<Call, 'next'>): Promise<unknown> {
  try {
    const output = await next();
    if (!isStream(output)) return withoutHidden(output);
    return mapEventIterator(output, {
      value: async value => withoutHidden(value),
      error: async error => visibleError(error),
    });
  } catch (error) {
    throw visibleError(error);
  }
}

function visibleError(error: unknown): unknown {
  if (!(error instanceof ORPCError)) return error;
  const { code, defined, status, message, data } = error;
  return new ORPCError(code, {
    defined,
    status,
    message: showHidden(message),
    data: withoutHidden(data),
    cause: error,
  });
}

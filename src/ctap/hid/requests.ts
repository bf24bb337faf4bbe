import { type CborMap, decode } from '../cbor.ts';
import { ctap2Commands } from '../ctap2/call.ts';

/** What CTAPHID needs to know about a CTAP2 request to wait for its answer. */
interface RequestKind {
  /** Whether the key may wait for its user before it answers. `silently`: the request asks the key not to. */
  readonly touch: 'always' | 'silently' | 'never';
  /** The subcommand of clientPIN; undefined for other commands. */
  readonly clientPin: number | undefined;
}

/** Subcommands of clientPIN (CTAP 2.3, 6.5.5) and bioEnrollment (6.7) that matter here. */
const GET_TOKEN_USING_UV = 0x06;
const CAPTURES: readonly unknown[] = [0x01, 0x02];

/** Returns the kind of a request from its bytes: a command byte and its parameters. */
export function kindOf(request: Uint8Array): RequestKind {
  const none = { touch: 'never', clientPin: undefined } as const;
  switch (request[0]) {
    case ctap2Commands.makeCredential:
    case ctap2Commands.reset:
    case ctap2Commands.selection:
      return { ...none, touch: 'always' };
    case ctap2Commands.getAssertion:
      return { ...none, touch: optionUp(parametersOf(request)) ? 'always' : 'silently' };
    case ctap2Commands.clientPIN: {
      const subCommand = parametersOf(request).get(0x02);
      const clientPin = typeof subCommand === 'number' ? subCommand : undefined;
      return { touch: clientPin === GET_TOKEN_USING_UV ? 'always' : 'never', clientPin };
    }
    case ctap2Commands.bioEnrollment:
    case ctap2Commands.bioEnrollmentPreview:
      return { ...none, touch: CAPTURES.includes(parametersOf(request).get(0x02)) ? 'always' : 'never' };
    default:
      return none;
  }
}

function optionUp(parameters: CborMap): boolean {
  const options = parameters.get(0x05);
  return !(options instanceof Map && options.get('up') === false);
}

/** Returns no parameters if the bytes are not a map. The request is sent unchanged, and the key may reject it. */
function parametersOf(request: Uint8Array): CborMap {
  try {
    const parameters = decode(request.subarray(1));
    return parameters instanceof Map ? parameters : new Map();
  } catch {
    return new Map();
  }
}

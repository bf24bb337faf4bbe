import type { SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';

const CBOR = 0x90;
/** Names of the commands that write to a key or use its PIN, by CTAP2 command byte and subcommand. */
const names: Readonly<Record<string, string>> = {
  '01': 'makeCredential',
  '02': 'getAssertion',
  '0603': 'setPIN',
  '0604': 'changePIN',
  '07': 'reset',
  '0a06': 'deleteCredential',
  '0d01': 'enableEnterpriseAttestation',
  '0d02': 'toggleAlwaysUv',
  '0d0301': 'setMinPINLength',
  '0d0303': 'forcePINChange',
};

/** Records the CTAP2 commands that arrive at a software key, from now on. Ignores those that only read, such as getInfo. */
export function logCommands(key: SoftwareKey): string[] {
  const log: string[] = [];
  const { connect } = key;
  key.connect = () => {
    const transport = connect();
    return {
      ...transport,
      send: report => {
        const name = nameOf(report);
        if (name !== undefined) log.push(name);
        return transport.send(report);
      },
    };
  };
  return log;
}

/** Reads the first report of a message: channel, command, length, CTAP2 command, CBOR map with the subcommand under 1 or 2. */
function nameOf(report: Uint8Array): string | undefined {
  if (report[4] !== CBOR) return undefined;
  const command = hex(report[7]);
  if (command === '06') return names[command + hex(report[12])];
  const subCommand = command + hex(report[10]);
  // The first parameter of setMinPINLength: the new length, or forceChangePin.
  if (subCommand === '0d03') return names[subCommand + hex(report[13])];
  if (command === '0a' || command === '0d') return names[subCommand];
  return names[command];
}

function hex(byte = 0): string {
  return byte.toString(16).padStart(2, '0');
}

import type { Command } from 'commander';
import type { HostCheck, NetworkReport } from '../../contract/connections/network.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import { errorObject, print } from '../output.ts';
import { withCore } from '../session.ts';
import { listTable } from '../table.ts';

const purposes: Readonly<Record<HostCheck['purpose'], string>> = {
  'sign-in': 'sign-in',
  graph: 'Microsoft Graph',
  'key-models': 'key models',
  webhook: 'webhook',
};

/** `keydesk network`: how each host is reached, and whether it answers. */
export function addNetwork(program: Command): void {
  program
    .command('network')
    .description('show the proxy and the certificates that Keydesk uses, and whether each host answers')
    .action((_: object, command: Command) =>
      withCore(command, {}, async ({ client, json, signal }) => {
        const report = await client.connections.network(undefined, { signal });
        if (!report.ok) process.exitCode = 1;
        print(json, forScripts(report), () => lines(report));
      }),
    );
}

function forScripts({ hosts, ...report }: NetworkReport): object {
  return {
    ...report,
    hosts: hosts.map(({ failure, ...host }) => ({ ...host, error: failure === null ? null : errorObject(failure) })),
  };
}

function lines({ certificates, hosts }: NetworkReport): string[] {
  const roots = certificates.map(
    ({ source, file, count }) => `  ${count} ${file === undefined ? source : `in ${file}`}`,
  );
  const rows = hosts.map(host => [purposes[host.purpose], host.host, wayOf(host), resultOf(host)]);
  const troubles = hosts.flatMap(({ failure }) => (failure === null ? [] : [wordsFor(failure, 'command')]));
  return [
    ...listTable(['for', 'host', 'reached', 'answer'], rows),
    ...troubles.flatMap(({ message, next }) => ['', message, next]),
    '',
    'Root certificates:',
    ...roots,
  ];
}

function wayOf({ proxy, decidedBy }: HostCheck): string {
  const by = {
    'this-computer': '',
    'no-proxy': ' (NO_PROXY)',
    environment: ' (HTTPS_PROXY)',
    system: ' (system)',
    none: '',
  };
  return `${proxy === null ? 'directly' : `through ${proxy}`}${decidedBy === null ? '' : by[decidedBy]}`;
}

function resultOf({ ms, failure }: HostCheck): string {
  return failure === null ? `yes, in ${ms} ms` : 'no';
}

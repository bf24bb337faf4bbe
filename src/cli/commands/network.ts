import type { Command } from 'commander';
import type { HostCheck, NetworkReport } from '../../contract/connections/network.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { errorObject, print } from '../output.ts';
import { listTable } from '../table.ts';

const words = wordsOf('commands').network;

const purposes: Readonly<Record<HostCheck['purpose'], 'signIn' | 'graph' | 'keyModels' | 'webhook'>> = {
  'sign-in': 'signIn',
  graph: 'graph',
  'key-models': 'keyModels',
  webhook: 'webhook',
};

/** Adds `keydesk network`, which shows the route to each host and whether it answers. */
export function addNetwork(program: Command): void {
  addCommand(program, 'network', words.description, {}, async ({ client, json, signal }) => {
    const report = await client.connections.network(undefined, { signal });
    if (!report.ok) process.exitCode = 1;
    print(json, forScripts(report), () => lines(report));
  });
}

function forScripts({ hosts, ...report }: NetworkReport): object {
  return {
    ...report,
    hosts: hosts.map(({ failure, ...host }) => ({ ...host, error: failure === null ? null : errorObject(failure) })),
  };
}

function lines({ certificates, hosts }: NetworkReport): string[] {
  const roots = certificates.map(({ source, file, count }) => words.rootsOf({ count, source, file }));
  const rows = hosts.map(host => [words[purposes[host.purpose]], host.host, wayOf(host), resultOf(host)]);
  const troubles = hosts.flatMap(({ failure }) => (failure === null ? [] : [wordsFor(failure, 'command')]));
  return [
    ...listTable(words.headings, rows),
    ...troubles.flatMap(({ message, next }) => ['', message, next]),
    '',
    words.roots,
    ...roots,
  ];
}

function wayOf({ proxy, decidedBy }: HostCheck): string {
  return proxy === null ? words.direct({ by: decidedBy }) : words.proxied({ proxy, by: decidedBy });
}

function resultOf({ ms, failure }: HostCheck): string {
  return failure === null ? words.answered({ ms }) : words.silent;
}

import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const DAEMON = '/usr/sbin/cupsd';

/** Why the tests that print cannot run here; null if they can. */
export const noCups =
  existsSync(DAEMON) && existsSync('/usr/bin/lp') ? null : 'cups-daemon and cups-client are missing';

/** A CUPS daemon of its own, with the printers `Desk` and `Off`. `Off` accepts nothing. */
export interface Cups {
  /** The environment of programs that print. */
  readonly env: NodeJS.ProcessEnv;
  /** Returns the documents that the queue has, in order. */
  documents(): Buffer[];
  close(): Promise<void>;
}

export async function startCups(): Promise<Cups> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-cups-'));
  chmodSync(folder, 0o755);
  const at = (name: string) => join(folder, name);
  for (const name of ['conf', 'spool', 'tmp', 'state']) mkdirSync(at(name));
  const socket = at('cups.sock');
  const anybody = '<Limit All>\nOrder deny,allow\nAllow all\n</Limit>';
  writeFileSync(
    at('conf/cupsd.conf'),
    `Listen ${socket}\nPreserveJobFiles Yes\n<Location />\nAllow all\n</Location>\n<Policy default>\n${anybody}\n</Policy>\n`,
  );
  const paths = { ServerRoot: 'conf', RequestRoot: 'spool', TempDir: 'tmp', StateDir: 'state', CacheDir: 'state' };
  const files = [
    'FileDevice Yes',
    ...Object.entries(paths).map(([name, path]) => `${name} ${at(path)}`),
    ...['AccessLog', 'ErrorLog', 'PageLog'].map(name => `${name} ${at(name)}`),
    ...(userInfo().uid === 0 ? ['User lp', 'Group lp', 'SystemGroup root'] : []),
  ];
  writeFileSync(at('conf/cups-files.conf'), `${files.join('\n')}\n`);
  const printer = (name: string, accepting: string) =>
    `<Printer ${name}>\nDeviceURI file:///dev/null\nState Idle\nAccepting ${accepting}\n</Printer>\n`;
  writeFileSync(at('conf/printers.conf'), printer('Desk', 'Yes') + printer('Off', 'No'));
  const daemon = spawn(DAEMON, ['-f', '-c', at('conf/cupsd.conf'), '-s', at('conf/cups-files.conf')], {
    stdio: 'ignore',
  });
  const ended = new Promise<void>(resolve => daemon.on('close', () => resolve()));
  while (!existsSync(socket) && daemon.exitCode === null) await sleep(20);
  return {
    env: { ...process.env, CUPS_SERVER: socket },
    documents: () =>
      readdirSync(at('spool'))
        .filter(name => name.startsWith('d'))
        .sort()
        .map(name => readFileSync(join(at('spool'), name))),
    close: async () => {
      daemon.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

import { fileURLToPath } from 'node:url';
import { toFailure } from '../../../contract/failure.ts';
import { wordsFor } from '../../../contract/words.ts';
import { startCore } from '../../core.ts';
import { forkKeyHost } from '../../keys/childHost.ts';
import { readShellOptions } from '../options.ts';
import { noWindowReason, openWindow } from './browser.ts';
import { startLoopbackServer } from './server.ts';

const rendererFolder = fileURLToPath(new URL('../../../../out/renderer', import.meta.url));
/** How long the server outlives its last window, in ms: long enough for a reload. */
const GRACE = 10_000;

/** Runs the core behind a loopback server and shows it in a browser window until that window is closed. */
async function main(): Promise<void> {
  const options = await readShellOptions(process.argv.slice(2));
  const core = await startCore({
    dataFolder: options.dataFolder,
    practice: options.practice,
    udpKeys: options.udpKeys,
    services: {
      kind: 'loopback',
      reason: process.env.KEYDESK_SHELL_REASON ?? 'started without Electron',
      spawnKeyHost: () => forkKeyHost(),
    },
  });
  const server = await startLoopbackServer(core.router, rendererFolder);
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    await server.close();
    await core.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());

  if (options.noOpen) {
    process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
    return;
  }
  const reason = noWindowReason();
  if (reason !== null) {
    say(`Keydesk is running, but ${reason}. Open this address in a browser on this computer:\n${server.url}`);
    return;
  }
  openWindow(server.url, options.dataFolder).on('exit', () => void end());
  let leaving: NodeJS.Timeout | undefined;
  server.onWindows(count => {
    clearTimeout(leaving);
    if (count === 0) leaving = setTimeout(() => void end(), GRACE);
  });
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  const failure = toFailure(error);
  const { message, next } = wordsFor(failure);
  process.stderr.write(
    `${message}\n${next}\n${failure.cause === undefined ? '' : `(${failure.cause.join(' <- ')})\n`}`,
  );
  process.exit(1);
});

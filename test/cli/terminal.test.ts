import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const program = join(import.meta.dirname, '../../src/cli/keydesk.ts');
const COMMAND = `${process.execPath} --disable-warning=ExperimentalWarning ${program} enroll --practice --user user1@contoso.example`;
const PROMPT = /New PIN for the key/g;

/** Runs an enrolment on a terminal of its own and answers each prompt as soon as it is there. */
function onTerminal(answers: string[]): Promise<{ code: number | null; screen: string }> {
  const child = spawn('/usr/bin/script', ['-qec', COMMAND, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = [...answers];
  let screen = '';
  let answered = 0;
  child.stdout.on('data', chunk => {
    screen += chunk;
    if ((screen.match(PROMPT)?.length ?? 0) <= answered) return;
    answered++;
    child.stdin.write(waiting.shift() ?? '');
  });
  return new Promise(resolve => child.on('close', code => resolve({ code, screen })));
}

describe.skipIf(!existsSync('/usr/bin/script'))('keydesk at a terminal (needs script of util-linux)', () => {
  test('asks for a new PIN, again after one too short, and shows neither', async () => {
    const { code, screen } = await onTerminal(['77\r', '246813\r']);
    expect(code).toBe(0);
    expect(screen).toContain('too short');
    expect(screen).toContain('proven');
    expect(screen).not.toContain('77');
    expect(screen).not.toContain('246813');
  });

  test('Ctrl-C at the prompt cancels', async () => {
    const { code, screen } = await onTerminal(['\u0003']);
    expect(code).toBe(1);
    expect(screen).toContain('Cancelled.');
  });
});

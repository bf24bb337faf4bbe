import { afterAll } from 'vitest';
import { endServers } from './openWindow.ts';

// A test that fails before it closes its window leaves a server running. This runs for each file; helpers are loaded once for all.
afterAll(endServers);

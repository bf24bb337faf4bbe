/** The engine's thread. It is a separate thread, so that matching and assigning a hundred thousand users does not block the core. */
import { join } from 'node:path';
import { storageError } from '../../../base/store/storageError.ts';
import { serve } from '../../../base/threads/serve.ts';
import type { EngineCalls } from './calls.ts';
import { type EnginePlace, openEngine } from './engine.ts';

serve<EngineCalls, EnginePlace>(openEngine, ({ folder }, error) => storageError(join(folder, 'keydesk.db'), error));

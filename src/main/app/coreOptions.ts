import type { Clocks } from '../base/store/deskTime.ts';
import type { SignInParts } from '../services/auth/signInContext.ts';
import type { ShellServices } from './shellServices.ts';

/** How a shell wants the core. */
export interface CoreOptions {
  dataFolder: string;
  /** A software key and a simulated tenant inside, in a folder of their own; nothing real is touched. */
  practice: boolean;
  /** Practice mode was not asked for: no tenant is connected, and the window begins with a choice between the two. */
  undecided?: boolean | undefined;
  /** Users activate their own keys, and nothing else can be done; without it the settings say what this computer is for. */
  activate?: boolean | undefined;
  services: ShellServices;
  /** Development keys over UDP, each `PORT:REPLYPORT`. */
  udpKeys?: readonly string[];
  /** A connection for this run alone, before the one in the settings. */
  graph?: { graphUrl: string; version: 'v1.0' | 'beta'; token?: string };
  /** Graph's version for this run, in place of the connection's own. */
  graphVersion?: 'v1.0' | 'beta' | undefined;
  /** The whole run is one operation in one tenant, as a command is: what another process switches meanwhile changes nothing. */
  oneTenant?: boolean | undefined;
  /** How this run signs in, where that is not the settings' matter. */
  signIn?: Pick<SignInParts, 'loginCa' | 'credential' | 'timeout'>;
  /** The code of the directory's thread, where the core is built into one file. */
  directoryThread?: URL;
  /** The same of the workflows' engine. */
  workflowThread?: URL;
  /** The same of the check of the record. */
  integrityThread?: URL;
  /** Secrets of webhooks, where the shell has no safe place to keep them. */
  webhookSecrets?: readonly string[];
  /** How enrollments wait between repeats. Default: by the clock. */
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  log?: (message: string) => void;
  /** Shows a person a text that is not an error and that they must not miss. */
  notice?: (text: string) => void;
  /** What the desk's own time is made of. Default: the system's clocks. */
  clocks?: Clocks | undefined;
}

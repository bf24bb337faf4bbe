import type { Clocks } from '../base/store/deskTime.ts';
import type { SignInParts } from '../services/auth/signInContext.ts';
import type { ShellServices } from './shellServices.ts';

/** The options with which a shell starts the core. */
export interface CoreOptions {
  dataFolder: string;
  /** Uses a software key and a simulated tenant, in a folder of their own. Nothing real is changed. */
  practice: boolean;
  /**
   * Practice mode is on because no tenant is connected. The window begins with a choice between practice and
   * connecting.
   */
  undecided?: boolean | undefined;
  /** Users activate their own keys, and nothing else is possible. Default: the setting of this computer. */
  activate?: boolean | undefined;
  services: ShellServices;
  /** Development keys over UDP, each `PORT:REPLYPORT`. */
  udpKeys?: readonly string[];
  /** A connection for this run only. It takes precedence over the one in the settings. */
  graph?: { graphUrl: string; version: 'v1.0' | 'beta'; token?: string };
  /** Graph's version for this run, instead of the connection's own. */
  graphVersion?: 'v1.0' | 'beta' | undefined;
  /**
   * Runs everything as one operation in one tenant, for a command. Another process that switches the connection does
   * not affect it.
   */
  oneTenant?: boolean | undefined;
  /** How this run signs in, if it does not use the settings. */
  signIn?: Pick<SignInParts, 'loginCa' | 'credential' | 'timeout'>;
  /** The code of the directory's thread, if the core is bundled into one file. */
  directoryThread?: URL;
  /** The code of the workflow engine's thread, if the core is bundled. */
  workflowThread?: URL;
  /** The code of the integrity check's thread, if the core is bundled. */
  integrityThread?: URL;
  /** Secrets of webhooks, for a shell without a safe place to store them. */
  webhookSecrets?: readonly string[];
  /** How enrollments wait between retries. Default: a timer. */
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  log?: (message: string) => void;
  /** Shows a text to a person that is not an error and that they must not miss. */
  notice?: (text: string) => void;
  /** The clocks of the desk's own time. Default: the system's clocks. */
  clocks?: Clocks | undefined;
}

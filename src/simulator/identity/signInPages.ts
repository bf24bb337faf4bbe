import type { SimulatedUser } from '../graph/user.ts';
import { consentPage, endPage, formPostPage, mfaPage, signInPage, userCodePage } from './pages.ts';
import { StsRefusal } from './refusals.ts';
import { checkConsent, checkPassword } from './signingIn.ts';
import { checkClient, type DeviceCode, randomToken, type SignIn, type Sts } from './sts.ts';
import { idTokenClaims, need, noteClaims } from './tokenEndpoint.ts';

type Form = ReadonlyMap<string, string>;

/** One browser's way through the pages: its authorization request, and the redirect address. */
interface Visit {
  readonly scopes: readonly string[];
  /** The user name was entered, but the password was not. */
  user?: SimulatedUser;
  end(answer: SignIn | StsRefusal): string;
}

/** The pages of a sign-in. An error that is not sent to the app ends on a separate page, as in Entra. */
export interface SignInPages {
  authorize(form: Form): string;
  enterCode(form: Form): string;
  next(form: Form): string;
}

const CODE_LIFETIME = 10 * 60_000;
/** Maximum number of suggestions in a browser's list. */
const OFFERED = 8;

interface PagesContext {
  readonly sts: Sts;
  /** By the session id in the pages. */
  readonly visits: Map<string, Visit>;
}

export function createSignInPages(sts: Sts): SignInPages {
  const context: PagesContext = { sts, visits: new Map() };
  return {
    authorize: form => authorize(context, form),
    enterCode: form => enterCode(context, form),
    next: form => next(context, form),
  };
}

function authorize(context: PagesContext, form: Form): string {
  const { sts } = context;
  checkClient(sts, need(form, 'client_id'));
  noteClaims(sts, 'authorize', form);
  const redirectUri = checkRedirect(need(form, 'redirect_uri'));
  const challenge = need(form, 'code_challenge');
  const state = form.get('state') ?? '';
  const nonce = form.get('nonce') || undefined;
  const scopes = need(form, 'scope').split(' ');
  const claims = idTokenClaims(form);
  const end = (answer: SignIn | StsRefusal) => {
    if (answer instanceof StsRefusal) {
      const error = { error: answer.error, error_description: answer.message };
      return formPostPage(redirectUri, { ...error, ...suberrorOf(answer), state });
    }
    const code = randomToken();
    const expiresAt = sts.clock() + CODE_LIFETIME;
    const grant = { signIn: answer, scopes, nonce, claims, revoked: false };
    sts.codes.set(code, { ...grant, redirectUri, challenge, expiresAt, used: false });
    return formPostPage(redirectUri, { code, state });
  };
  return begin(context, { scopes, end }, form.get('login_hint'));
}

function enterCode(context: PagesContext, form: Form): string {
  const entered = form.get('code');
  if (entered === undefined) return userCodePage();
  const waiting = deviceOf(context.sts, entered);
  if (waiting === undefined) return userCodePage('That code did not work. Check the code and try again.');
  const end = (answer: SignIn | StsRefusal) => {
    waiting.answer = answer instanceof StsRefusal ? 'declined' : answer;
    return answer instanceof StsRefusal
      ? endPage('Canceled', 'You have not signed in.')
      : endPage('You have signed in', 'You may now close this window.');
  };
  return begin(context, { scopes: waiting.scopes, end });
}

function next(context: PagesContext, form: Form): string {
  const { sts, visits } = context;
  const session = form.get('session') ?? '';
  const visit = visits.get(session);
  if (visit === undefined) return endPage('Session expired', 'Start the sign-in again.');
  const { user } = visit;
  switch (form.get('action')) {
    case 'password':
      return password(context, session, visit, form);
    case 'approve':
      return user === undefined ? endPage('Session expired', '') : signedIn(context, session, visit, user, sts.clock());
    case 'no-consent':
      visits.delete(session);
      return visit.end(new StsRefusal(90094));
    default:
      visits.delete(session);
      return visit.end(new StsRefusal(65004));
  }
}

function begin({ sts, visits }: PagesContext, visit: Visit, name = ''): string {
  const session = randomToken();
  visits.set(session, visit);
  return signInPage({ session, name, people: people(sts) });
}

function password(context: PagesContext, session: string, visit: Visit, form: Form): string {
  const { sts } = context;
  const name = form.get('name') ?? '';
  try {
    const user = checkPassword(sts, name, form.get('password') ?? '');
    if (!sts.state.mfa.required) return signedIn(context, session, visit, user, null);
    visit.user = user;
    return mfaPage(session, user.displayName);
  } catch (error) {
    if (!(error instanceof StsRefusal)) throw error;
    return signInPage({ session, name, people: people(sts), error: error.message });
  }
}

function signedIn(
  { sts, visits }: PagesContext,
  session: string,
  visit: Visit,
  user: SimulatedUser,
  mfaAt: number | null,
): string {
  try {
    checkConsent(sts, visit.scopes);
  } catch (error) {
    if (!(error instanceof StsRefusal)) throw error;
    return consentPage(session, error.message);
  }
  visits.delete(session);
  return visit.end({ userPrincipalName: user.userPrincipalName, authTime: sts.clock(), mfaAt });
}

function people({ tenant }: Sts): string[] {
  return tenant
    .numbers()
    .slice(0, OFFERED)
    .map(n => tenant.user(n).userPrincipalName);
}

/**
 * Checks the redirect address. A desktop app registers the loopback address with any port (RFC 8252, 7.3). @throws
 * StsRefusal 50011
 */
function checkRedirect(redirectUri: string): string {
  const url = URL.parse(redirectUri);
  if (url?.protocol !== 'http:' || url.hostname !== 'localhost' || url.pathname !== '/') {
    throw new StsRefusal(50011, redirectUri);
  }
  return redirectUri;
}

function suberrorOf({ number }: StsRefusal): { error_subcode?: string } {
  return number === 65004 ? { error_subcode: 'cancel' } : {};
}

function deviceOf({ deviceCodes, clock }: Sts, entered: string): DeviceCode | undefined {
  const wanted = entered.replaceAll(/[\s-]/g, '').toUpperCase();
  return [...deviceCodes.values()].find(
    ({ userCode, expiresAt, answer }) => userCode === wanted && expiresAt > clock() && answer === null,
  );
}

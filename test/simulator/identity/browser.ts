import { request } from 'node:https';
import { rootCertificates } from 'node:tls';

/** A person's sign-in without a browser: forms are parsed and submitted. */
export interface Person {
  readonly name: string;
  readonly password: string;
  /** What the person does after the password. Default: everything that is requested. */
  readonly after?: 'stop' | 'cancel';
}

interface Page {
  readonly url: string;
  readonly text: string;
}

/** Opens an address as the system's browser would, and signs in on the page. Returns the last page. */
export async function signInAt(url: string, ca: string, person: Person): Promise<Page> {
  let page = await get(url, ca);
  if (page.text.includes('name="password"')) {
    page = await submit(page, ca, { ...person, action: person.after === 'cancel' ? 'cancel' : 'password' });
  }
  if (person.after === 'stop') return page;
  if (page.text.includes('value="approve"')) page = await submit(page, ca, { action: 'approve' });
  if (page.text.includes('value="no-consent"')) page = await submit(page, ca, { action: 'no-consent' });
  return page.text.includes('document.forms[0].submit()') ? submit(page, ca, {}) : page;
}

/** Enters a device code and signs in. */
export async function enterCode(uri: string, userCode: string, ca: string, person: Person): Promise<Page> {
  const page = await submit(await get(uri, ca), ca, { code: userCode });
  const next = await submit(page, ca, { ...person, action: person.after === 'cancel' ? 'cancel' : 'password' });
  return next.text.includes('value="approve"') ? submit(next, ca, { action: 'approve' }) : next;
}

/** Submits the page's form with its hidden fields, and with these. */
async function submit(page: Page, ca: string, fields: Readonly<Record<string, string>>): Promise<Page> {
  const action = /<form method="post" action="([^"]*)"/.exec(page.text)?.[1];
  if (action === undefined) throw new Error(`there is no form on ${page.text}`);
  const hidden = [...page.text.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  const values = new URLSearchParams(hidden.map(([, name = '', value = '']) => [plain(name), plain(value)]));
  for (const [name, value] of Object.entries(fields)) values.set(name, value);
  return get(new URL(plain(action), page.url).href, ca, values.toString());
}

/** Sends a request: a POST if there is a body. */
async function get(url: string, ca: string, body?: string): Promise<Page> {
  if (url.startsWith('http:')) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    // MSAL listens at 127.0.0.1 although its address says localhost.
    const address = url.replace('//localhost:', '//127.0.0.1:');
    const answer = await fetch(address, { method: 'POST', headers, body: body ?? '' });
    return { url, text: await answer.text() };
  }
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const method = body === undefined ? 'GET' : 'POST';
    const sent = request(url, { ca: [...rootCertificates, ca], method, headers }, async response => {
      let text = '';
      for await (const part of response) text += part;
      resolve({ url, text });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function plain(text: string): string {
  const signs: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, entity => signs[entity] ?? entity);
}

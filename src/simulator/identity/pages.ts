/** A page, or a part of one: text that is already HTML. */
export interface Html {
  readonly html: string;
}

/** Creates HTML with escaped values. SECURITY: text from a request is shown as text, never as markup. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
  const texts = values.map(value => {
    if (typeof value === 'string') return escapeHtml(value);
    return 'html' in value ? value.html : value.map(part => part.html).join('');
  });
  return { html: String.raw({ raw: parts }, ...texts) };
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, sign => entities[sign] ?? sign);
}

const STYLE = {
  html: `body{font:15px/1.4 "Segoe UI",system-ui,sans-serif;background:#f2f2f2;color:#1b1b1b;margin:0;display:grid;place-items:center;min-height:100vh}
main{background:#fff;width:min(440px,90vw);padding:44px;box-shadow:0 2px 6px rgba(0,0,0,.2);box-sizing:border-box}
h1{font-size:24px;font-weight:600;margin:8px 0 16px}label{display:block;margin:12px 0 4px}
input{width:100%;box-sizing:border-box;font:inherit;padding:6px 8px}
button{font:inherit;padding:6px 20px;margin:20px 8px 0 0;border:0;background:#0067b8;color:#fff}
button.plain{background:#e1e1e1;color:#1b1b1b}.error{color:#b3261e}.quiet{color:#666}`,
};

function page(title: string, content: Html): string {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${STYLE}</style></head>
<body><main><div class="quiet">Contoso · simulated sign-in</div><h1>${title}</h1>${content}</main></body></html>`.html;
}

/** Asks for the user name. `people` are suggestions. */
export function signInPage(form: { session: string; name: string; people: readonly string[]; error?: string }): string {
  return page(
    'Sign in',
    html`${errorLine(form.error)}<form method="post" action="/login">${hidden(form.session)}
<label for="name">User name</label><input id="name" name="name" list="people" autocomplete="off" required value="${form.name}">
<datalist id="people">${form.people.map(name => html`<option value="${name}"></option>`)}</datalist>
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="off">
<button name="action" value="password">Sign in</button>
<button class="plain" name="action" value="cancel" formnovalidate>Cancel</button></form>`,
  );
}

export function mfaPage(session: string, name: string): string {
  return page(
    'Approve sign-in request',
    html`<p>${name}, open your authenticator app and approve the request.</p>
<form method="post" action="/login">${hidden(session)}<button name="action" value="approve">I have approved it</button>
<button class="plain" name="action" value="cancel">Cancel</button></form>`,
  );
}

/** Only an administrator may grant the missing permission. A person can only go back. */
export function consentPage(session: string, message: string): string {
  return page(
    'Need admin approval',
    html`<p>Keydesk needs permissions that only an administrator can grant.</p>${errorLine(message)}
<form method="post" action="/login">${hidden(session)}
<button name="action" value="no-consent">Return to the application without granting consent</button></form>`,
  );
}

export function userCodePage(error?: string): string {
  return page(
    'Enter code',
    html`${errorLine(error)}<form method="post" action="/devicelogin"><label for="code">Code</label>
<input id="code" name="code" autocomplete="off" required><button>Next</button></form>`,
  );
}

/** The final page if there is no address to redirect to. */
export function endPage(title: string, message: string): string {
  return page(title, html`<p>${message}</p>`);
}

/** Sends the response to the app by a POST from the browser (OAuth 2.0 Form Post Response Mode). */
export function formPostPage(redirectUri: string, answer: Readonly<Record<string, string>>): string {
  const fields = Object.entries(answer).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const script = { html: '<script>document.forms[0].submit()</script>' };
  return page(
    'Working…',
    html`<form method="post" action="${redirectUri}">${fields}<noscript><button>Continue</button></noscript></form>${script}`,
  );
}

function hidden(session: string): Html {
  return html`<input type="hidden" name="session" value="${session}">`;
}

function errorLine(message: string | undefined): Html {
  return message === undefined ? html`` : html`<p class="error" role="alert">${message}</p>`;
}

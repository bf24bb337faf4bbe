import { CloudEvent } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { cloudEvent, type StoredEvent, signedHeaders } from '../../../../src/main/features/webhooks/message.ts';

const event: StoredEvent = {
  id: '0a8f2c1e-5b1c-4d43-9a43-0e0a7cf0c001',
  type: 'passkey.registered',
  at: '2026-11-25T10:00:00.000Z',
  tenant: 'https://graph.example/t 1',
  user: { id: 'user-1', userPrincipalName: 'anna@contoso.example' },
  data: { assignmentId: 'a1', keyAaguid: 'x', keySerial: '7', pin: '123456', displayName: 'Anna' },
};
const parse = (...fields: Parameters<typeof cloudEvent>[1]) => JSON.parse(cloudEvent(event, fields));

describe('the message', () => {
  test('is a CloudEvent by the rules of its own SDK', () => {
    const message = parse('userId', 'userPrincipalName', 'key');
    expect(() => new CloudEvent(message, true)).not.toThrow();
    expect(new CloudEvent(message).toJSON()).toMatchObject({
      id: event.id,
      type: 'passkey.registered',
      source: 'urn:keydesk:tenant:https%3A%2F%2Fgraph.example%2Ft%201',
      subject: 'user-1',
      time: event.at,
      data: {
        assignmentId: 'a1',
        userId: 'user-1',
        userPrincipalName: 'anna@contoso.example',
        keyAaguid: 'x',
        keySerial: '7',
      },
    });
  });

  test('names a person or a key only where that was ticked, and never a member that is not listed', () => {
    expect(parse().data).toEqual({ assignmentId: 'a1' });
    expect(parse()).not.toHaveProperty('subject');
    expect(parse('userPrincipalName').data).toEqual({ assignmentId: 'a1', userPrincipalName: 'anna@contoso.example' });
    expect(JSON.stringify(parse('userId', 'userPrincipalName', 'key'))).not.toMatch(/123456|"Anna"/);
  });

  test('carries a signature for each live secret, and others do not fit', () => {
    const secrets = ['whsec_c2VjcmV0LW9uZS1zZWNyZXQtb25lLTEyMzQ=', 'whsec_c2VjcmV0LXR3by1zZWNyZXQtdHdvLTEyMzQ='];
    const body = cloudEvent(event, ['userId']);
    const headers = signedHeaders(event.id, body, secrets, new Date());
    for (const secret of secrets) expect(new Webhook(secret).verify(body, headers)).toMatchObject({ id: event.id });
    const stranger = new Webhook('whsec_c2VjcmV0LXh4eC1zZWNyZXQteHh4LTEyMzQ=');
    expect(() => stranger.verify(body, headers)).toThrow();
    expect(() => new Webhook(secrets[0] ?? '').verify(`${body} `, headers)).toThrow();
  });

  test('has these members and no others', () => {
    const full = { ...event, data: { ...event.data, purpose: 'primary', securityKeyId: 'k', methodId: 'm' } };
    expect(JSON.parse(cloudEvent(full, ['userId', 'userPrincipalName', 'key']))).toEqual({
      specversion: '1.0',
      id: event.id,
      source: 'urn:keydesk:tenant:https%3A%2F%2Fgraph.example%2Ft%201',
      type: 'passkey.registered',
      time: event.at,
      subject: 'user-1',
      datacontenttype: 'application/json',
      data: {
        assignmentId: 'a1',
        purpose: 'primary',
        securityKeyId: 'k',
        keyAaguid: 'x',
        keySerial: '7',
        methodId: 'm',
        userId: 'user-1',
        userPrincipalName: 'anna@contoso.example',
      },
    });
  });

  test('has every member that is always sent', () => {
    const told = ['assignmentId', 'purpose', 'source', 'workflowId', 'reason', 'code', 'station'];
    const data = Object.fromEntries(told.map(name => [name, `the ${name}`]));
    expect(JSON.parse(cloudEvent({ ...event, data }, [])).data).toEqual(data);
  });

  test('names no user where the event is about none', () => {
    const message = JSON.parse(cloudEvent({ ...event, user: null }, ['userId', 'userPrincipalName']));
    expect([message.subject, message.data]).toEqual([undefined, { assignmentId: 'a1' }]);
  });

  test('has the headers of the scheme, with the time in whole seconds', () => {
    const headers = signedHeaders('id', '{}', ['whsec_c2VjcmV0LW9uZS1zZWNyZXQtb25lLTEyMzQ='], new Date(1_999_999));
    expect(headers).toEqual({
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'user-agent': 'Keydesk',
      'webhook-id': 'id',
      'webhook-timestamp': '1999',
      'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/=]+$/),
    });
  });
});

import { expect, test } from 'vitest';
import { metadataSource } from '../../../../src/renderer/features/settings/metadataSource.ts';

test('a web address is loaded, anything else is the path of a file', () => {
  expect(metadataSource(' https://mds.example/blob ', '')).toEqual({ url: 'https://mds.example/blob' });
  expect(metadataSource('HTTP://mds.example/', '')).toEqual({ url: 'HTTP://mds.example/' });
  expect(metadataSource('C:\\lists\\blob.jwt', '')).toEqual({ file: 'C:\\lists\\blob.jwt' });
  expect(metadataSource('/home/otto/https.jwt', ' ')).toEqual({ file: '/home/otto/https.jwt' });
});

test('a root certificate is sent only if there is one', () => {
  expect(metadataSource('/blob.jwt', '-----BEGIN CERTIFICATE-----')).toMatchObject({
    root: '-----BEGIN CERTIFICATE-----',
  });
});

import { describe, expect, it } from 'vitest';
import { isDeskUrl, isSigningUrl } from './lockdown.ts';

describe('where windows may go', () => {
  it('knows the signing page of this PC from everything that resembles it', () => {
    expect(isSigningUrl('http://127.0.0.1:40123/s/abc')).toBe(true);
    for (const url of [
      'https://127.0.0.1:40123/s/abc',
      'http://127.0.0.1:40123/api/status',
      'http://127.0.0.1/s/abc',
      'http://127.0.0.1.evil.example:80/s/abc',
      'http://127.0.0.1:1@evil.example:80/s/abc',
      'http://user@127.0.0.1:40123/s/abc',
      'http://evil.example:40123/s/abc',
      'http://127.0.0.1:40123/s/../api',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'not an address',
    ]) {
      expect(isSigningUrl(url), url).toBe(false);
    }
  });

  it('keeps the desk on its own origin', () => {
    expect(isDeskUrl('app://desk/desk/#/intake')).toBe(true);
    for (const url of [
      'app://desk.evil/',
      'app://deskevil',
      'app://other/',
      'http://desk/',
      'about:blank',
      'data:text/html,x',
    ]) {
      expect(isDeskUrl(url), url).toBe(false);
    }
  });
});

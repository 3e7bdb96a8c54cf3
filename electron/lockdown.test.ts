import { EventEmitter } from 'node:events';
import type { WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { isDeskUrl, isSigningUrl, keepInside } from './lockdown.ts';

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

  it('lets the desk open a plain window for an attachment, which may show nothing but the desk’s own bytes', () => {
    let decide: (details: { url: string }) => { action: string } = () => ({ action: 'none' });
    const contents = () =>
      Object.assign(new EventEmitter(), {
        setWindowOpenHandler: (handler: typeof decide) => {
          decide = handler;
        },
      }) as unknown as WebContents & EventEmitter;
    const stopped = (on: EventEmitter, event: string, url: string) => {
      let prevented = false;
      const preventDefault = () => {
        prevented = true;
      };
      on.emit(event, { url, isMainFrame: false, preventDefault });
      return prevented;
    };
    const desk = contents();
    const signing: string[] = [];
    keepInside(desk, isDeskUrl, { viewer: { title: '附件' }, signing: (url) => signing.push(url) });
    expect(decide({ url: 'about:blank' })).toMatchObject({
      action: 'allow',
      overrideBrowserWindowOptions: { title: '附件' },
    });
    expect(decide({ url: 'http://127.0.0.1:40123/s/abc' }).action).toBe('deny');
    expect(decide({ url: 'https://evil.example/' }).action).toBe('deny');
    expect(signing).toEqual(['http://127.0.0.1:40123/s/abc']);
    expect(stopped(desk, 'will-frame-navigate', 'blob:app://desk/1')).toBe(false);
    expect(stopped(desk, 'will-frame-navigate', 'https://evil.example/')).toBe(true);

    const viewer = contents();
    desk.emit('did-create-window', { webContents: viewer });
    expect(decide({ url: 'about:blank' }).action).toBe('deny');
    expect(stopped(viewer, 'will-navigate', 'blob:app://desk/1')).toBe(false);
    expect(stopped(viewer, 'will-navigate', 'app://desk/desk/')).toBe(true);
    expect(stopped(viewer, 'will-redirect', 'https://evil.example/')).toBe(true);
  });
});

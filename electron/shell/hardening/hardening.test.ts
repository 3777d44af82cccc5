import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { hardenAllContents, hardenContents } from './contents.main.ts';
import { hardenProcess } from './process.main.ts';
import { hardenSession } from './session.main.ts';

type App = Parameters<typeof hardenAllContents>[0] & Parameters<typeof hardenProcess>[0];
type Session = Parameters<typeof hardenSession>[0];
type WebContents = Parameters<typeof hardenContents>[0];

/** Collects what is set; every handler can then be asked as Chromium would. */
class Recorder extends EventEmitter {
  readonly set = new Map<string, unknown>();

  constructor() {
    super();
    return new Proxy(this, {
      get: (target, name, receiver) => {
        if (Reflect.has(target, name)) return Reflect.get(target, name, receiver) as unknown;
        return (...args: unknown[]) => {
          target.set.set(String(name), args[0]);
        };
      },
    });
  }

  handler(name: string): (...args: unknown[]) => unknown {
    return this.set.get(name) as (...args: unknown[]) => unknown;
  }
}

function answerOf(ask: (answer: (value: unknown) => void) => unknown): unknown {
  let given: unknown = 'no answer';
  ask((value) => {
    given = value;
  });
  return given;
}

/** Whether a listener stops the event. */
function prevents(emitter: EventEmitter, name: string, ...rest: unknown[]): boolean {
  let prevented = false;
  emitter.emit(name, { preventDefault: () => (prevented = true) }, ...rest);
  return prevented;
}

describe('hardenSession', () => {
  const session = Object.assign(new Recorder(), {
    webRequest: { onBeforeRequest: (listener: unknown) => session.set.set('onBeforeRequest', listener) },
  });
  hardenSession(session as unknown as Session);

  test('grants nothing', () => {
    const details = { isMainFrame: true, requestingUrl: 'app://swarm/index.html' };
    expect([
      answerOf((answer) => session.handler('setPermissionRequestHandler')({}, 'media', answer, details)),
      session.handler('setPermissionCheckHandler')(null, 'clipboard-read', '', details),
      session.handler('setDevicePermissionHandler')({}),
      answerOf((answer) => session.handler('setDisplayMediaRequestHandler')({}, answer)),
      answerOf((answer) => session.handler('setBluetoothPairingHandler')({}, answer)),
      session.handler('setUSBProtectedClassesHandler')({ protectedClasses: ['hid'] }),
      answerOf((answer) => session.handler('setCertificateVerifyProc')({}, answer)),
      session.set.get('setSpellCheckerEnabled'),
      session.set.get('enableNetworkEmulation'),
    ]).toEqual([false, false, false, null, { confirmed: false }, ['hid'], -2, false, { offline: true }]);
  });

  test.each([
    ['our page', { isMainFrame: true, requestingUrl: 'app://swarm/index.html' }, true],
    ['a frame', { isMainFrame: false, requestingUrl: 'app://swarm/index.html' }, false],
    ['another page', { isMainFrame: true, requestingUrl: 'https://example.com/' }, false],
  ])('copying text out of %s is allowed: %s', (_name, details, allowed) => {
    const permission = 'clipboard-sanitized-write';
    expect([
      answerOf((answer) => session.handler('setPermissionRequestHandler')({}, permission, answer, details)),
      session.handler('setPermissionCheckHandler')(null, permission, '', details),
    ]).toEqual([allowed, allowed]);
  });

  test('downloads nothing and chooses no device', () => {
    expect(prevents(session, 'will-download', {})).toBe(true);
    for (const name of ['select-hid-device', 'select-serial-port', 'select-usb-device']) {
      expect(answerOf((answer) => prevents(session, name, {}, {}, answer))).toBe('');
    }
    expect(answerOf((answer) => session.emit('file-system-access-restricted', {}, {}, answer))).toBe('deny');
  });

  test.each([
    ['app://swarm/index.html', false],
    ['https://example.com/', true],
    ['http://127.0.0.1/', true],
    ['file:///etc/passwd', true],
    ['ws://localhost/', true],
    ['app://other/x', true],
    ['', true],
  ])('a request to %j is cancelled: %s', (url, cancel) => {
    expect(answerOf((answer) => session.handler('onBeforeRequest')({ url }, answer))).toEqual({ cancel });
  });
});

describe('hardenContents', () => {
  test('refuses navigation, windows, frames and logins of whatever contents are made', () => {
    const app = new EventEmitter();
    hardenAllContents(app as unknown as App);
    const contents = new Recorder();
    app.emit('web-contents-created', {}, contents);
    expect(contents.handler('setWindowOpenHandler')({ url: 'app://swarm/index.html' })).toEqual({
      action: 'deny',
    });
    const stopped = ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview', 'login'];
    expect(stopped.filter((name) => !prevents(contents, name))).toEqual([]);
  });

  test('refuses certificates and logins of the application', () => {
    const app = new EventEmitter();
    hardenAllContents(app as unknown as App);
    expect(
      answerOf((answer) => {
        expect(prevents(app, 'certificate-error', {}, '', '', {}, answer)).toBe(true);
      }),
    ).toBe(false);
    expect([prevents(app, 'select-client-certificate'), prevents(app, 'login')]).toEqual([true, true]);
  });

  test('one kind of contents is enough: the function takes any', () => {
    const contents = new Recorder();
    hardenContents(contents as unknown as WebContents);
    expect(prevents(contents, 'will-navigate')).toBe(true);
  });
});

describe('hardenProcess', () => {
  test('turns the sandbox on and sets the switches that were reviewed', () => {
    const switches: string[] = [];
    let sandboxed = false;
    hardenProcess({
      enableSandbox: () => {
        sandboxed = true;
      },
      commandLine: { appendSwitch: (...parts: string[]) => switches.push(parts.join('=')) },
    } as unknown as App);
    expect(sandboxed).toBe(true);
    expect(switches).toEqual([
      'host-resolver-rules=MAP * ~NOTFOUND',
      'proxy-server=http://127.0.0.1:9',
      'proxy-bypass-list=<-loopback>',
      'force-webrtc-ip-handling-policy=disable_non_proxied_udp',
      'disable-background-networking',
      'disable-client-side-phishing-detection',
      'disable-component-update',
      'disable-default-apps',
      'disable-domain-reliability',
      'disable-quic',
      'disable-sync',
      'dns-prefetch-disable',
      'no-pings',
      'disable-breakpad',
      'disable-features=DnsOverHttps,AsyncDns,NetworkTimeServiceQuerying,OptimizationHints,Translate,MediaRouter',
    ]);
  });
});

import { expect, test } from 'vitest';
import { menuTemplate } from './menu.main.ts';
import { windowOptions } from './options.main.ts';

test('every web preference is the one that was reviewed', () => {
  expect(windowOptions('/app/window.preload.cjs').webPreferences).toEqual({
    preload: '/app/window.preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    additionalArguments: [],
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    enableBlinkFeatures: '',
    disableBlinkFeatures: '',
    enablePreferredSizeMode: false,
    enableWebSQL: false,
    webviewTag: false,
    plugins: false,
    devTools: false,
    spellcheck: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    disableDialogs: true,
    disableHtmlFullscreenWindowResize: true,
    disableWakeLocks: true,
    autoplayPolicy: 'document-user-activation-required',
    backgroundThrottling: false,
    focusOnNavigation: true,
    javascript: true,
    images: true,
    imageAnimationPolicy: 'noAnimation',
    webgl: false,
    offscreen: false,
    textAreasAreResizable: true,
    scrollBounce: false,
    transparent: false,
    zoomFactor: 1,
    defaultEncoding: 'UTF-8',
  });
});

test('no menu offers reloading or developer tools', () => {
  expect(menuTemplate('linux')).toBeNull();
  expect(menuTemplate('win32')).toBeNull();
  expect(JSON.stringify(menuTemplate('darwin'))).not.toMatch(/reload|devtools|zoomin/i);
});

import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron';

/** SEC-09: every web preference, also where it equals Electron's default; a test pins this list. */
export function webPreferences(preloadFile: string): WebPreferences {
  return {
    preload: preloadFile,
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
  };
}

/** The one kind of window we have. Shown when its first page is painted. */
export function windowOptions(preloadFile: string): BrowserWindowConstructorOptions {
  return {
    title: 'Swarm Clinical',
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 640,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: '#f7f8f9',
    webPreferences: webPreferences(preloadFile),
  };
}

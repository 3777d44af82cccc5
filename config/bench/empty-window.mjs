// The smallest application of the same host: one window, one line of text. The baseline of window.bench.ts.
import { app, BrowserWindow, protocol } from 'electron';

app.enableSandbox();
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
await app.whenReady();
const page = '<!doctype html><html lang="en"><title>Empty</title><button>Usable</button></html>';
protocol.handle('app', () => new Response(page, { headers: { 'Content-Type': 'text/html' } }));
const window = new BrowserWindow({ show: false });
window.once('ready-to-show', () => window.show());
app.on('window-all-closed', () => app.quit());
await window.loadURL('app://swarm/index.html');

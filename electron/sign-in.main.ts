import { join } from 'node:path';
import { app } from 'electron';
import { hardenProcess } from './shell/index.ts';

/**
 * SEC-50: the sign-in process as a package has it, where every process is Electron's. It opens no window and
 * loads no page; what Chromium keeps of its own lies apart from what the application has.
 */
hardenProcess(app);
app.setPath('userData', join(app.getPath('userData'), 'sign-in'));
await import('./governance/sign-in-process/sign-in.utility.ts');

// Opens the window: in Electron where a runtime is present, otherwise in the Chromium stand-in.
import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describeHost, electronProgram, root } from '../e2e/driver/host.ts';
import { StandIn } from '../e2e/host/owner/stand-in.ts';

console.error(`Starting Swarm Clinical in ${describeHost()}.`);
const program = electronProgram();
if (program !== undefined) {
  const command = [program, root, ...process.argv.slice(2)];
  if (process.platform === 'linux') command.unshift(join(root, 'config/electron/isolated-start.sh'));
  const child = spawn(command[0], command.slice(1), { stdio: 'inherit' });
  child.on('exit', (code) => process.exit(code ?? 1));
} else if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
  console.error(
    'There is no display. On a desktop run `npm start` in a terminal there. Without one, a virtual display\n' +
      'serves: sudo apt-get install xvfb; xvfb-run -s "-screen 0 1600x1000x24" npm start',
  );
  process.exit(1);
} else {
  const given = process.argv.find((argument) => argument.startsWith('--user-data-dir='));
  const standIn = new StandIn({
    entry: join(root, 'out/electron/main.main.js'),
    appFolder: root,
    userFolder:
      given?.slice('--user-data-dir='.length) ??
      join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'Swarm Clinical'),
    headed: true,
    onBrowser: (sandbox) => console.error(`Chromium's sandbox is ${sandbox}.`),
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void standIn.close());
  process.exit(await standIn.ended);
}

// Says that it runs and waits for its end, for tests that look at a program of ours from outside.
process.send?.({ t: 'running' });
process.on('message', () => undefined);

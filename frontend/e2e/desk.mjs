// Starts the real server in a folder of its own, with one admin and, where a file is named, imported patients.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const bin = resolve(process.env.CAREDESK_BIN ?? '../target/debug/caredesk');
if (!existsSync(bin)) {
  console.error(`no server at ${bin}: build it with "cargo build", or name it in CAREDESK_BIN`);
  process.exit(2);
}
const patients = resolve(process.env.CAREDESK_PATIENTS ?? 'e2e/patients.ndjson');
const folder = mkdtempSync(join(tmpdir(), 'caredesk-e2e-'));
const setting = { cwd: folder, stdio: ['pipe', 'inherit', 'inherit'] };

function run(args, input) {
  const { status } = spawnSync(bin, args, { ...setting, input });
  // An import that refuses some lines has still brought the others.
  if (status !== 0 && args[0] !== 'import') process.exit(status ?? 1);
}

run(
  ['admin', 'create', '--email', 'ada@desk.example', '--name', 'Ada Obi', '--password-stdin'],
  'correct horse battery\n',
);
run(['import', 'fhir-patients', patients]);

const env = { ...process.env, CAREDESK_PUBLIC_URL: process.env.DESK_URL };
const server = spawn(bin, ['serve', '--listen', `127.0.0.1:${process.env.DESK_PORT}`], {
  ...setting,
  stdio: ['ignore', 'ignore', 'pipe'],
  env,
});
// The log is only worth reading when the server fell over.
let log = '';
server.stderr.on('data', (text) => {
  log = (log + text).slice(-20_000);
});
const stop = () => server.kill('SIGTERM');
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
server.on('exit', (code) => {
  if (code) console.error(log);
  rmSync(folder, { recursive: true, force: true });
  process.exit(code ?? 0);
});

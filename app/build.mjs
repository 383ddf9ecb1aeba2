// Builds the page into app/dist, ready to be embedded: `node app/build.mjs [--dev]`.
//
// cargo compiles the page for size and the worker for speed, wasm-split cuts the page into the parts of
// `app/src/pages/part.rs`, wasm-bindgen writes their JavaScript. Everything below assets/ has its content's hash in
// its path, so it can be cached for ever; each file has a `.br` and a `.gz` beside it. Nothing is inline: the
// server's policy forbids it.
// `--dev` skips compression and compiles for quick rebuilds.
//
// There is no wasm-opt: after LLVM's link-time optimisation its -Oz made the page 0.2 % smaller when compressed
// and its -O3 the worker 2 % larger, for a minute and a half of each build.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const APP = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(APP);
const CI = join(ROOT, '.ci');
const DIST = join(APP, 'dist');
const WASM_TARGET = 'wasm32-unknown-unknown';
const TARGET = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target'), 'wasm');
const CACHE = join(TARGET, 'page-cache');
const DEV = process.argv.includes('--dev');

/** Starts a worker. One of a crew is sent the compiled module, any other one loads it. What arrives in the
 * meantime is kept and handed over then. */
const startWorker = (wasm) => `
const sent = () => new Promise((resolve) => addEventListener('message', ({ data }) => resolve(data), { once: true }));
const module_or_path = globalThis.name === 'crew' ? await sent() : '${wasm}';
const early = [];
const keep = (event) => early.push(event);
addEventListener('message', keep);
await __wbg_init({ module_or_path });
removeEventListener('message', keep);
for (const { data, ports } of early) dispatchEvent(new MessageEvent('message', { data, ports }));
`;

/** The wasm binaries of the package `app`. `features` are those of the call of cargo; `start` writes what
 * its JavaScript ends with, and knows the addresses of the binaries before it. */
const BINARIES = [
  {
    name: 'muster-page',
    profile: 'page',
    features: ['--no-default-features', '--features', 'page'],
    rustflags: '--cfg erase_components',
    isSplit: true,
    start: (wasm) => `
__wbg_init({ module_or_path: '${wasm}' }).catch((error) => {
  document.getElementById('start-failed')?.removeAttribute('hidden');
  throw error;
});
`,
  },
  {
    name: 'file-reader',
    profile: 'worker',
    features: ['--no-default-features', '--features', 'reader'],
    rustflags: '-Ctarget-feature=+simd128',
    start: startWorker,
  },
  {
    name: 'import-worker',
    profile: 'worker',
    features: ['--no-default-features'],
    rustflags: '-Ctarget-feature=+simd128',
    start: (wasm, urls) => `globalThis.fileReader = '${urls['file-reader.js']}';\n${startWorker(wasm)}`,
  },
];

const COMPRESSED = new Set(['.css', '.html', '.ico', '.js', '.json', '.svg', '.txt', '.wasm', '.webmanifest']);

const hash = (...parts) => {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest('hex');
};
const shortHash = (...parts) => hash(...parts).slice(0, 16);

function run(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${basename(command)} ended with ${code}`))));
  });
}

/** The value of a pure, slow function, kept by the hash of all that it depends on. */
async function cached(key, compute) {
  const path = join(CACHE, key);
  used.add(key);
  if (existsSync(path)) return readFile(path);
  const value = await compute();
  await writeFile(path, value);
  return value;
}
const used = new Set();

/** Compiles one binary and returns its JavaScript and its wasm by their names, which they call each other by. */
async function compile({ name, profile, features, rustflags, isSplit }) {
  const built = DEV ? 'dev' : profile;
  const flags = [DEV ? '' : rustflags, isSplit ? '-Clink-arg=--emit-relocs' : ''].join(' ').trim();
  const args = ['build', '--target', WASM_TARGET, '--profile', built, '-p', 'app', '--bin', name, ...features];
  await run(join(CI, 'wasm-cargo'), args, { RUSTFLAGS: flags });

  const out = join(TARGET, 'bindgen', name);
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  let compiled = join(TARGET, WASM_TARGET, DEV ? 'debug' : profile, `${name}.wasm`);
  if (isSplit) {
    await run(join(CI, 'wasm-split'), [compiled, out, '--out-name', name]);
    compiled = join(out, `${name}.wasm`);
  }
  const keep = isSplit ? ['--keep-lld-exports'] : [];
  await run(join(CI, 'wasm-bindgen'), ['--target', 'web', '--no-typescript', ...keep, '--out-dir', out, '--out-name', name, compiled]);
  if (isSplit) await rm(compiled);

  const files = await filesBelow(out);
  if (!DEV) for (const [path, content] of files) if (path.endsWith('.wasm')) files.set(path, withoutCustomSections(content));
  return files;
}

/** A module without names and the like, which only help those who look for errors. */
function withoutCustomSections(wasm) {
  const kept = [wasm.subarray(0, 8)];
  for (let at = 8; at < wasm.length; ) {
    const begin = at;
    const id = wasm[at++];
    let size = 0;
    for (let shift = 0, byte = 0x80; byte & 0x80; shift += 7) {
      byte = wasm[at++];
      size += (byte & 0x7f) * 2 ** shift;
    }
    at += size;
    if (id !== 0) kept.push(wasm.subarray(begin, at));
  }
  return Buffer.concat(kept);
}

/** The files below a folder by their path in it; none where there is no such folder. */
async function filesBelow(folder) {
  const files = new Map();
  if (!existsSync(folder)) return files;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((entry) => entry.isFile())) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    files.set(path.slice(folder.length + 1), await readFile(path));
  }
  return files;
}

/** All style sheets as one, in the order of their names. */
async function stylesheet() {
  const files = await filesBelow(join(ROOT, 'style'));
  const names = [...files.keys()].filter((name) => name.endsWith('.css')).sort();
  return Buffer.concat(names.map((name) => files.get(name)));
}

/** Everything that is served, by its path. */
async function assemble() {
  const files = await filesBelow(join(ROOT, 'public'));
  const put = (name, extension, content) => {
    const path = `assets/${name}-${shortHash(content)}${extension}`;
    files.set(path, Buffer.from(content));
    return `/${path}`;
  };

  const urls = { style: put('muster', '.css', await stylesheet()) };
  for (const [path, texts] of await filesBelow(join(APP, 'locales'))) {
    const name = `texts-${basename(path, '.json')}`;
    // Without what only helps those who write them.
    urls[name] = put(name, '.json', JSON.stringify(JSON.parse(texts)));
  }
  const compiled = await Promise.all(BINARIES.map(compile));
  for (const [index, { name, start }] of BINARIES.entries()) {
    const parts = compiled[index];
    const glue = parts.get(`${name}.js`).toString();
    // They name each other, so none can have a hash of its own in its name.
    const folder = `assets/${name}-${shortHash(start('', urls), ...parts.values())}`;
    parts.set(`${name}.js`, Buffer.from(glue + start(`/${folder}/${name}_bg.wasm`, urls)));
    for (const [path, content] of parts) {
      files.set(`${folder}/${path}`, content);
      urls[path] = `/${folder}/${path}`;
    }
  }

  const template = await readFile(join(APP, 'index.html'), 'utf8');
  const page = template.replace(/\{\{(.+?)\}\}/g, (placeholder, name) => {
    if (!(name in urls)) throw new Error(`app/index.html: ${placeholder} is none of ${Object.keys(urls).join(', ')}`);
    return urls[name];
  });
  files.set('index.html', Buffer.from(page));
  return files;
}

/** Puts beside each file that is worth it what the server sends to browsers that take br or gzip. */
async function precompress(files) {
  const brotli = (content) =>
    promisify(brotliCompress)(content, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
    });
  const zip = (content) => promisify(gzip)(content, { level: 9 });
  const worthIt = [...files].filter(([path, content]) => COMPRESSED.has(extname(path)) && content.length > 512);
  await Promise.all(
    worthIt.map(async ([path, content]) => {
      const key = hash(content);
      files.set(`${path}.br`, await cached(`${key}.br`, () => brotli(content)));
      files.set(`${path}.gz`, await cached(`${key}.gz`, () => zip(content)));
    }),
  );
}

/** Makes app/dist equal to `files`; what is the same already keeps its time, so that the server is not compiled again. */
async function write(files) {
  const present = await filesBelow(DIST);
  for (const path of present.keys()) if (!files.has(path)) await rm(join(DIST, path));
  for (const [path, content] of files) {
    if (present.get(path)?.equals(content)) continue;
    await mkdir(dirname(join(DIST, path)), { recursive: true });
    await writeFile(join(DIST, path), content);
  }
}

/** What a browser loads at most, compressed: to show the page, and when a file is chosen. In KB. Of `either` it loads
 * one. */
const BUDGETS = [
  {
    what: 'first load',
    parts: /^(assets\/muster-(?!page-\w+\/(split|chunk)_)|index\.html)/,
    either: /^assets\/texts-/,
    limit: 220,
  },
  { what: 'worker', parts: /^assets\/import-worker-/, limit: 450 },
];

function report(files) {
  const kilobytes = (path) => (files.get(path)?.length ?? 0) / 1024;
  const size = (path) => kilobytes(path).toFixed(1).padStart(9);
  console.log(`${'KB'.padStart(9)}${'brotli'.padStart(10)}  app/dist`);
  for (const path of [...files.keys()].sort()) {
    if (/\.(br|gz)$/.test(path)) continue;
    console.log(`${size(path)} ${size(`${path}.br`)}  ${path}`);
  }
  const compressed = (parts) => [...files.keys()].filter((path) => parts?.test(path) && path.endsWith('.br')).map(kilobytes);
  for (const { what, parts, either, limit } of DEV ? [] : BUDGETS) {
    const sum = compressed(parts).reduce((total, size) => total + size, Math.max(0, ...compressed(either)));
    console.log(`${what}: ${sum.toFixed(1)} KB (budget ${limit} KB${sum > limit ? ', missed' : ''})`);
  }
}

await mkdir(CACHE, { recursive: true });
const files = await assemble();
if (!DEV) {
  await precompress(files);
  for (const name of await readdir(CACHE)) if (!used.has(name)) await rm(join(CACHE, name));
}
await write(files);
report(files);

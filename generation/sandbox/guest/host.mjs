// The Deno side of a run: restores the interpreter, hands operations to the agent inside it and frames its answers.
//
// Guest code shares this realm, so everything used after it has started is captured here first, and the nonce that marks a
// genuine frame is only ever in local variables and in bytes given to the captured write. It never enters the interpreter.
// The loop is synchronous on purpose: the event loop does not turn, so a promise that guest code starts never resolves.

const { stdin, stdout, exit } = Deno;
const { readSync } = stdin;
const { writeSync } = stdout;
const { apply } = Reflect;
const { isView } = ArrayBuffer;
const { parse } = JSON;
const Bytes = Uint8Array;
const Buffer_ = ArrayBuffer;
const View = DataView;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const { encode } = TextEncoder.prototype;
const { decode } = TextDecoder.prototype;
const { set } = Bytes.prototype;
const { setUint32, getUint32 } = View.prototype;
const lengthOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Bytes.prototype), "length").get;
const LARGEST_FRAME = 64 * 1024 * 1024;

const size = (bytes) => apply(lengthOf, bytes, []);

function readExactly(count) {
  const buffer = new Buffer_(count);
  let done = 0;
  while (done < count) {
    const got = apply(readSync, stdin, [new Bytes(buffer, done, count - done)]);
    if (got === null || got === 0) exit(0); // the host has closed the pipe: nothing is left to do
    done += got;
  }
  return buffer;
}

function readFrame() {
  const lengths = new View(readExactly(8));
  const header = readExactly(apply(getUint32, lengths, [0]));
  const body = readExactly(apply(getUint32, lengths, [4]));
  return { header: apply(decode, decoder, [new Bytes(header)]), body: new Bytes(body) };
}

function writeFrame(nonce, header, body) {
  const head = apply(encode, encoder, [header]);
  const total = 40 + size(head) + size(body);
  if (total > LARGEST_FRAME) throw new Error("answer too large");
  const buffer = new Buffer_(total);
  const frame = new Bytes(buffer);
  const lengths = new View(buffer);
  apply(set, frame, [nonce, 0]);
  apply(setUint32, lengths, [32, size(head)]);
  apply(setUint32, lengths, [36, size(body)]);
  apply(set, frame, [head, 40]);
  apply(set, frame, [body, 40 + size(head)]);
  let done = 0;
  while (done < total) done += apply(writeSync, stdout, [new Bytes(buffer, done, total - done)]);
}

// A restored memory is larger than the one a fresh module starts with.
function growingTo(snapshotSize, original) {
  return async (...args) => {
    const result = await apply(original, WebAssembly, args);
    const exported = Object.values((result.instance ?? result).exports ?? {});
    const memory = exported.find((value) => value instanceof WebAssembly.Memory);
    const missing = memory ? Math.ceil((snapshotSize - memory.buffer.byteLength) / 65536) : 0;
    if (missing > 0) memory.grow(missing);
    return result;
  };
}

async function restore(bundle) {
  const snapshot = Deno.readFileSync(`${bundle}/snapshot.bin`);
  const { instantiate, instantiateStreaming } = WebAssembly;
  WebAssembly.instantiate = growingTo(snapshot.length, instantiate);
  WebAssembly.instantiateStreaming = growingTo(snapshot.length, instantiateStreaming);
  const { loadPyodide } = await import(`file://${bundle}/pyodide.mjs`);
  const py = await loadPyodide({ indexURL: `${bundle}/`, _loadSnapshot: snapshot });
  Object.assign(WebAssembly, { instantiate, instantiateStreaming });
  py.setStdout({ write: (bytes) => bytes.length });
  py.setStderr({ write: (bytes) => bytes.length });
  py.setStdin({ stdin: () => null });
  layOutSite(py.FS, JSON.parse(Deno.readTextFileSync(`${bundle}/site.json`)), Deno.readFileSync(`${bundle}/site.bin`));
  py.runPython(Deno.readTextFileSync(`${bundle}/agent.py`));
  return py;
}

// The snapshot holds the memory and not the file system; each file is a slice of one buffer, so nothing is copied.
function layOutSite(files, index, content) {
  const made = new Set();
  for (const [name, offset, length] of index) {
    const path = `/site/${name}`;
    const folder = path.slice(0, path.lastIndexOf("/"));
    if (!made.has(folder)) files.mkdirTree(folder);
    made.add(folder);
    files.writeFile(path, content.subarray(offset, offset + length), { canOwn: true });
  }
}

// More depth, not the wall: the wall is the permissions this process was started with.
function removePowers() {
  const names = ["Deno", "process", "Worker", "SharedWorker", "localStorage", "sessionStorage", "caches", "indexedDB", "fetch",
    "Request", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "BroadcastChannel", "Cache", "CacheStorage",
    "Storage", "prompt", "alert", "confirm", "close", "require", "importScripts", "SharedArrayBuffer"];
  for (const name of names) {
    delete globalThis[name];
    if (name in globalThis) Object.defineProperty(globalThis, name, { value: undefined, configurable: false });
  }
  for (const name of Object.keys(console)) console[name] = () => undefined; // Deno's own console writes to the real stdout
}

const EMPTY = new Bytes(0);

function answer(py, agent, readFile, { header, body }) {
  const request = parse(header);
  if (request.op === "database") {
    try {
      return ["{}", readFile(request.path)];
    } catch {
      return ['{"error": "no such file"}', EMPTY];
    }
  }
  const head = agent.handle(header, body);
  const proxy = agent.take_body();
  const view = proxy.getBuffer("u8");
  const copy = new Bytes(size(view.data));
  apply(set, copy, [view.data, 0]);
  view.release();
  proxy.destroy();
  return [typeof head === "string" ? head : "{}", copy];
}

async function main() {
  const bundle = Deno.args[0];
  const first = parse(readFrame().header);
  const nonce = apply(encode, encoder, [first.nonce]);
  delete first.nonce;
  const py = await restore(bundle);
  const agent = py.globals.get("agent");
  const { readFile } = py.FS;
  removePowers();
  writeFrame(nonce, '{"ready": true}', EMPTY);
  for (;;) {
    const frame = readFrame();
    let result;
    try {
      result = answer(py, agent, readFile, frame);
      if (!isView(result[1])) result[1] = EMPTY;
    } catch (error) {
      let text = "unknown";
      try {
        text = `${error}`.slice(-2000);
      } catch { /* a hostile toString */ }
      writeFrame(nonce, `{"fatal": true}`, apply(encode, encoder, [text]));
      exit(70);
    }
    writeFrame(nonce, result[0], result[1]);
  }
}

await main();

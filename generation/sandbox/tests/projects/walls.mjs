// Tries, with all of Deno's powers still in reach and the event loop turning, what the flags must refuse. Prints one JSON line.
const [target, outside, run] = [Deno.args[1], Deno.args[2], Deno.args[3]];
const read = (path) => Deno.readTextFileSync(path);
const attempts = {
  fetch: () => fetch(`http://${target}/`).then((answer) => answer.text()),
  connect: () => Deno.connect({ hostname: target.split(":")[0], port: Number(target.split(":")[1]) }),
  resolve: () => Deno.resolveDns("example.com", "A"),
  websocket: () => new Promise((yes, no) => {
    const socket = new WebSocket(`ws://${target}/`);
    socket.onopen = yes;
    socket.onerror = (event) => no(new Error(event.message));
  }),
  import_npm: () => import("npm:left-pad@1.3.0"),
  import_jsr: () => import("jsr:@std/path@1"),
  import_https: () => import(`http://${target}/module.js`),
  read_outside: () => read("/etc/passwd"),
  node_fs: async () => (await import("node:fs")).readFileSync("/etc/passwd", "utf8"),
  proc_environ: () => read("/proc/self/environ"),
  write_outside: () => Deno.writeTextFileSync(outside, "x"),
  write_bundle: () => Deno.writeTextFileSync(`${Deno.args[0]}/x`, "x"),
  node_write: async () => (await import("node:fs")).writeFileSync(outside, "x"),
  temp_file: () => Deno.makeTempFileSync(),
  environment: () => Deno.env.toObject(),
  one_variable: () => Deno.env.get("SECRET_KEY"),
  subprocess: () => new Deno.Command("/usr/bin/id").outputSync(),
  node_subprocess: async () => (await import("node:child_process")).execSync("id"),
  kill: () => Deno.kill(1, "SIGTERM"),
  dlopen: () => Deno.dlopen("libc.so.6", { getpid: { parameters: [], result: "i32" } }),
  hostname: () => Deno.hostname(),
  inspector: async () => {
    const inspector = await import("node:inspector");
    const session = new inspector.Session();
    session.connect();
    return "connected";
  },
  more_permission: async () => {
    const status = await Deno.permissions.request({ name: "net" });
    if (status.state !== "granted") throw new Error(status.state);
    return status.state;
  },
  worker_reads: () => new Promise((yes, no) => {
    const source = "try { Deno.readTextFileSync('/etc/passwd'); postMessage('read') } catch (e) { postMessage('refused ' + e) }";
    const worker = new Worker(`data:text/javascript,${encodeURIComponent(source)}`, { type: "module" });
    worker.onmessage = (event) => (event.data === "read" ? yes(event.data) : no(new Error(event.data)));
    worker.onerror = (event) => { event.preventDefault(); no(new Error(event.message)); };
  }),
  memory_beyond_cap: () => new WebAssembly.Memory({ initial: 9000 }),
  memory_grow: () => new WebAssembly.Memory({ initial: 1 }).grow(9000),
  left_in_storage: () => {
    const found = localStorage.getItem("mark");
    localStorage.setItem("mark", run);
    if (found === null) throw new Error("empty");
    return found;
  },
  left_in_caches: async () => {
    const cache = await caches.open("mark");
    const found = await cache.match("http://mark/");
    await cache.put("http://mark/", new Response(run));
    if (!found) throw new Error("empty");
    return found.text();
  },
};
const results = {};
const slow = () => new Promise((_, no) => setTimeout(() => no(new Error("no answer in 3 s")), 3000));
for (const [name, attempt] of Object.entries(attempts)) {
  try {
    results[name] = { done: String(await Promise.race([(async () => attempt())(), slow()])).slice(0, 200) };
  } catch (error) {
    results[name] = { refused: `${error}`.slice(0, 200) };
  }
}
console.log(JSON.stringify(results));
Deno.exit(0);

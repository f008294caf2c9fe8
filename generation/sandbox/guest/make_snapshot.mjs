// Build time only: imports what every project uses and writes the memory of that interpreter to the bundle.
// Arguments: the bundle folder, which already holds Pyodide's files and site-source.zip. Not untrusted: no project is near.
const bundle = Deno.args[0];
const { loadPyodide } = await import(`file://${bundle}/pyodide.mjs`);

const py = await loadPyodide({ indexURL: `${bundle}/`, _makeSnapshot: true });
py.unpackArchive(Deno.readFileSync(`${bundle}/site-source.zip`).buffer, "zip", { extractDir: "/site" });
const compiled = py.runPython(Deno.readTextFileSync(`${bundle}/compile_site.py`));
Deno.writeFileSync(`${bundle}/site.zip`, compiled.toJs());
compiled.destroy();
py.runPython(Deno.readTextFileSync(`${bundle}/warm.py`));
py.runPython("import gc; gc.collect()");
Deno.writeFileSync(`${bundle}/snapshot.bin`, py.makeMemorySnapshot());
const version = py.runPython("import sys, django; f'{sys.version.split()[0]} {django.__version__}'");
console.log(version);

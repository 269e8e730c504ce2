// Install fakeping, start it, wait for it, and tell the job's next steps where it is.
import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PATIENCE = 60_000; // milliseconds
const WINDOWS = process.platform === "win32";
const SOURCE = dirname(dirname(fileURLToPath(import.meta.url)));
const HOME = join(process.env.RUNNER_TEMP, "fakeping");

const input = (name) => (process.env[`INPUT_${name.toUpperCase()}`] ?? "").trim();

/** Append to a file that the runner reads: several lines may stand in a value. */
function tell(file, values) {
  for (const [name, value] of Object.entries(values)) {
    const end = `end-${crypto.randomUUID()}`;
    appendFileSync(process.env[file], `${name}<<${end}\n${value}\n${end}\n`);
  }
}

/** Split options as a shell does: at spaces that no quotes hold together. */
function words(text) {
  const found = text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  return found.map((each) => each.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

/** Put fakeping on the path of this step and of the next ones, in an environment of its own. */
function install(requirement) {
  if (requirement === "none") return;
  const run = (command, args) => execFileSync(command, args, { stdio: "inherit" });
  const environment = join(HOME, "environment");
  const programs = join(environment, WINDOWS ? "Scripts" : "bin");
  run(WINDOWS ? "python" : "python3", ["-m", "venv", environment]);
  const pip = [join(programs, "python"), ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]];
  if (requirement) {
    run(pip[0], [...pip[1], ...words(requirement)]);
  } else {
    run(pip[0], [...pip[1], "--require-hashes", "--requirement", join(SOURCE, "requirements", "run.txt")]);
    run(pip[0], [...pip[1], "--no-deps", SOURCE]);
  }
  appendFileSync(process.env.GITHUB_PATH, `${programs}\n`);
  process.env.PATH = `${programs}${delimiter}${process.env.PATH}`;
}

/** Start the server; resolves to what its ready-file says. */
async function start(readyFile, log) {
  const editions = input("edition").split(/[\s,]+/).filter(Boolean);
  const options = ["serve", "--port", input("port") || "0", "--ready-file", readyFile, "--log-format", "text"];
  options.push(...editions.flatMap((each) => ["--edition", each]), ...words(input("options")));
  const output = openSync(log, "a");
  const server = spawn("fakeping", options, { detached: true, stdio: ["ignore", output, output] });
  let trouble;
  server.on("error", (error) => (trouble = error.message));
  server.on("exit", (code) => (trouble ??= `it ended with ${code}`));
  tell("GITHUB_STATE", { log });
  for (const until = Date.now() + PATIENCE; !existsSync(readyFile); ) {
    if (Date.now() > until) trouble ??= "it took too long";
    if (trouble) throw new Error(`fakeping does not start: ${trouble}\n${readFileSync(log, "utf8")}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  server.unref();
  return JSON.parse(readFileSync(readyFile, "utf8"));
}

try {
  mkdirSync(HOME, { recursive: true });
  const readyFile = join(HOME, "ready.json");
  const log = join(HOME, "fakeping.log");
  for (const each of [readyFile, log]) rmSync(each, { force: true });
  install(input("requirement"));
  const { url, control_url: control, control_key: key, pid } = await start(readyFile, log);
  tell("GITHUB_STATE", { control, key: key ?? "", pid });
  const asked = ["env", "--url", url, "--format", "json", ...(key ? ["--control-key", key] : [])];
  tell("GITHUB_ENV", JSON.parse(execFileSync("fakeping", asked, { encoding: "utf8" })));
  tell("GITHUB_OUTPUT", { url, "control-url": control, "ready-file": readyFile, log });
  console.log(`fakeping answers at ${url}; the next steps have FAKEPING_URL, PINGONE_TOKEN and the like`);
  process.exit(0); // though the server's handle is open
} catch (error) {
  console.log(`::error::${String(error.message).replaceAll("%", "%25").replaceAll("\n", "%0A")}`);
  process.exit(1);
}

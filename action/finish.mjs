// When the job ends: show the requests that fakeping does not serve, and end the server.
import { existsSync, readFileSync } from "node:fs";

const state = (name) => process.env[`STATE_${name}`] ?? "";
const escaped = (text) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

async function unmatched() {
  const headers = state("key") ? { Authorization: `Bearer ${state("key")}` } : {};
  const answer = await fetch(`${state("control")}/unmatched`, { headers });
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
  return (await answer.json()).exchanges;
}

const strict = process.env["INPUT_FAIL-ON-UNMATCHED"] === "true";
if (state("control")) {
  try {
    const found = await unmatched();
    for (const { method, path, status, hint } of found) {
      const text = `${method} ${path} is ${status}: fakeping does not serve it${hint ? `. ${hint}` : ""}`;
      console.log(`::${strict ? "error" : "warning"} title=Unmatched request::${escaped(text)}`);
    }
    console.log(`${found.length} unmatched requests`);
    if (strict && found.length) process.exitCode = 1;
  } catch (error) {
    console.log(`::warning title=fakeping::${escaped(`it does not answer any more: ${error.cause?.message ?? error.message}`)}`);
  }
  try {
    process.kill(Number(state("pid")));
  } catch {
    // It has ended by itself.
  }
}
if (existsSync(state("log"))) {
  console.log("::group::What fakeping was asked");
  console.log(readFileSync(state("log"), "utf8"));
  console.log("::endgroup::");
}

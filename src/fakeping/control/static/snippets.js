// One request as a program. A token is the variable TOKEN of the environment: the journal has none.
const LEFT_OUT = /^(host|content-length|connection|accept-encoding|user-agent|transfer-encoding|origin|referer|sec-.*|cookie)$/i;

function parts(exchange) {
  const headers = Object.entries(exchange.request.headers).filter(([name]) => !LEFT_OUT.test(name));
  const { json, text } = exchange.request;
  const body = json !== undefined ? JSON.stringify(json) : text;
  return { headers, body };
}
const scheme = value => /^(\w+) /.exec(value)?.[1];
const secret = name => /^(authorization|iplanetdirectorypro|cookie)$/i.test(name);
const quoted = text => JSON.stringify(text);

export function asPython(exchange) {
  const { headers, body } = parts(exchange);
  const said = headers.map(([name, value]) => secret(name)
    ? `        ${quoted(name)}: ${scheme(value) ? `f"${scheme(value)} {os.environ['TOKEN']}"` : "os.environ['TOKEN']"},`
    : `        ${quoted(name)}: ${quoted(value)},`);
  return ["import os", "import urllib.request", "", "request = urllib.request.Request(", `    ${quoted(exchange.url)},`, `    method=${quoted(exchange.method)},`,
    ...(said.length ? ["    headers={", ...said, "    },"] : []), ...(body !== undefined ? [`    data=${quoted(body)}.encode(),`] : []),
    ")", "with urllib.request.urlopen(request) as answer:", "    print(answer.status, answer.read().decode())", ""].join("\n");
}

export function asJavaScript(exchange) {
  const { headers, body } = parts(exchange);
  const said = headers.map(([name, value]) => `    ${quoted(name)}: ${secret(name) ? (scheme(value) ? "`" + scheme(value) + " ${process.env.TOKEN}`" : "process.env.TOKEN") : quoted(value)},`);
  return [`const answer = await fetch(${quoted(exchange.url)}, {`, `  method: ${quoted(exchange.method)},`,
    ...(said.length ? ["  headers: {", ...said, "  },"] : []), ...(body !== undefined ? [`  body: ${quoted(body)},`] : []),
    "});", "console.log(answer.status, await answer.text());", ""].join("\n");
}

export function asGo(exchange) {
  const { headers, body } = parts(exchange);
  const set = headers.map(([name, value]) => `\trequest.Header.Set(${quoted(name)}, ${secret(name) ? (scheme(value) ? `${quoted(scheme(value) + " ")} + os.Getenv("TOKEN")` : 'os.Getenv("TOKEN")') : quoted(value)})`);
  const imports = ["fmt", "io", "net/http", ...(headers.some(([name]) => secret(name)) ? ["os"] : []), ...(body !== undefined ? ["strings"] : [])];
  return ["package main", "", "import (", ...imports.map(each => `\t"${each}"`), ")", "", "func main() {",
    `\trequest, err := http.NewRequest(${quoted(exchange.method)}, ${quoted(exchange.url)}, ${body !== undefined ? `strings.NewReader(${quoted(body)})` : "nil"})`,
    "\tif err != nil {", "\t\tpanic(err)", "\t}", ...set, "\tanswer, err := http.DefaultClient.Do(request)", "\tif err != nil {", "\t\tpanic(err)", "\t}",
    "\tdefer answer.Body.Close()", "\tsaid, _ := io.ReadAll(answer.Body)", "\tfmt.Println(answer.StatusCode, string(said))", "}", ""].join("\n");
}
